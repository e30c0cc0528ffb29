"""The first forms of an import: the file, and its columns."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ImportSubject, ProjectKind, TieKind
from gagyo.partnerships.queries.imports.batches import offices_to_import_for
from gagyo.partnerships.rules.imports.columns import ColumnProposal
from gagyo.partnerships.rules.imports.fields import FIELDS, field_name


class UploadForm(forms.Form):
    """A file, or rows pasted from a spreadsheet, and what they are."""

    subject = forms.ChoiceField(label=gettext_lazy("What the rows are"), choices=ImportSubject.choices)
    office = forms.ModelChoiceField(label=gettext_lazy("For which office"), queryset=Office.objects.none())
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("XLSX or CSV (UTF-8 or CP949), up to 20,000 rows and 20 MB."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste rows from a spreadsheet"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("With the row of headings on top."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("New records are visible to"),
        choices=Visibility.choices,
        initial=Visibility.SHARED,
        help_text=gettext_lazy("Rows with a column for it keep what that says."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["office"]
        office.queryset = offices_to_import_for(actor)
        office.initial = actor.office_id
        office.empty_label = None

    def clean(self) -> dict[str, Any]:
        """Refuse both a file and pasted rows, and neither."""
        values = super().clean() or {}
        if bool(values.get("file")) == bool((values.get("pasted") or "").strip()):
            self.add_error("file", _("Choose a file, or paste rows: one of the two."))
        return values


class ColumnsForm(forms.Form):
    """Which column holds what. One select for each column of the file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of all rows"),
        required=False,
        help_text=gettext_lazy("Only where no column says the kind."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposals: Sequence[ColumnProposal], subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals, self.subject = proposals, subject
        language = get_language() or "ko"
        names = [(each.key, field_name(subject=subject, key=each.key, language=language)) for each in FIELDS[subject]]
        for each in proposals:
            self.fields[f"column_{each.column}"] = forms.ChoiceField(
                label=each.heading or _("Column %(number)d without a name") % {"number": each.column + 1},
                choices=[("", _("(leave out)")), *names],
                initial=each.field,
                required=False,
            )
        kinds = TieKind.choices if subject == ImportSubject.TIES else ProjectKind.choices
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("(said by a column)")), *kinds]

    def columns(self) -> Iterator[tuple[ColumnProposal, forms.BoundField]]:
        """Yield each column with its field."""
        for each in self.proposals:
            yield each, self[f"column_{each.column}"]

    def clean(self) -> dict[str, Any]:
        """Refuse one field for two columns."""
        values = super().clean() or {}
        seen: dict[str, int] = {}
        for each in self.proposals:
            key = values.get(f"column_{each.column}")
            if key and key in seen:
                name = field_name(subject=self.subject, key=key, language=get_language() or "ko")
                self.add_error(
                    f"column_{each.column}",
                    _("“%(field)s” is chosen for two columns. Leave one of them out.") % {"field": name},
                )
            elif key:
                seen[key] = each.column
        return values

    def mapping(self) -> dict[str, int]:
        """Return field -> column."""
        chosen = ((self.cleaned_data[f"column_{each.column}"], each.column) for each in self.proposals)
        return {key: column for key, column in chosen if key}
