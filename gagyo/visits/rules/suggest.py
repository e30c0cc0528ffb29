"""
Who is asked to interpret: one rule over plain values, with a sentence for each reason.

Left out is who does not speak the language well enough, has no consent for the day, is not free, is taken, would not
rest, or would pass the hours of the year. Among the others whoever has had the fewest hours comes first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.kernels.indicators.words import date_text
from gagyo.visits.choices import LanguageLevel, StopKind
from gagyo.visits.rules.languages import language_name

REST: Final = timedelta(minutes=30)
NIGHT: Final = timedelta(hours=11)
MOST_A_DAY: Final = timedelta(hours=6)
LEVELS: Final = tuple(level.value for level in LanguageLevel)


@dataclass(frozen=True, order=True)
class Span:
    """A time, from and until, aware; it overlaps another that begins before it ends."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def day(self) -> date:
        """The day on which it begins, in Korea."""
        return timezone.localdate(self.starts_at)

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a moment."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Span") -> bool:
        """Tell whether the other lies within this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def words(self) -> str:
        """Return the times as people write them: "10:00–11:30"."""
        return f"{timezone.localtime(self.starts_at):%H:%M}–{timezone.localtime(self.ends_at):%H:%M}"


@dataclass(frozen=True)
class Booked:
    """A task that an interpreter was asked for or has accepted; stop_id: where, visit: its name."""

    span: Span
    visit_id: int
    visit: str = ""
    stop_id: int = 0
    accepted: bool = True


@dataclass(frozen=True)
class Need:
    """What is to be interpreted; level: the least that will do; spans: one for each stop, in order."""

    visit_id: int
    language: str
    level: str
    spans: tuple[Span, ...]
    stop_ids: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        """The interpreting in it, without the breaks between."""
        return sum(span.minutes for span in self.spans)

    @property
    def whole(self) -> Span:
        """From the first moment to the last."""
        return Span(min(each.starts_at for each in self.spans), max(each.ends_at for each in self.spans))


@dataclass(frozen=True)
class Candidate:
    """
    An interpreter as the rule sees one.

    languages: level by code; minutes: accepted in the year of the need; open_minutes: asked for and not answered
    booked: every task, also the need's own; free, unfree: as the interpreter says; refused: stops to which no was said
    """

    interpreter_id: int
    name: str
    languages: Mapping[str, str]
    department: str = ""
    consent_on: date | None = None
    consent_until: date | None = None
    hours_a_year: int = 60
    minutes: int = 0
    open_minutes: int = 0
    booked: tuple[Booked, ...] = ()
    free: tuple[Span, ...] = ()
    unfree: tuple[Span, ...] = ()
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Obstacle:
    """Why somebody is left out; hard: nobody may overrule it."""

    sentence: str
    hard: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Somebody with the reasons for asking, or with the obstacles."""

    candidate: Candidate
    reasons: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = field(default=())

    @property
    def fits(self) -> bool:
        """Whether nothing stands against asking."""
        return not self.obstacles

    @property
    def may_be_asked(self) -> bool:
        """Whether an officer may ask all the same."""
        return not any(each.hard for each in self.obstacles)


def level_for(kinds: Iterable[str]) -> str:
    """Return the least level for stops of these kinds: a meeting needs consecutive interpreting."""
    return LanguageLevel.FLUENT.value if StopKind.MEETING in set(kinds) else LanguageLevel.WORKING.value


