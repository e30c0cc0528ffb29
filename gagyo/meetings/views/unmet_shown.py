"""Why two who wish to meet do not, and what would have to change, in one sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gagyo.meetings.models import UnmetPair
from gagyo.meetings.rules.moves import Frame


def unmet_sentences(rows: Sequence[UnmetPair], *, frame: Frame) -> list[str]:
    """Return a sentence for each unmet wish: whose it is, why, and what would have to change."""
    return [unmet_words(row, frame=frame) for row in rows]


def unmet_words(row: UnmetPair, *, frame: Frame) -> str:
    """Return in a sentence why two do not meet, and what would have to change."""
    why, change = _both(row, frame=frame)
    words = {"pair": f"{frame.names[row.first_id]} · {frame.names[row.second_id]}", "why": why, "change": change}
    return _("%(pair)s: %(why)s; they can meet if %(change)s.") % words


def why_unmet(row: UnmetPair, *, frame: Frame) -> str:
    """Return the same without the names of the two, for a list in which they stand already."""
    why, change = _both(row, frame=frame)
    return capfirst(_("%(why)s; they can meet if %(change)s.") % {"why": why, "change": change})


def _both(row: UnmetPair, *, frame: Frame) -> tuple[str, str]:
    demands: list[Mapping[str, Any]] = row.details.get("demands", [])
    reasons = [_reason(each["kind"], each.get("keys", []), frame=frame) for each in demands]
    if not reasons:
        reasons = [_reason("", [], frame=frame)]
    joined = (dict.fromkeys(each) for each in zip(*reasons, strict=True))
    why, change = (_(" and ").join(each) for each in joined)
    return why, change


def _reason(kind: str, keys: Sequence[str], *, frame: Frame) -> tuple[str, str]:
    """Return why, and what would have to change, for one demand that the kernel named."""
    what = {"name": " · ".join(_names(keys, frame=frame))}
    stock = {"name": ", ".join(frame.stock[int(key)][0] for key in keys if _is_stock(key, frame))}
    found = {
        "away": (_("%(name)s is away in the slots that are left"), _("%(name)s is there for one more of them"), what),
        "held": (_("the only time that both have is taken by %(name)s"), _("%(name)s do not meet"), what),
        "most_meetings": (_("%(name)s has as many meetings as it wants"), _("%(name)s takes one more"), what),
        "tables": (_("all tables are taken when both are free"), _("there is one more table"), what),
        "table": (_("no table with what they need is free"), _("one more table has it"), what),
        "interpreter": (
            _("no interpreter between their languages is free when both are"),
            _("one more interpreter of their languages comes"),
            what,
        ),
        "equipment": (
            _("“%(name)s” is in use whenever both are free"),
            _("there is one more of “%(name)s”"),
            stock,
        ),
        "travel": (
            _("%(name)s has no time for the way to the other venue"),
            _("%(name)s has a free slot before or after the way"),
            what,
        ),
        "ride": (_("the vehicles to the other venue are full"), _("one more vehicle goes there"), what),
        "pin": (_("it is pinned where it cannot be"), _("it is unpinned"), what),
        "block": (_("it is kept to a part of the day that is full"), _("it may be at another time"), what),
    }
    unknown = (_("meetings of more worth hold the time that both have"), _("one of them is taken out"), what)
    why, change, words = found.get(kind, unknown)
    return why % words, change % words


def _is_stock(key: str, frame: Frame) -> bool:
    return key.isdecimal() and int(key) in frame.stock


def _names(keys: Sequence[str], *, frame: Frame) -> list[str]:
    """Return the participants of keys such as "12" or "12-15", the kernel's for one or for a meeting."""
    parts = [part for key in keys for part in key.split("-") if part.isdecimal()]
    return [frame.names[int(part)] for part in parts if int(part) in frame.names]
