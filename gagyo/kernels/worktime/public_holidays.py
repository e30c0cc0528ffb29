"""
Public holidays from the package `holidays`, which is slow to load and therefore loaded at the first question.

It knows Korea's substitute days, days of election and temporary holidays as far as they were proclaimed when its
version came out; one proclaimed since is an office's closed day until the package is renewed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from gagyo.kernels.worktime.calendar import Holidays, WorkCalendar
from gagyo.kernels.worktime.errors import UnableToReckon


@lru_cache(maxsize=4096)
def holiday_names(kept: Holidays, year: int, language: str | None = None) -> Mapping[date, str]:
    """
    Return the holidays of a year with their names.

    language: as the package names it, "ko" or "en_US"; the country's own where it lacks that one
    :raises UnableToReckon: if the package does not know the country, its part, its category or that year
    """
    import holidays

    try:
        # A day off in lieu may fall into the year before or after, where some countries' rules write it.
        found = holidays.country_holidays(
            kept.country,
            subdiv=kept.subdivision,
            years=(year - 1, year, year + 1),
            categories=kept.categories,
            language=language,
        )
    except (NotImplementedError, ValueError) as error:
        raise UnableToReckon(
            "unknown_holidays",
            f"The holidays of {kept} ({', '.join(kept.categories)}) are not known: {error}. "
            "Choose another country or part, or leave it out and name the closed days.",
        ) from None
    if not found.start_year <= year <= found.end_year:
        raise UnableToReckon(
            "unknown_year",
            f"The holidays of {kept} are known from {found.start_year} to {found.end_year}, not for {year}. "
            "Choose a date in those years.",
        )
    return MappingProxyType({day: name for day, name in sorted(found.items()) if _is_kept(kept, day, year)})


def _is_kept(kept: Holidays, day: date, year: int) -> bool:
    return day.year == year and (not kept.only_on or (day.month, day.day) in kept.only_on)


def holiday_countries() -> Mapping[str, tuple[str, ...]]:
    """Return the countries whose holidays are known, by ISO code, with their parts."""
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(parts) for country, parts in sorted(known.items()) if len(country) == 2}


@dataclass(frozen=True)
class DayOff:
    """A date without work that its weekday does not explain. name: of the holiday, None for a closed day."""

    day: date
    name: str | None


def days_off(calendar: WorkCalendar, first: date, last: date, *, language: str | None = None) -> tuple[DayOff, ...]:
    """
    Return the dates from first to last on which the office would work if they were no holiday or closed day.

    :raises UnableToReckon: if the holidays of a year are not known
    """
    opened = {one.day for one in calendar.open_days}
    return tuple(
        DayOff(day, _name(calendar, day, language))
        for day in _dates(first, last)
        if calendar.week[day.weekday()] and day not in opened and is_off(calendar, day)
    )


def is_off(calendar: WorkCalendar, day: date) -> bool:
    """Tell whether a date is closed or a holiday, whatever weekday it is."""
    return day in calendar.closed or any(day in holiday_names(kept, day.year) for kept in calendar.holidays)


def _name(calendar: WorkCalendar, day: date, language: str | None) -> str | None:
    names = (holiday_names(kept, day.year, language).get(day) for kept in calendar.holidays)
    return next((name for name in names if name is not None), None)


def _dates(first: date, last: date) -> Iterator[date]:
    for at in range((last - first).days + 1):
        yield first + timedelta(at)