def suggestions(candidates: Iterable[Candidate], need: Need) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return who may be asked, the first choice first, and who is left out with the reasons, by name."""
    judged = [Suggestion(each, obstacles=tuple(obstacles(each, need))) for each in candidates]
    fitting = sorted((each.candidate for each in judged if each.fits), key=lambda each: rank(each, need))
    fewest = fitting[0].minutes if fitting else 0
    left_out = sorted((each for each in judged if not each.fits), key=lambda each: (each.candidate.name, _pk(each)))
    return [Suggestion(each, tuple(reasons(each, need, fewest=fewest))) for each in fitting], left_out


def _pk(each: Suggestion) -> int:
    return each.candidate.interpreter_id


def rank(candidate: Candidate, need: Need) -> tuple[int, bool, int, str, int]:
    """Return the order among those who fit: fewest hours, said to be free, better level, name."""
    return (
        candidate.minutes,
        not said_free(candidate, need),
        -LEVELS.index(candidate.languages[need.language]),
        candidate.name,
        candidate.interpreter_id,
    )


def obstacles(candidate: Candidate, need: Need) -> list[Obstacle]:
    """Return everything that stands against asking somebody."""
    found = [rule(candidate, need) for rule in RULES]
    return [each for each in found if each is not None]


def language_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Refuse who does not speak the language, and set aside who speaks it too little."""
    level = candidate.languages.get(need.language)
    words = {"language": language_name(need.language), "needed": LanguageLevel(need.level).label}
    if level is None:
        return Obstacle(_("Does not interpret %(language)s.") % words, hard=True)
    if LEVELS.index(level) < LEVELS.index(need.level):
        words["level"] = LanguageLevel(level).label
        return Obstacle(_("%(language)s: %(level)s; this needs: %(needed)s.") % words)
    return None


def consent_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Set aside who has no consent of the manager on one of the days."""
    for day in dict.fromkeys(span.day for span in need.spans):
        if not consent_holds(consent_on=candidate.consent_on, consent_until=candidate.consent_until, day=day):
            return Obstacle(_("The manager has not agreed for %(day)s.") % {"day": day_words(day)})
    return None


def consent_holds(*, consent_on: date | None, consent_until: date | None, day: date) -> bool:
    """Tell whether the manager's consent covers a day; without a last day it covers all that follow."""
    return consent_on is not None and consent_on <= day and (consent_until is None or consent_until >= day)


def refused_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Set aside who said no to one of these stops already."""
    if candidate.refused & set(need.stop_ids):
        return Obstacle(_("Has said no to this already."))
    return None


def free_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Set aside who said not to be free, or gave other times of that day as free."""
    for span in need.spans:
        if any(each.overlaps(span) for each in candidate.unfree):
            return Obstacle(_("Is not free at %(time)s.") % {"time": span.words()})
        of_day = [each for each in candidate.free if each.day <= span.day <= timezone.localdate(each.ends_at)]
        if of_day and not any(each.covers(span) for each in of_day):
            words = {"free": ", ".join(each.words() for each in sorted(of_day)), "time": span.words()}
            return Obstacle(_("Is free only %(free)s, not %(time)s.") % words)
    return None


def said_free(candidate: Candidate, need: Need) -> bool:
    """Tell whether somebody gave every one of the times as free."""
    return all(any(each.covers(span) for each in candidate.free) for span in need.spans)


