"""Published half-year figures made again: what they counted then, what the same rule counts now, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gagyo.accounts.rules import reads_inside
from gagyo.common.rules import Actor
from gagyo.visits.models import FigureRelease, Visit
from gagyo.visits.queries.half_years import HalfQuestion, rows_of, totals
from gagyo.visits.rules.counting import Difference, PartyRow, differences, row_from_json, summary
from gagyo.visits.rules.halves import half_of


@dataclass(frozen=True)
class ReleaseToday:
    """
    A publication beside today's count by the same rule until the same day.

    again: the totals computed from the rows kept, which must be those published; now: from the rows of today
    differences: of the visits that the actor reads; hidden: how many rows of others differ
    is_whole: the actor reads all that the office counts; others' count of today lacks what they may not read
    """

    release: FigureRelease
    asked: HalfQuestion
    again: Mapping[str, int]
    now: Mapping[str, int]
    differences: Sequence[Difference]
    hidden: int
    is_whole: bool


def release_for(*, actor: Actor, release_id: int) -> FigureRelease:
    """
    Return a publication that the actor may read.

    :raises FigureRelease.DoesNotExist: if there is none
    """
    return FigureRelease.objects.for_user(actor).select_related("rule", "office", "made_by").get(pk=release_id)


def releases_of(*, actor: Actor, office_id: int | None) -> list[FigureRelease]:
    """Return the publications of an office, the latest first."""
    rows = FigureRelease.objects.for_user(actor).select_related("rule", "made_by").defer("rows")
    return list(rows.filter(office_id=office_id)) if office_id else list(rows[:20])


def release_today(*, actor: Actor, release: FigureRelease) -> ReleaseToday:
    """Make a publication again from its rows and from today's; a visit that the actor does not read stays unnamed."""
    asked = HalfQuestion(
        actor=actor, half=half_of(release.half), as_of=release.as_of, rule=release.rule, office=release.office_id
    )
    kept: list[PartyRow] = [row_from_json(row) for row in release.rows]
    cell = summary(kept)
    again = {name: int(cell[name]) for name in ("countries", "persons", "person_days", "visits")}
    found = differences(before=kept, after=rows_of(asked))
    is_whole = reads_inside(actor=actor, office_id=release.office_id)
    named = _visits_of(found) if is_whole else _visits_read(actor=actor, found=found)
    shown = [each for each in found if {row.visit_id for row in (each.before, each.after) if row} <= named]
    return ReleaseToday(release, asked, again, totals(asked), shown, len(found) - len(shown), is_whole)


def _visits_of(found: Sequence[Difference]) -> set[int]:
    return {row.visit_id for each in found for row in (each.before, each.after) if row}


def _visits_read(*, actor: Actor, found: Sequence[Difference]) -> set[int]:
    return set(Visit.objects.for_user(actor).filter(pk__in=_visits_of(found)).values_list("pk", flat=True))
