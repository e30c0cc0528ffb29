"""What a round is, how it moves, and the days it begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText
from gagyo.meetings.choices import BlockKind, MeetingForm, RoundState, Sees, WishMode
from gagyo.meetings.rules.times import Block, slots_of

MOST_DAYS = 14
# Hours with which each day of a new round begins; they are changed on its page.
FIRST_HOURS = ((time(10), time(12)), (time(14), time(17)))
MOVES: Mapping[RoundState, tuple[RoundState, ...]] = {
    RoundState.DRAFT: (RoundState.WISHING, RoundState.CANCELLED),
    RoundState.WISHING: (RoundState.SCHEDULING, RoundState.DRAFT, RoundState.CANCELLED),
    RoundState.SCHEDULING: (RoundState.WISHING, RoundState.CANCELLED),
    RoundState.PUBLISHED: (RoundState.RUNNING, RoundState.SCHEDULING, RoundState.CANCELLED),
    RoundState.RUNNING: (RoundState.DONE, RoundState.CANCELLED),
    RoundState.DONE: (RoundState.RUNNING,),
    RoundState.CANCELLED: (RoundState.DRAFT,),
}
BACKWARDS = frozenset(
    {
        (RoundState.WISHING, RoundState.DRAFT),
        (RoundState.SCHEDULING, RoundState.WISHING),
        (RoundState.PUBLISHED, RoundState.SCHEDULING),
        (RoundState.DONE, RoundState.RUNNING),
        (RoundState.CANCELLED, RoundState.DRAFT),
    }
)


class UnableToSaveRound(Exception):
    """What was entered for a round cannot be; the sentence says what and what to do."""


class UnableToMoveRound(Exception):
    """The round may not move so; the sentence says why and what to do."""


class ReasonMissingError(UnableToMoveRound):
    """The move is possible, but nobody has said why."""


@dataclass(frozen=True)
class RoundValues:
    """What the form of a round holds."""

    name_ko: str
    starts_on: date
    ends_on: date
    name_en: str = ""
    number: int | None = None
    about: TranslatedText = field(default_factory=TranslatedText)
    previous_id: int | None = None
    venue_ko: str = ""
    venue_en: str = ""
    form: str = MeetingForm.ON_SITE.value
    online_link: str = ""
    languages: str = "ko en"
    slot_minutes: int = 30
    changeover_minutes: int = 0
    wish_mode: str = WishMode.ORGANISER.value
    sees: str = Sees.OTHER_SIDE.value
    wishes_at_most: int = 12
    meetings_at_most: int | None = None
    breaks_differ_by: int | None = 2
    rest_after: int = 4
    wishes_open_at: datetime | None = None
    wishes_close_at: datetime | None = None
    answers_close_at: datetime | None = None
    contact_id: int | None = None
    visibility: str = Visibility.SHARED.value


def check_round(values: RoundValues) -> None:
    """
    Refuse a round that cannot be held.

    :raises UnableToSaveRound: saying what and what to do
    """
    if values.ends_on < values.starts_on:
        raise UnableToSaveRound(_("The round ends before it begins. Change one of the two days."))
    if (values.ends_on - values.starts_on).days >= MOST_DAYS:
        raise UnableToSaveRound(
            _("A round lasts %(most)d days at most. Enter a later part as a round of its own.") % {"most": MOST_DAYS}
        )
    if not 10 <= values.slot_minutes <= 60:
        raise UnableToSaveRound(_("A meeting lasts 10 to 60 minutes."))
    if values.form != MeetingForm.ON_SITE and not values.online_link:
        raise UnableToSaveRound(_("Some meet online: enter the link under which they do."))
    moments = [values.wishes_open_at, values.wishes_close_at, values.answers_close_at]
    known = [each for each in moments if each is not None]
    if known != sorted(known):
        raise UnableToSaveRound(_("Wishes open first, then they close, then answers close. Change these times."))


def first_blocks(*, starts_on: date, ends_on: date, zone: tzinfo) -> list[Block]:
    """Return the parts of each day with which a new round begins: meetings, with a break at noon."""
    found: list[Block] = []
    for number in range((ends_on - starts_on).days + 1):
        day = starts_on + timedelta(days=number)
        hours = [(datetime.combine(day, begin, zone), datetime.combine(day, end, zone)) for begin, end in FIRST_HOURS]
        (first_from, first_until), (then_from, then_until) = hours
        found += [
            Block(BlockKind.MEETINGS, first_from, first_until),
            Block(BlockKind.BREAK, first_until, then_from),
            Block(BlockKind.MEETINGS, then_from, then_until),
        ]
    return found


def days_to_move(
    blocks: Sequence[Block], *, was: date, starts_on: date, ends_on: date, zone: tzinfo
) -> timedelta | None:
    """
    Return by how much the parts of days move with a round; None where they stay.

    They stay where they all lie within its new days, or would not if they moved: then they do not fit at all.
    was: its first day before
    """
    days = {block.starts_at.astimezone(zone).date() for block in blocks}
    shift = starts_on - was
    if all(starts_on <= day <= ends_on for day in days) or any(day + shift > ends_on for day in days):
        return None
    return shift


def check_blocks(blocks: Sequence[Block], *, starts_on: date, ends_on: date, slot_minutes: int, zone: tzinfo) -> None:
    """
    Refuse parts of days that overlap, lie outside of the round, or hold no meeting.

    :raises UnableToSaveRound: naming the part
    """
    ordered = sorted(blocks, key=lambda block: block.starts_at)
    for block in ordered:
        begins, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
        words = {"day": f"{begins:%Y-%m-%d}", "from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}"}
        if ends <= begins:
            raise UnableToSaveRound(_("%(day)s, %(from)s to %(until)s: this part ends before it begins.") % words)
        if not starts_on <= begins.date() <= ends_on:
            raise UnableToSaveRound(
                _("%(day)s is not a day of this round. Change the day, or the days of the round.") % words
            )
        if block.kind == BlockKind.MEETINGS and not slots_of([block], slot_minutes=slot_minutes):
            raise UnableToSaveRound(
                _("%(day)s, %(from)s to %(until)s: no meeting of %(minutes)d minutes fits. Make it longer.")
                % {**words, "minutes": slot_minutes}
            )
    for one, then in pairwise(ordered):
        if then.starts_at < one.ends_at:
            begins = then.starts_at.astimezone(zone)
            raise UnableToSaveRound(
                _("Two parts overlap on %(day)s at %(from)s. Change one of them.")
                % {"day": f"{begins:%Y-%m-%d}", "from": f"{begins:%H:%M}"}
            )


@dataclass(frozen=True)
class Readiness:
    """What a round has so far."""

    sides: int
    slots: int
    tables: int
    participants: int
    is_published: bool = False


def next_states(state: str) -> tuple[RoundState, ...]:
    """Return where a round may move from a state, the usual way first."""
    return MOVES[RoundState(state)]


def needs_reason(*, state: str, wanted: str) -> bool:
    """Tell whether the next officer would ask why."""
    return RoundState(wanted) == RoundState.CANCELLED or (RoundState(state), RoundState(wanted)) in BACKWARDS


def check_move(*, name: str, state: str, wanted: str, reason: str, ready: Readiness) -> None:
    """
    Refuse a move that the round does not have, or for which something is missing.

    :raises UnableToMoveRound: with the sentence for the organiser
    """
    now_is, then = RoundState(state), RoundState(wanted)
    if then not in MOVES[now_is]:
        allowed = ", ".join(str(each.label) for each in MOVES[now_is])
        raise UnableToMoveRound(
            _("The round “%(name)s” is “%(now)s” and cannot become “%(wanted)s”. It can become: %(allowed)s.")
            % {"name": name, "now": now_is.label, "wanted": then.label, "allowed": allowed}
        )
    if needs_reason(state=state, wanted=wanted) and not reason.strip():
        raise ReasonMissingError(_("Give the reason, so that the next officer understands it."))
    if then == RoundState.WISHING and not ready.slots:
        raise UnableToMoveRound(_("There is no time for a meeting yet. Enter the hours of its days first."))
    if then == RoundState.WISHING and ready.participants < 2:
        raise UnableToMoveRound(_("Enter at least two participants before wishes are taken."))


def tables_wanted(*, meetings: int, slots: int) -> int:
    """
    Return how many tables a number of meetings asks for: meetings by slots, and 15 % more.

    Source: the rule of thumb of matchmaking tools, meetings / slots + 10 to 20 %.
    """
    return -(-meetings * 115 // (slots * 100)) if slots else 0