def double_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Refuse who interprets elsewhere at that time, or is asked for it already."""
    for each in candidate.booked:
        for span in need.spans:
            if each.span.overlaps(span):
                return Obstacle(_taken_words(each, need), hard=True)
    return None


def _taken_words(each: Booked, need: Need) -> str:
    words = {"visit": each.visit, "time": each.span.words()}
    if each.visit_id == need.visit_id:
        return _("Interprets here at %(time)s.") % words if each.accepted else _("Is asked for this already.")
    if each.accepted:
        return _("Interprets for “%(visit)s” at %(time)s.") % words
    return _("Is asked for “%(visit)s” at %(time)s.") % words


def rest_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Set aside who would not rest: between delegations, over night, or for too long on one day."""
    for each in candidate.booked:
        gap = gap_between(each.span, need)
        if gap is None:
            continue
        same_day = each.span.day in {span.day for span in need.spans}
        words = {"visit": each.visit, "time": each.span.words(), "minutes": int(gap.total_seconds() // 60)}
        if same_day and each.visit_id != need.visit_id and gap < REST:
            words["least"] = int(REST.total_seconds() // 60)
            return Obstacle(
                _("Only %(minutes)s minutes to “%(visit)s” (%(time)s); a rest is %(least)s minutes.") % words
            )
        if not same_day and gap < NIGHT:
            hours = {"visit": each.visit, "least": int(NIGHT.total_seconds() // 3600)}
            return Obstacle(_("Less than %(least)s hours of rest to “%(visit)s” on the next or last day.") % hours)
    return _long_day(candidate, need)


def gap_between(span: Span, need: Need) -> timedelta | None:
    """Return the time between a task and the nearest of the need's; None where they share a moment."""
    if any(span.overlaps(each) for each in need.spans):
        return None
    return min(max(each.starts_at - span.ends_at, span.starts_at - each.ends_at) for each in need.spans)


def _long_day(candidate: Candidate, need: Need) -> Obstacle | None:
    for day in dict.fromkeys(span.day for span in need.spans):
        wanted = sum(span.minutes for span in need.spans if span.day == day)
        held = sum(each.span.minutes for each in candidate.booked if each.span.day == day)
        if held and timedelta(minutes=wanted + held) > MOST_A_DAY:
            words = {"hours": hours_words(wanted + held), "most": int(MOST_A_DAY.total_seconds() // 3600)}
            return Obstacle(_("Would interpret %(hours)s hours that day; %(most)s are the most.") % words)
    return None


def hours_obstacle(candidate: Candidate, need: Need) -> Obstacle | None:
    """Set aside who would pass the hours of the year, with what was asked for and not answered."""
    total = candidate.minutes + candidate.open_minutes + need.minutes
    if total <= candidate.hours_a_year * 60:
        return None
    words = {"hours": hours_words(total), "most": candidate.hours_a_year}
    return Obstacle(_("Would come to %(hours)s hours this year; %(most)s are agreed.") % words)


RULES: Final[tuple[Callable[[Candidate, Need], Obstacle | None], ...]] = (
    language_obstacle,
    consent_obstacle,
    refused_obstacle,
    free_obstacle,
    double_obstacle,
    rest_obstacle,
    hours_obstacle,
)


def reasons(candidate: Candidate, need: Need, *, fewest: int) -> list[str]:
    """Return why somebody who fits is suggested, a sentence each."""
    level = LanguageLevel(candidate.languages[need.language]).label
    hours = {"hours": hours_words(candidate.minutes), "most": candidate.hours_a_year}
    few = _("%(hours)s of %(most)s hours this year, the fewest of those who fit.") % hours
    more = _("%(hours)s of %(most)s hours this year.") % hours
    return [
        _("%(language)s: %(level)s.") % {"language": language_name(need.language), "level": level},
        few if candidate.minutes == fewest else more,
        _("Said to be free then.") if said_free(candidate, need) else _("Has not said anything about that time."),
        _consent_words(candidate),
        _rest_words(candidate, need),
    ]


def _consent_words(candidate: Candidate) -> str:
    if candidate.consent_until is None:
        return _("The manager agreed without a last day.")
    return _("The manager agreed until %(day)s.") % {"day": day_words(candidate.consent_until)}


def _rest_words(candidate: Candidate, need: Need) -> str:
    days = {span.day for span in need.spans}
    same = sorted(each.span for each in candidate.booked if each.span.day in days)
    if not same:
        return _("No other task that day.")
    return _("Other tasks that day: %(times)s.") % {"times": ", ".join(each.words() for each in same)}


def hours_words(minutes: int) -> str:
    """Return minutes as hours: "12", "7.5"."""
    hours = f"{minutes / 60:.1f}"
    return hours.removesuffix(".0")


def day_words(day: date) -> str:
    """Return a day as readers of the active language write it."""
    return date_text(day, "en" if (get_language() or "ko").startswith("en") else "ko")
