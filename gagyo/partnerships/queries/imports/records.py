"""What is there already: bodies, countries, ties and projects, as plain values that rows are compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Q

from gagyo.accounts.choices import Role
from gagyo.accounts.models.owned import readable
from gagyo.common.models import TranslatedText
from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.kernels.documents.sheet import clean
from gagyo.kernels.text.folding import fold
from gagyo.partnerships.models import ConsentRule, ExchangeProject, ProjectPartner, Tie, TieField, TieParty
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.partnerships.rules.dates import PartialDate
from gagyo.partnerships.rules.imports.matching import BodyFact
from gagyo.partnerships.rules.imports.plans import Existing
from gagyo.partnerships.rules.imports.signatories import facts_of
from gagyo.partnerships.rules.imports.words import Countries
from gagyo.partnerships.rules.results import state_on
from gagyo.partnerships.rules.values import PartyValues
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, BodyName, Country, PlaceName

# SQLite takes so many values in one statement and no more.
CHUNK: Final = 900
NEVER_TIED: Final = (BodyKind.MISSION_IN_KOREA, BodyKind.MISSION_ABROAD, BodyKind.MINISTRY)
TIE_COLUMNS: Final = (
    *("kind", "local_kind_ko", "local_kind_en", "state", "planned_year", "signed_online", "council_consent"),
    *("source", "source_url", "visibility"),
)
PROJECT_COLUMNS: Final = (
    *("name_ko", "name_en", "kind", "state", "persons_out", "persons_in", "budget_krw", "tie_id", "visibility"),
)


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in pieces that every database takes."""
    listed = sorted(set(ids))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def countries() -> Countries:
    """Return the countries by their names."""
    return Countries(Country.objects.values_list("code", "code3", "name_ko", "name_en"))


def bodies() -> dict[int, BodyFact]:
    """Return all bodies that can be party to a tie, with every name by which they are known."""
    rows = Body.objects.filter(archived_at=None, merged_into=None).exclude(kind__in=NEVER_TIED)
    columns = ("id", "name_ko", "name_en", "name_local", "country_id", "kind", "code", "works_as", "place_id")
    others = _other_names()
    above = {pk: (ko, en) for pk, ko, en in Body.objects.values_list("id", "name_ko", "name_en")}
    found = {}
    for *values, parent in rows.values_list(*columns, "parent_id"):
        body_id, ko, en, local, country, kind, code, office, place = values
        own = tuple(dict.fromkeys(filter(None, (ko, en, local))))
        found[body_id] = BodyFact(
            id=body_id,
            names=own,
            other_names=tuple(name for name in others.get(body_id, ()) if name not in own),
            parent_names=tuple(filter(None, above.get(parent, ()))),
            country=country,
            kind=kind,
            code=code or "",
            office_id=office,
            place_id=place,
        )
    return found


def _other_names() -> dict[int, dict[str, None]]:
    """Return former names of bodies and all names of their places."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for body, ko, en in BodyName.objects.values_list("body_id", "name_ko", "name_en"):
        found[body].update(dict.fromkeys(filter(None, (ko, en))))
    # A basic local government shares its seat's place with its province, whose names are not its own.
    seats = Body.objects.filter(kind=BodyKind.FOREIGN_GOVERNMENT, place__isnull=False, archived_at=None)
    places = dict(seats.values_list("id", "place_id"))
    names: dict[int, list[str]] = defaultdict(list)
    for piece in chunks(places.values()):
        for place, text in PlaceName.objects.filter(place__in=piece).values_list("place_id", "text"):
            names[place].append(text)
    for body, place in places.items():
        if place is not None:
            found[body].update(dict.fromkeys(names[place]))
    return found


def may_import_everything(actor: Actor) -> bool:
    """Tell whether the actor imports for every office: the operator, or a command."""
    return actor.is_system or actor.role == Role.OPERATOR


def seen_by(actor: Actor, *, office_id: int) -> Q:
    """Return the condition for the records that an import may name: what the actor reads, and the office's own."""
    return Q() if may_import_everything(actor) else readable(actor) | Q(office_id=office_id)


def existing_ties(
    *, actor: Actor, office_id: int, parties: Collection[int], ids: Collection[int]
) -> Iterator[Existing]:
    """Yield the ties of these bodies and with these numbers."""
    seen = Tie.objects.past_access(because="seen_by is the condition").filter(
        seen_by(actor, office_id=office_id), archived_at=None
    )
    wanted = {pk for piece in chunks(ids) for pk in seen.filter(pk__in=piece).values_list("pk", flat=True)}
    for piece in chunks(parties):
        wanted |= set(seen.filter(parties__body__in=piece).values_list("pk", flat=True))
    for piece in chunks(wanted):
        yield from _ties(piece)


PARTY_COLUMNS: Final = (
    *("tie_id", "body_id", "body__name_ko", "body__name_en", "body__country_id", "signatory", "signatory_title"),
)


