"""What is searched for on the screens that span features."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office


class AuditFilterForm(forms.Form):
    """Who did what to which record, when; whose data."""

    who = forms.CharField(label=_("Who"), max_length=100, required=False)
    event = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), required=False)
    record = forms.CharField(label=_("Record"), max_length=100, required=False)
    kind = forms.CharField(label=_("Kind of record"), max_length=80, required=False)
    id = forms.CharField(label=_("Number of the record"), max_length=40, required=False)
    person = forms.IntegerField(label=_("Number of the person whose data it was"), required=False, min_value=1)

    def __init__(self, data: Any, *, offices: QuerySet[Office], events: list[tuple[str, str]]) -> None:
        super().__init__(data)
        office, event = self.fields["office"], self.fields["event"]
        assert isinstance(office, forms.ModelChoiceField)
        assert isinstance(event, forms.ChoiceField)
        office.queryset = offices
        event.choices = [("", _("All")), *events]
