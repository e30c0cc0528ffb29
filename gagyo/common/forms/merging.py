"""Two saves of one record: what each of them changed, side by side, and one form made of both."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django import forms
from django.http import QueryDict

from gagyo.common.forms.suggest import SuggestField

Answers = dict[str, list[str]]
# What a browser sends for one field that suggests: the id, the words, the words for which the id holds.
ENDS = ("", "_text", "_asked")
Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Part:
    """
    Fields that are decided on together, such as all rows of the parties.

    names: does this html name belong to it? words: its answers as a reader sees them
    """

    key: str
    label: str
    owns: Callable[[str], bool]
    words: Callable[[Answers], str]


@dataclass(frozen=True)
class Clash:
    """
    A part whose value differs between the two saves.

    suggested: the side that changed it; mine where both did
    """

    key: str
    label: str
    before: str
    theirs: str
    mine: str
    suggested: Side
    both_changed: bool


def answers_of(form: forms.BaseForm) -> Answers:
    """Return what a browser would send for an untouched form."""
    found: Answers = {}
    for field in form:
        value = field.value()
        if isinstance(field.field, SuggestField):
            pk, text, asked = field.field.prepare_value(value)
            found.update({f"{field.html_name}{end}": [part] for end, part in zip(ENDS, (pk, text, asked), strict=True)})
            continue
        if isinstance(field.field.widget, forms.CheckboxInput):
            if value:
                found[field.html_name] = ["on"]
            continue
        shown = field.field.widget.format_value(value)
        parts = [str(each) for each in shown] if isinstance(shown, list | tuple) else [str(shown or "")]
        found[field.html_name] = sorted(part for part in parts if part)
    return {name: parts for name, parts in found.items() if any(parts)}


def clashes(*, parts: Sequence[Part], before: Answers, theirs: Answers, mine: Answers) -> list[Clash]:
    """Return each part in which the two saves differ."""
    found = []
    for part in parts:
        old, their, my = (only(part, answers) for answers in (before, theirs, mine))
        if their == my:
            continue
        found.append(
            Clash(
                key=part.key,
                label=part.label,
                before=part.words(old),
                theirs=part.words(their),
                mine=part.words(my),
                suggested="theirs" if my == old else "mine",
                both_changed=old not in (my, their),
            )
        )
    return found


def merged(*, parts: Iterable[Part], theirs: Answers, mine: Answers, choices: Mapping[str, Side]) -> Answers:
    """Return one form's answers: each part from the side chosen for it, mine unless said."""
    result = dict(mine)
    for part in parts:
        if choices.get(part.key) != "theirs":
            continue
        result = {name: values for name, values in result.items() if not part.owns(name)}
        result.update(only(part, theirs))
    return result


def only(part: Part, answers: Answers) -> Answers:
    """Return the answers that belong to a part."""
    return {name: values for name, values in answers.items() if part.owns(name)}


def as_post(answers: Answers) -> QueryDict:
    """Return answers as a posted form."""
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values)
    return data


def kept(answers: Answers) -> str:
    """Return answers as the text of a hidden field."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True)


def from_kept(text: str) -> Answers:
    """Return the answers of a hidden field; nothing for a text that somebody altered."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): [str(each) for each in values] for name, values in found.items() if isinstance(values, list)}
