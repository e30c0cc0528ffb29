"""Who signed for each party of a side: written in one cell, in the order of the parties."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from gagyo.partnerships.rules.values import PartyValues

SPLIT: Final = "; "
NOBODY: Final = "–"
SIDES: Final = ("home", "partner")
KEYS: Final = tuple(f"signatory_{side}{what}" for side in SIDES for what in ("", "_title"))


def joined(names: Iterable[str]) -> str:
    """Return the cell for a side's parties; empty where nobody is recorded."""
    listed = list(names)
    return SPLIT.join(name or NOBODY for name in listed) if any(listed) else ""


def parted(text: str, *, parties: int) -> tuple[str, ...] | None:
    """Return one name for each party of a side; None if the cell holds another number of names."""
    if parties == 1:
        return (text,)
    names = [part.strip() for part in text.split(SPLIT.strip())]
    return tuple("" if name == NOBODY else name for name in names) if len(names) == parties else None


def signed_by(values: Mapping[str, Any], sides: Sequence[Sequence[int]]) -> dict[int, dict[str, str]]:
    """
    Return what the cells of a row say of each body: "signatory" and "signatory_title", only what is said.

    values: of a row whose cells fit its sides; sides: bodies of the own side, and of the partners
    """
    found: dict[int, dict[str, str]] = {}
    for side, bodies in zip(SIDES, sides, strict=True):
        for column in ("signatory", "signatory_title"):
            text = values.get(column.replace("signatory", f"signatory_{side}"))
            for body, name in zip(bodies, parted(text, parties=len(bodies)) or () if text else (), strict=False):
                found.setdefault(body, {})[column] = name
    return found


def facts_of(home: Sequence[PartyValues], partners: Sequence[PartyValues]) -> dict[str, str]:
    """Return the cells for the parties of both sides, by the keys of the fields."""
    found: dict[str, str] = {}
    for side, parties in zip(SIDES, (home, partners), strict=True):
        found[f"signatory_{side}"] = joined(each.signatory for each in parties)
        found[f"signatory_{side}_title"] = joined(each.signatory_title for each in parties)
    return found