def _ties(ids: list[int]) -> Iterator[Existing]:
    parties: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for tie_id, *party in (
        TieParty.objects.filter(tie__in=ids).order_by("order", "id").values_list(*PARTY_COLUMNS).iterator()
    ):
        parties[tie_id].append(tuple(party))
    fields: dict[int, list[str]] = defaultdict(list)
    for tie_id, name in TieField.objects.filter(tie__in=ids).values_list("tie_id", "field"):
        fields[tie_id].append(name)
    rows = Tie.objects.past_access(because="ids already read").filter(pk__in=ids).order_by("pk")
    for tie in rows.select_related("office", "signed_at"):
        held = parties[tie.pk]
        sides = _sides(held, is_domestic=tie.is_domestic)
        facts = {name: getattr(tie, name) for name in TIE_COLUMNS} | {
            "signed": PartialDate(tie.signed_on, tie.signed_precision).iso,
            "ended_on": _iso(tie.ended_on),
            "signed_at": tie.signed_at_id,
            "council_consent_on": _iso(tie.council_consent_on),
            "summary": as_read(str(tie.summary)),
            "fields": sorted(fields[tie.pk]),
            **facts_of(*([PartyValues(each[0], *each[4:]) for each in side] for side in sides)),
        }
        yield Existing(
            id=tie.pk,
            version=tie.version,
            office_id=tie.office_id,
            owner=str(tie.office) if tie.office else "–",
            name=" – ".join(in_language(ko=each[1], en=each[2]) for each in held),
            parties=tuple(each[0] for each in held),
            sides=(tuple(each[0] for each in sides[0]), tuple(each[0] for each in sides[1])),
            facts=facts,
            also={"summary": _translations(tie.summary)},
            place_names=frozenset(map(fold, filter(None, (tie.signed_at.name_ko, tie.signed_at.name_en))))
            if tie.signed_at
            else frozenset(),
        )


def _sides(parties: list[tuple[Any, ...]], *, is_domestic: bool) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the parties of the own side and the partners, as the directory parts them."""
    if is_domestic:
        return parties[:1], parties[1:]
    return [each for each in parties if each[3] == HOME], [each for each in parties if each[3] != HOME]


def existing_projects(
    *, actor: Actor, office_id: int, parties: Collection[int], ids: Collection[int], today: date
) -> Iterator[Existing]:
    """Yield the projects that these bodies lead and those with these numbers."""
    seen = ExchangeProject.objects.past_access(because="seen_by is the condition").filter(
        seen_by(actor, office_id=office_id), archived_at=None
    )
    wanted = {pk for piece in chunks(ids) for pk in seen.filter(pk__in=piece).values_list("pk", flat=True)}
    for piece in chunks(parties):
        wanted |= set(seen.filter(lead__in=piece).values_list("pk", flat=True))
    for piece in chunks(wanted):
        yield from _projects(piece, today)


def _projects(ids: list[int], today: date) -> Iterator[Existing]:
    partners: dict[int, list[int]] = defaultdict(list)
    for project_id, body in (
        ProjectPartner.objects.filter(project__in=ids).order_by("id").values_list("project_id", "body_id")
    ):
        partners[project_id].append(body)
    for project in (
        ExchangeProject.objects.past_access(because="ids already read")
        .filter(pk__in=ids)
        .select_related("office")
        .order_by("pk")
    ):
        facts = {name: getattr(project, name) for name in PROJECT_COLUMNS} | {
            "starts_on": project.starts_on.isoformat(),
            "ends_on": project.ends_on.isoformat(),
            "country": project.country_id,
            "outcome": as_read(str(project.outcome)),
            "outcome_on": _iso(project.outcome_on),
        }
        now_is = state_on(state=project.state, starts_on=project.starts_on, ends_on=project.ends_on, today=today)
        also = {"outcome": _translations(project.outcome), "state": frozenset({now_is.value})}
        lead, held = (project.lead_id,), tuple(partners[project.pk])
        yield Existing(
            id=project.pk,
            version=project.version,
            office_id=project.office_id,
            owner=str(project.office) if project.office else "–",
            name=project.name,
            parties=(*lead, *held),
            sides=(lead, held),
            facts=facts,
            also=also,
        )


def as_read(words: str) -> str:
    """Return a text as it comes back from a file: one kind of line break, nothing round it."""
    return clean(words).strip()


def _translations(text: TranslatedText) -> frozenset[str]:
    return frozenset(as_read(words) for words, _state in text.translations.values())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def ties_seen(*, actor: Actor, office_id: int, ids: Collection[int]) -> frozenset[int]:
    """Return which of these numbers are ties that a project may hang on."""
    seen = Tie.objects.past_access(because="seen_by is the condition").filter(
        seen_by(actor, office_id=office_id), archived_at=None
    )
    return frozenset(pk for piece in chunks(ids) for pk in seen.filter(pk__in=piece).values_list("pk", flat=True))


def local_kinds() -> dict[str, str]:
    """Return the kinds by the names that ordinances give them, where a name means one kind only."""
    found: dict[str, set[str]] = defaultdict(set)
    for rows in (ConsentRule.objects, Tie.objects.past_access(because="only the names of kinds")):
        ko, en = (
            ("local_name_ko", "local_name_en") if rows is ConsentRule.objects else ("local_kind_ko", "local_kind_en")
        )
        for kind, *names in rows.order_by().values_list("kind", ko, en).distinct():
            for name in filter(None, names):
                found[fold(name)].add(kind)
    return {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}
