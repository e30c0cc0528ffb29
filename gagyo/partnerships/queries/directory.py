"""The lines of the directory: ties with their parties as they were called on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from gagyo.common.models.bases import in_language
from gagyo.partnerships.choices import DatePrecision, ExchangeField, TieKind, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.registry.models import BodyName

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party with its place and country; names are (Korean, English)."""

    body_id: int
    names: Names
    country_id: str
    country_names: Names
    place_id: int | None
    place_names: Names
    above: Names = ("", "")

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return in_language(ko=self.names[0], en=self.names[1])

    @property
    def full_name(self) -> str:
        """Its name with the one above it: six cities have a 중구, so the district alone says little."""
        if self.country_id != HOME or not self.above[0]:
            return self.name
        return in_language(ko=f"{self.above[0]} {self.names[0]}", en=f"{self.names[1]}, {self.above[1]}")

    @property
    def country(self) -> str:
        """Its country in the active language."""
        return in_language(ko=self.country_names[0], en=self.country_names[1])


@dataclass(frozen=True, slots=True)
class TieLine:
    """One tie as a line of the directory; home and partners together are its parties."""

    id: int
    kind: str
    local_kinds: Names
    state: str
    signed_on: date | None
    signed_precision: str
    ended_on: date | None
    is_domestic: bool
    is_sample: bool
    source: str
    source_url: str
    home: tuple[PartyLine, ...]
    partners: tuple[PartyLine, ...]
    fields: tuple[str, ...]

    @property
    def kind_name(self) -> str:
        """The kind as the ordinance calls it, or the standard word."""
        return in_language(ko=self.local_kinds[0], en=self.local_kinds[1]) or str(TieKind(self.kind).label)

    @property
    def state_name(self) -> str:
        """The state in words."""
        return str(TieState(self.state).label)

    @property
    def field_names(self) -> str:
        """The fields in words."""
        return ", ".join(str(ExchangeField(each).label) for each in self.fields)

    @property
    def signed(self) -> str | None:
        """What is known of the signing date, in ISO form: "1996", "1996-05" or "1996-05-03"."""
        return partial_iso(self.signed_on, self.signed_precision)


def partial_iso(day: date | None, precision: str) -> str | None:
    """Return what is known of a date, in ISO form."""
    if day is None:
        return None
    if precision == DatePrecision.YEAR:
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if precision == DatePrecision.MONTH else day.isoformat()


SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "signed": ("signed_on",),
    "kind": ("kind", "signed_on"),
    "state": ("state_then", "signed_on"),
    "home": ("home_name",),
    "partner": ("partner_name",),
    "country": ("partner_country", "partner_name"),
}
TIE_COLUMNS: Final = (
    *("id", "kind", "local_kind_ko", "local_kind_en", "state_then", "signed_on", "signed_precision", "ended_on"),
    *("is_domestic", "is_sample", "source", "source_url"),
)
PARTY_COLUMNS: Final = (
    *("tie_id", "body_id", "body__name_ko", "body__name_en", "body__country_id", "body__country__name_ko"),
    *("body__country__name_en", "body__place_id", "body__place__name_ko", "body__place__name_en"),
    *("body__parent__name_ko", "body__parent__name_en"),
)


def in_order(ties: QuerySet[Tie], *, sort: str, language: str) -> QuerySet[Tie]:
    """
    Return the ties in the order asked for, the latest signed first where nothing is.

    sort: a key of SORTS, "-" before it turns it round; anything else is nothing asked for
    """
    down, name = sort.startswith("-"), sort.removeprefix("-")
    columns = SORTS.get(name)
    if columns is None:
        return ties.order_by(F("signed_on").desc(nulls_last=True), "-id")
    named = "name_en" if language == "en" else "name_ko"
    parties = TieParty.objects.filter(tie=OuterRef("pk")).order_by("order", "id")
    partners = parties.filter(~Q(body__country=HOME) | Q(tie__is_domestic=True, order__gt=0))
    firsts = {
        "home_name": Subquery(parties.filter(body__country=HOME).values(f"body__{named}")[:1]),
        "partner_name": Subquery(partners.values(f"body__{named}")[:1]),
        "partner_country": Subquery(partners.values(f"body__country__{named}")[:1]),
    }
    ties = ties.annotate(**{key: value for key, value in firsts.items() if key in columns})
    ordered = [F(each).desc(nulls_last=True) if down else F(each).asc(nulls_last=True) for each in columns]
    return ties.order_by(*ordered, "id")


def lines(ties: QuerySet[Tie], *, day: date, today: date) -> list[TieLine]:
    """
    Return the ties as lines, in their order; three queries, and one for the names of an earlier day.

    ties: from ties_for(), ordered and perhaps sliced
    """
    rows = list(ties.values_list(*TIE_COLUMNS))
    ids = [row[0] for row in rows]
    # Within a slice its ids; a whole directory by its own condition, which no database limits in length.
    chosen = Q(tie__in=ids) if len(ids) <= 1000 else Q(tie__in=ties.order_by().values("pk"))
    parties = parties_by_tie(chosen, day=day, today=today)
    covered: dict[int, list[str]] = defaultdict(list)
    for tie_id, name in TieField.objects.filter(chosen).order_by("id").values_list("tie_id", "field"):
        covered[tie_id].append(name)
    return [_line(row, parties.get(row[0], []), tuple(covered.get(row[0], ()))) for row in rows]


def _line(row: tuple[Any, ...], parties: list[PartyLine], covered: tuple[str, ...]) -> TieLine:
    tie_id, kind, local_ko, local_en, state, signed, precision, ended, domestic, sample, source, url = row
    home, partners = sides(parties, is_domestic=domestic)
    local = (local_ko, local_en)
    return TieLine(
        tie_id, kind, local, state, signed, precision, ended, domestic, sample, source, url, home, partners, covered
    )


def parties_by_tie(chosen: Q, *, day: date, today: date) -> dict[int, list[PartyLine]]:
    """Return the parties of each tie in their order, named as on the day."""
    rows = list(TieParty.objects.filter(chosen).order_by("order", "id").values_list(*PARTY_COLUMNS))
    names = names_on({row[1] for row in rows}, day=day) if day < today else {}
    known: dict[int, PartyLine] = {}
    found: dict[int, list[PartyLine]] = defaultdict(list)
    for tie_id, body, ko, en, country, country_ko, country_en, place, place_ko, place_en, *above in rows:
        line = known.get(body)
        if line is None:
            places, parents = (place_ko or "", place_en or ""), (above[0] or "", above[1] or "")
            line = PartyLine(body, (ko, en), country, (country_ko, country_en), place, places, parents)
            line = known[body] = replace(line, names=names[body]) if body in names else line
        found[tie_id].append(line)
    return found


def sides(parties: list[PartyLine], *, is_domestic: bool) -> tuple[tuple[PartyLine, ...], tuple[PartyLine, ...]]:
    """Return the Korean parties and their partners; of a domestic tie the first party and the others."""
    if is_domestic:
        return tuple(parties[:1]), tuple(parties[1:])
    return (
        tuple(each for each in parties if each.country_id == HOME),
        tuple(each for each in parties if each.country_id != HOME),
    )


def names_on(bodies: Iterable[int], *, day: date) -> dict[int, Names]:
    """Return what bodies were called on a day, where that is recorded apart from their present name."""
    held = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = BodyName.objects.filter(held, body__in=list(bodies)).order_by(F("starts_on").asc(nulls_first=True))
    return {body: (ko, en) for body, ko, en in rows.values_list("body_id", "name_ko", "name_en")}
