"""Training courses and the working council: what is entered, how a course moves, who is a member on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText
from gagyo.visits.choices import CourseStage

MOVES: Mapping[CourseStage, tuple[CourseStage, ...]] = {
    CourseStage.FOUND: (CourseStage.PROPOSED, CourseStage.LOST),
    CourseStage.PROPOSED: (CourseStage.WON, CourseStage.LOST, CourseStage.FOUND),
    CourseStage.WON: (CourseStage.RUNNING, CourseStage.LOST, CourseStage.PROPOSED),
    CourseStage.RUNNING: (CourseStage.EVALUATED, CourseStage.WON),
    CourseStage.EVALUATED: (CourseStage.RUNNING,),
    CourseStage.LOST: (CourseStage.FOUND, CourseStage.PROPOSED),
}
ORDER = tuple(MOVES)


class UnableToSaveCourse(Exception):
    """What was entered makes no course, membership or meeting; the sentence says what to change."""


class UnableToMoveCourse(Exception):
    """The course may not move so; the sentence says why and what to do."""


@dataclass(frozen=True)
class CourseValues:
    """A course as its form gives it; stage and stage_on only count when it is entered."""

    name_ko: str
    institution_id: int
    stage_on: date
    name_en: str = ""
    target: str = ""
    stage: str = CourseStage.FOUND.value
    starts_on: date | None = None
    ends_on: date | None = None
    evaluation: TranslatedText = field(default_factory=TranslatedText)
    visibility: str = Visibility.OFFICE.value


@dataclass(frozen=True)
class CouncilValues:
    """A working council as its form gives it."""

    name_ko: str
    name_en: str = ""
    visibility: str = Visibility.OFFICE.value


@dataclass(frozen=True)
class MeetingValues:
    """A meeting of a council."""

    held_on: date
    place: str = ""
    agenda: TranslatedText = field(default_factory=TranslatedText)
    result: TranslatedText = field(default_factory=TranslatedText)


def next_stages(stage: str) -> tuple[CourseStage, ...]:
    """Return where a course may move from a stage, the usual way first."""
    return MOVES[CourseStage(stage)]


def needs_reason(*, stage: str, wanted: str) -> bool:
    """Tell whether the next officer would ask why: a loss, and every way back."""
    now, then = CourseStage(stage), CourseStage(wanted)
    return CourseStage.LOST in {now, then} or ORDER.index(then) < ORDER.index(now)


def check_course(values: CourseValues) -> None:
    """
    Refuse a course without a name or with days that cannot be.

    :raises UnableToSaveCourse: with the sentence for the officer
    """
    if not values.name_ko.strip():
        raise UnableToSaveCourse(_("Give the course a name, such as “Digital government course for ASEAN”."))
    if values.starts_on and values.ends_on and values.ends_on < values.starts_on:
        raise UnableToSaveCourse(_("The course ends before it begins. Check both days."))


def check_stage(*, name: str, stage: str, wanted: str, since: date, on: date, reason: str, today: date) -> None:
    """
    Refuse a move that a course does not have, or whose day or reason is missing or impossible.

    since: the day on which it came into its present stage
    :raises UnableToMoveCourse: with the sentence for the officer
    """
    now_is, then = CourseStage(stage), CourseStage(wanted)
    if then not in MOVES[now_is]:
        allowed = ", ".join(str(each.label) for each in MOVES[now_is])
        raise UnableToMoveCourse(
            _("“%(name)s” is “%(now)s” and cannot become “%(wanted)s”. It can become: %(allowed)s.")
            % {"name": name, "now": now_is.label, "wanted": then.label, "allowed": allowed}
        )
    if not since <= on <= today:
        raise UnableToMoveCourse(
            _("The day must lie between %(first)s, when it became “%(now)s”, and today.")
            % {"first": since.isoformat(), "now": now_is.label}
        )
    if needs_reason(stage=stage, wanted=wanted) and not reason.strip():
        raise UnableToMoveCourse(_("Give the reason, so that the next officer understands it."))


def holds(*, starts_on: date, ends_on: date | None, day: date) -> bool:
    """Tell whether a membership holds on a day; its last day counts."""
    return starts_on <= day and (ends_on is None or ends_on >= day)


def check_membership(
    *, name: str, starts_on: date, ends_on: date | None, others: list[tuple[date, date | None]]
) -> None:
    """
    Refuse a membership that ends before it begins, or overlaps another one of the same institution.

    :raises UnableToSaveCourse: with the sentence for the officer
    """
    if ends_on and ends_on < starts_on:
        raise UnableToSaveCourse(
            _("The membership of %(name)s ends before it begins. Check both days.") % {"name": name}
        )
    for begins, ends in others:
        if (ends is None or starts_on <= ends) and (ends_on is None or begins <= ends_on):
            raise UnableToSaveCourse(
                _("%(name)s is a member from %(first)s already. End that membership first, or choose a later day.")
                % {"name": name, "first": begins.isoformat()}
            )
