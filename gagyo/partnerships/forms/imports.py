"""The forms of an import: the file, its columns, its names."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
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
from gagyo.partnerships.rules.imports.matching import BodyFact, Candidate, NameMatch
from gagyo.partnerships.rules.imports.words import Countries

NEW = "new"


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


class MatchesForm(forms.Form):
    """What names mean. One select for each name, and a country for those to be made."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        matches: Sequence[NameMatch],
        bodies: Mapping[int, BodyFact],
        countries: Countries,
        decisions: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.matches, self.bodies, self.countries = matches, bodies, countries
        language = get_language() or "ko"
        for match in matches:
            decided = decisions.get(match.use.key, "")
            initial = NEW if decided.startswith("new:") else decided or _likely(match)
            self.fields[_name(match)] = forms.ChoiceField(
                label=match.use.text, choices=list(self._options(match, language)), initial=initial, required=False
            )
            if match.use.side == "partner" and not match.use.country:
                self.fields[_country(match)] = forms.ChoiceField(
                    label=_("Country of %(name)s") % {"name": match.use.text},
                    choices=[("", _("(country)")), *countries.options(language)],
                    initial=decided[4:] if decided.startswith("new:") else "",
                    required=False,
                )

    def _options(self, match: NameMatch, language: str) -> Iterator[tuple[str, str]]:
        yield "", _("(not decided)")
        for candidate in match.candidates:
            yield f"body:{candidate.body_id}", candidate_words(candidate, self.bodies, self.countries, language)
        if match.use.side == "partner":
            if match.use.country:
                country = self.countries.name(match.use.country, language)
                yield NEW, _("Make a new foreign local government in %(country)s") % {"country": country}
            else:
                yield NEW, _("Make a new foreign local government")

    def names(self) -> Iterator[tuple[NameMatch, forms.BoundField, forms.BoundField | None]]:
        """Yield each name with its field, and the one for its country."""
        for match in self.matches:
            country = _country(match)
            yield match, self[_name(match)], self[country] if country in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Ask for the country of a government to be made."""
        values = super().clean() or {}
        for match in self.matches:
            if values.get(_name(match)) == NEW and not (match.use.country or values.get(_country(match))):
                self.add_error(_country(match), _("Choose the country of the government to be made."))
        return values

    def decisions(self) -> dict[str, str]:
        """Return what was decided, by the key of the name."""
        found = {}
        for match in self.matches:
            value = self.cleaned_data[_name(match)]
            country = match.use.country or self.cleaned_data.get(_country(match), "")
            found[match.use.key] = f"new:{country}" if value == NEW else value
        return found


def candidate_words(candidate: Candidate, bodies: Mapping[int, BodyFact], countries: Countries, language: str) -> str:
    """Return a candidate as an option: name, above it, country, confidence and reason."""
    body = bodies[candidate.body_id]
    place = 0 if language.startswith("ko") or len(body.names) == 1 else 1
    above = body.parent_names[min(place, len(body.parent_names) - 1)] if body.parent_names else ""
    words = ", ".join(filter(None, (body.names[place], above, countries.name(body.country, language))))
    return _("%(name)s · %(confidence)d%% · %(reason)s") % {
        "name": words,
        "confidence": candidate.confidence,
        "reason": reason_words(candidate),
    }


def reason_words(candidate: Candidate) -> str:
    """Return why a body is proposed."""
    return {
        "same": _("the same name"),
        "other_name": _("another of its names: %(name)s"),
        "with_parent": _("the same name with what it is part of"),
        "without_suffix": _("the same name without its ending"),
        "own": _("your own government"),
        "code": _("the same code"),
        "spelling": _("spelt alike: %(name)s"),
        "sound": _("sounds alike: %(name)s"),
    }[candidate.why] % {"name": candidate.name}


def _likely(match: NameMatch) -> str:
    """Return the option that is chosen beforehand: one that stands out; the person confirms it by sending the form."""
    first, *others = match.candidates or [None]
    if first is None or first.confidence < 75 or (others and others[0] and others[0].confidence > first.confidence - 5):
        return ""
    return f"body:{first.body_id}"


def _name(match: NameMatch) -> str:
    return f"name_{hashlib.sha256(match.use.key.encode()).hexdigest()[:16]}"


def _country(match: NameMatch) -> str:
    return f"country_{hashlib.sha256(match.use.key.encode()).hexdigest()[:16]}"
