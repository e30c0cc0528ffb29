"""Rows for tests: plain typed functions with fixed dates."""

from collections.abc import Sequence
from datetime import date

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.partnerships.choices import DatePrecision, ProjectKind, ProjectState, TieKind, TieState
from gagyo.partnerships.models import ExchangeProject, Tie, TieParty
from gagyo.registry.models import Body


def make_tie(
    *,
    parties: Sequence[Body],
    office: Office | None = None,
    kind: str = TieKind.SISTER,
    signed_on: date | None = date(1996, 5, 3),
    visibility: str = Visibility.PUBLIC,
    state: str = TieState.SIGNED,
    **values: object,
) -> Tie:
    """Make a tie between bodies."""
    values.setdefault("signed_precision", DatePrecision.DAY if signed_on else DatePrecision.UNKNOWN)
    tie = Tie.objects.create(
        office=office, kind=kind, signed_on=signed_on, visibility=visibility, state=state, **values
    )
    TieParty.objects.bulk_create([TieParty(tie=tie, body=body, order=n) for n, body in enumerate(parties)])
    return tie


def make_project(
    *,
    lead: Body,
    tie: Tie | None = None,
    office: Office | None = None,
    name_ko: str = "청소년 교류",
    starts_on: date = date(2025, 7, 1),
    ends_on: date = date(2025, 7, 5),
    visibility: str = Visibility.PUBLIC,
    state: str = ProjectState.DONE,
    **values: object,
) -> ExchangeProject:
    """Make an exchange project."""
    values.setdefault("kind", ProjectKind.YOUTH)
    return ExchangeProject.objects.create(
        lead=lead,
        tie=tie,
        office=office,
        name_ko=name_ko,
        starts_on=starts_on,
        ends_on=ends_on,
        visibility=visibility,
        state=state,
        **values,
    )
