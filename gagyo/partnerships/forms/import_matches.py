"""The form of an import's names: what each of them means, with the sentence that says why it is asked."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.partnerships.rules.imports.matching import (
    CERTAIN,
    BodyFact,
    Candidate,
    NameMatch,
    PlaceCandidate,
    Why,
    first_alone,
)
from gagyo.partnerships.rules.imports.words import Countries

NEW: Final = "new"
# From here on a candidate that stands out is chosen beforehand.
LIKELY: Final = 75


class MatchesForm(forms.Form):
    """What names mean. One select for each name, and a country for those to be made without a known place."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        matches: Sequence[NameMatch],
        bodies: Mapping[int, BodyFact],
        countries: Countries,
        decisions: Mapping[str, str],
        may_wait: bool = False,
        **kwargs: Any,
    ) -> None:
        """may_wait: names that nobody decides about are let be."""
        super().__init__(*args, **kwargs)
        self.matches, self.bodies, self.countries, self.may_wait = matches, bodies, countries, may_wait
        language = get_language() or "ko"
        for match in matches:
            decided = decisions.get(match.use.key, "")
            self.fields[_name(match)] = forms.ChoiceField(
                label=match.use.text,
                choices=list(self._options(match, language)),
                initial=_option(decided) or _likely(match),
                required=False,
                help_text=why_asked(match),
            )
            if match.use.side == "partner" and not match.use.country:
                self.fields[_country(match)] = forms.ChoiceField(
                    label=_("Country of %(name)s") % {"name": match.use.text},
                    choices=[("", _("(country)")), *countries.options(language)],
                    initial=decided[4:6] if decided.startswith("new:") else "",
                    required=False,
                )

    def _options(self, match: NameMatch, language: str) -> Iterator[tuple[str, str]]:
        yield "", _("(not decided)")
        for candidate in match.candidates:
            yield f"body:{candidate.body_id}", candidate_words(candidate, self.bodies, self.countries, language)
        if match.is_of_place:
            for place in match.places:
                yield f"place:{place.place_id}", place_words(place, self.countries, language)
        elif match.use.side == "partner":
            for place in match.places:
                words = place_words(place, self.countries, language)
                yield f"{NEW}@{place.place_id}", _("Make a new foreign local government: %(place)s") % {"place": words}
            yield NEW, self._new_words(match, language)

    def _new_words(self, match: NameMatch, language: str) -> str:
        if not match.use.country:
            return _("Make a new foreign local government, its place not known")
        country = self.countries.name(match.use.country, language)
        return _("Make a new foreign local government in %(country)s, its place not known") % {"country": country}

    def names(self) -> Iterator[tuple[NameMatch, forms.BoundField, forms.BoundField | None]]:
        """Yield each name with its field, and the one for its country."""
        for match in self.matches:
            country = _country(match)
            yield match, self[_name(match)], self[country] if country in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Ask for what is not decided, and for the country of a government to be made."""
        values = super().clean() or {}
        for match in self.matches:
            chosen = values.get(_name(match))
            if chosen == NEW and not (match.use.country or values.get(_country(match))):
                self.add_error(_country(match), _("Choose the country of the government to be made."))
            elif chosen == "" and not self.may_wait:
                self.add_error(_name(match), what_to_do(match))
        return values

    def decisions(self) -> dict[str, str]:
        """Return what was decided, by the key of the name."""
        found = {}
        for match in self.matches:
            value = self.cleaned_data[_name(match)]
            kind, _at, place = value.partition("@")
            if kind == NEW and place:
                country = next(each.country for each in match.places if each.place_id == int(place))
                value = f"new:{country}:{place}"
            elif kind == NEW:
                value = f"new:{match.use.country or self.cleaned_data.get(_country(match), '')}"
            found[match.use.key] = value
        return found


def why_asked(match: NameMatch) -> str:
    """Return why a name is not certain, in a sentence."""
    found = match.places if match.is_of_place else match.candidates
    equal = sum(each.confidence == found[0].confidence for each in found) if found else 0
    if not found:
        if match.is_of_place:
            return _("No place of the registry is called so, or nearly so.")
        return _("No government of the registry is called so, or nearly so.")
    if equal > 1:
        return _("%(count)d fit equally well.") % {"count": equal}
    return _("None is called exactly so; the nearest is %(confidence)d%% like it.") % {
        "confidence": found[0].confidence
    }


def what_to_do(match: NameMatch) -> str:
    """Return what the person who left a name undecided can do."""
    if match.is_of_place:
        if match.places:
            return _("Not decided yet. Choose the place that is meant.")
        return _("Not decided yet. Correct the name in the file and upload it again, or show the preview without it.")
    if match.use.side == "partner":
        return _("Not decided yet. Choose the government that is meant, or have a new one made.")
    if match.candidates:
        return _("Not decided yet. Choose the local government that is meant.")
    return _("Not decided yet. Correct the name in the file and upload it again, or show the preview without it.")


def candidate_words(candidate: Candidate, bodies: Mapping[int, BodyFact], countries: Countries, language: str) -> str:
    """Return a candidate as an option: name, above it, country, confidence and reason."""
    body = bodies[candidate.body_id]
    place = 0 if language.startswith("ko") or len(body.names) == 1 else 1
    above = body.parent_names[min(place, len(body.parent_names) - 1)] if body.parent_names else ""
    words = ", ".join(filter(None, (body.names[place], above, countries.name(body.country, language))))
    return _option_words(words, candidate)


def place_words(place: PlaceCandidate, countries: Countries, language: str) -> str:
    """Return a place as an option: name, province, country, confidence and reason."""
    names = (each[0] if language.startswith("ko") or not each[1] else each[1] for each in (place.names, place.above))
    return _option_words(", ".join(filter(None, (*names, countries.name(place.country, language)))), place)


def _option_words(words: str, candidate: Candidate | PlaceCandidate) -> str:
    return _("%(name)s · %(confidence)d%% · %(reason)s") % {
        "name": words,
        "confidence": candidate.confidence,
        "reason": reason_words(candidate.why, candidate.name),
    }


def reason_words(why: Why, name: str) -> str:
    """Return why something is proposed."""
    return {
        "same": _("the same name"),
        "other_name": _("another of its names: %(name)s"),
        "with_parent": _("the same name with what it is part of"),
        "without_suffix": _("the same name without its ending"),
        "own": _("your own government"),
        "code": _("the same code"),
        "beginning": _("begins so: %(name)s"),
        "spelling": _("spelt alike: %(name)s"),
        "sound": _("sounds alike: %(name)s"),
    }[why] % {"name": name}


def _likely(match: NameMatch) -> str:
    """Return the option that is chosen beforehand: one that stands out; the person confirms it by sending the form."""
    if match.is_of_place:
        return f"place:{match.places[0].place_id}" if _stands_out(match.places) else ""
    if _stands_out(match.candidates):
        return f"body:{match.candidates[0].body_id}"
    place = first_alone(match.places)
    made_here = place is not None and place.confidence >= CERTAIN and bool(match.use.country) and not match.candidates
    return f"{NEW}@{place.place_id}" if place and made_here else ""


def _stands_out(candidates: Sequence[Candidate] | Sequence[PlaceCandidate]) -> bool:
    confidences = [each.confidence for each in candidates]
    if not confidences or confidences[0] < LIKELY:
        return False
    return len(confidences) == 1 or confidences[1] <= confidences[0] - 5


def _option(decision: str) -> str:
    """Return the option for a decision: "new:GB:7" is "new@7", "new:GB" is "new"."""
    if not decision.startswith("new:"):
        return decision
    place = decision.split(":")[2:]
    return f"{NEW}@{place[0]}" if place else NEW


def _name(match: NameMatch) -> str:
    return f"name_{hashlib.sha256(match.use.key.encode()).hexdigest()[:16]}"


def _country(match: NameMatch) -> str:
    return f"country_{hashlib.sha256(match.use.key.encode()).hexdigest()[:16]}"
