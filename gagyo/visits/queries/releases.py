"""Published half-year figures made again: what they counted then, what the same rule counts now, row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gagyo.accounts.rules import reads_inside
from gagyo.common.rules import Actor
from gagyo.registry.models import Country
from gagyo.visits.models import FigureRelease, Visit, VisitRule
from gagyo.visits.queries.fallen_out import reasons_of
from gagyo.visits.queries.half_years import HalfQuestion, rows_of, totals
from gagyo.visits.rules.counting import Difference, PartyRow, differences, row_from_json, summary
from gagyo.visits.rules.halves import half_of


@dataclass(frozen=True)
class ReleaseToday:
    """
    A publication beside today's count until the same day, by its own rule or another.

    again: the totals computed from the rows kept, which must be those published; now: from the rows of today
    differences: of the visits that the actor reads; hidden: how many rows of others differ
    reasons: why a row counts no more, by the party's id
    """

    release: FigureRelease
    asked: HalfQuestion
    again: Mapping[str, int]
    now: Mapping[str, int]
    differences: Sequence[Difference]
    hidden: int
    reasons: Mapping[int, str]


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


def release_today(*, actor: Actor, release: FigureRelease, rule: VisitRule | None = None) -> ReleaseToday:
    """
    Make a publication again from its rows and from today's; a visit that the actor does not read stays unnamed.

    rule: by which today's rows are counted, where not by the publication's own
    """
    asked = HalfQuestion(
        actor=actor,
        half=half_of(release.half),
        as_of=release.as_of,
        rule=rule or release.rule,
        office=release.office_id,
    )
    kept: list[PartyRow] = [row_from_json(row) for row in release.rows]
    cell = summary(kept)
    again = {name: int(cell[name]) for name in ("countries", "persons", "person_days", "visits")}
    found = differences(before=kept, after=rows_of(asked))
    reads_all = reads_inside(actor=actor, office_id=release.office_id)
    named = _visits_of(found) if reads_all else _visits_read(actor=actor, found=found)
    shown = [each for each in found if {row.visit_id for row in (each.before, each.after) if row} <= named]
    return ReleaseToday(
        release,
        asked,
        again,
        totals(asked),
        shown,
        hidden=len(found) - len(shown),
        reasons=reasons_of(asked, [each.row for each in shown if each.after is None]),
    )


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of countries by code, in the active language."""
    return {country.code: country.name for country in Country.objects.filter(code__in=set(codes))}


def _visits_of(found: Sequence[Difference]) -> set[int]:
    return {row.visit_id for each in found for row in (each.before, each.after) if row}


def _visits_read(*, actor: Actor, found: Sequence[Difference]) -> set[int]:
    return set(Visit.objects.for_user(actor).filter(pk__in=_visits_of(found)).values_list("pk", flat=True))
