"""A programme as it was sent: its text for a mail, and what changed from one version to the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gagyo.kernels.indicators.words import date_text
from gagyo.visits.rules.lodging import leaving_words, lodging_words

Language = Literal["ko", "en"]
Kept = Mapping[str, Any]
LANGUAGES: tuple[Language, ...] = ("en", "ko")


def day_words(day: date, *, language: Language) -> str:
    """Return a day in words, with the day of the week."""
    weekdays = {
        "ko": "월화수목금토일",
        "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    }
    return f"{date_text(day, language)} ({weekdays[language][day.weekday()]})"


def stop_line(stop: Kept, *, language: Language) -> str:
    """Return a kept stop in a line: "10:00–11:00 City Centre · Room 3 · bus"."""
    parts = [
        stop["title"][language],
        _in(stop.get("place", ""), language),
        stop["room"][language],
        stop["vehicle"][language],
        ", ".join(party[language] for party in stop["parties"]),
    ]
    return f"{stop['starts']}–{stop['ends']} {' · '.join(part for part in parts if part)}"


def _in(text: str | Mapping[str, str], language: Language) -> str:
    """Return a kept text in a language; older versions kept the place in one language only."""
    return text if isinstance(text, str) else text[language]


def programme_lines(content: Kept, *, language: Language) -> list[str]:
    """Return a kept programme as lines of text: each day with its stops under it."""
    # Versions sent before lodging was kept have none.
    stays = content.get("stays", [])
    leaving, last = leaving_words(stays, language=language), ""
    lines = [_("Lodging: %(place)s") % {"place": place} for place in lodging_words(stays, language=language)]
    for stop in content["stops"]:
        if stop["day"] != last:
            last = stop["day"]
            lines += ["", day_words(parse_date(last) or date.min, language=language)]
            lines += [f"  {leaving}"] if leaving else []
        lines.append(f"  {stop_line(stop, language=language)}")
    return lines


def mail_text(content: Kept, *, note: str, number: int) -> tuple[str, str]:
    """Return subject and text of the mail to the visitors: English first, then Korean."""
    parts = [*([note, ""] if note else [])]
    for language in LANGUAGES:
        with translation.override(language):
            title = _("Programme of the visit: %(visit)s") % {"visit": content["visit"][language]}
            parts += [title, _("Version %(n)d") % {"n": number}, *programme_lines(content, language=language), ""]
    with translation.override("en"):
        subject = _("Programme of the visit: %(visit)s") % {"visit": content["visit"]["en"]}
    return subject, "\n".join(parts)


def changes_between(before: Kept, after: Kept, *, language: Language) -> list[str]:
    """Return what changed from one kept programme to another, as sentences in the active language."""
    then, now = (lodging_words(content.get("stays", []), language=language) for content in (before, after))
    found = differences(before["stops"], after["stops"], language=language)
    if then == now:
        return found
    none = _("not known yet")
    words = {"before": "; ".join(then) or none, "after": "; ".join(now) or none}
    return [*found, _("Lodging until now: %(before)s. Now: %(after)s") % words]


def differences(before: Sequence[Kept], after: Sequence[Kept], *, language: Language) -> list[str]:
    """Return what changed from one list of kept stops to another, as sentences in the active language."""
    old, new = {stop["id"]: stop for stop in before}, {stop["id"]: stop for stop in after}
    found = []
    for pk, stop in new.items():
        held = old.get(pk)
        if held is None:
            found.append(_("New: %(stop)s") % {"stop": _dated(stop, language)})
        elif held != stop and _dated(held, language) != _dated(stop, language):
            words = {"before": _dated(held, language), "after": _dated(stop, language)}
            found.append(_("Until now: %(before)s. Now: %(after)s") % words)
    gone = [stop for pk, stop in old.items() if pk not in new]
    return [*found, *(_("Taken out: %(stop)s") % {"stop": _dated(stop, language)} for stop in gone)]


def _dated(stop: Kept, language: Language) -> str:
    day = day_words(parse_date(stop["day"]) or date.min, language=language)
    return f"{day} {stop_line(stop, language=language)}"
