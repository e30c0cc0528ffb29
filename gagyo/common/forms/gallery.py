"""The forms of the gallery: every kind of field that the components draw."""

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = [("sister", _("Sister tie")), ("friendship", _("Friendship tie")), ("mou", _("Memorandum"))]
STATES = [("signed", _("Signed")), ("dormant", _("Dormant")), ("ended", _("Ended"))]


class SampleForm(forms.Form):
    """A field of every widget."""

    name = forms.CharField(label=_("Name of the tie"), max_length=80, help_text=_("As the agreement has it."))
    signed_on = forms.DateField(label=_("Signed on"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    state = forms.ChoiceField(label=_("State"), choices=STATES, widget=forms.RadioSelect, initial="signed")
    fields_of_exchange = forms.MultipleChoiceField(
        label=_("Fields of exchange"),
        choices=[("culture", _("Culture")), ("youth", _("Youth")), ("economy", _("Economy"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose as many as apply."),
    )
    budget_krw = forms.IntegerField(label=_("Budget in won"), min_value=0, required=False)
    document = forms.FileField(label=_("Agreement"), required=False, help_text=_("HWPX or PDF, up to 20 MB."))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    is_public = forms.BooleanField(label=_("Show to everybody"), required=False)


class SampleFilterForm(forms.Form):
    """The filters of the gallery's list."""

    q = forms.CharField(label=_("Words"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *KINDS], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATES], required=False)
    as_of = forms.DateField(label=_("As of"), required=False)
    signed_from = forms.DateField(label=_("Signed from"), required=False)
    signed_until = forms.DateField(label=_("Signed until"), required=False)
