"""The list of a visit's named members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.common.forms.choosing import choose_from
from gagyo.visits.actions.members import Named
from gagyo.visits.rules.values import MemberValues


class MemberForm(forms.Form):
    """One named member; an empty row is left out."""

    party = forms.ChoiceField(label=pgettext_lazy("visit", "party"), required=False)
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    title = forms.CharField(label=pgettext_lazy("of a person", "Title"), max_length=100, required=False)
    note = forms.CharField(label=_("Note (diet, access)"), max_length=200, required=False)

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "party", parties)

    def clean(self) -> dict[str, Any]:
        """Refuse a title or note of nobody."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and (cleaned.get("title") or cleaned.get("note")):
            self.add_error("name", _("Give the name, or leave the whole row empty."))
        return cleaned


MemberRows = forms.formset_factory(MemberForm, extra=0, max_num=300, absolute_max=400)


def named_of(rows: "forms.BaseFormSet[MemberForm]") -> list[Named]:
    """Return the members that were entered, in order."""
    filled = [row.cleaned_data for row in rows.forms if row.cleaned_data.get("name")]
    return [Named(int(each["party"]), MemberValues(each["name"], each["title"], each["note"])) for each in filled]
