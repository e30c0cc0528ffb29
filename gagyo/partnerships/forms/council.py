"""The form of a council rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.partnerships.choices import TieKind


class CouncilRuleForm(forms.Form):
    """What an ordinance says of one kind from a day on."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TieKind.choices)
    requires_consent = forms.TypedChoiceField(
        label=_("The council"),
        choices=[("yes", _("must agree")), ("no", _("need not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(
        label=_("In force from"), required=False, help_text=_("Empty: since ever. An earlier rule goes on until then.")
    )
    local_name_ko = forms.CharField(label=_("Own name of the kind (Korean)"), max_length=60, required=False)
    local_name_en = forms.CharField(label=_("Own name of the kind (English)"), max_length=60, required=False)
    basis = forms.CharField(label=_("Ordinance"), max_length=200, required=False, help_text=_("Its name and article."))
