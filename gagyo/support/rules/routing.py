"""Who should answer a request: proposed from country, field and province, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.support.choices import Because


@dataclass(frozen=True)
class MissionFact:
    """
    A mission abroad that is responsible for the request's country.

    seat: code of the country in which it stands; place_id: of its city; office_id: None where it does not work here
    """

    body_id: int
    name: str
    seat: str
    office_id: int | None
    place_id: int | None = None


@dataclass(frozen=True)
class OfficeFact:
    """An office that could answer; person_id: of the ambassador in it."""

    office_id: int
    name: str
    body_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Proposal:
    """
    One office that should answer, and why.

    office_id: None for a mission that does not work here; it is shown, and somebody else asks it
    """

    because: Because
    name: str
    office_id: int | None
    body_id: int | None = None
    owner_id: int | None = None


def propose_legs(
    *,
    country: str | None,
    place_id: int | None,
    missions: Sequence[MissionFact],
    bureaus: Sequence[OfficeFact],
    ambassador: OfficeFact | None,
    held: Sequence[int] = (),
) -> list[Proposal]:
    """
    Return who should answer, each office once: missions there, missions that also cover it, the bureau, the ambassador.

    A mission in the very city comes first among those in the country. held: offices that have an open leg already
    """
    there = [each for each in missions if each.seat == country]
    there.sort(key=lambda each: (place_id is None or each.place_id != place_id, each.name))
    others = sorted((each for each in missions if each.seat != country), key=lambda each: each.name)
    found = [Proposal(Because.COUNTRY, each.name, each.office_id, each.body_id) for each in there]
    found += [Proposal(Because.COVERS, each.name, each.office_id, each.body_id) for each in others]
    found += [Proposal(Because.FIELD, each.name, each.office_id, each.body_id) for each in bureaus]
    if ambassador is not None:
        found.append(
            Proposal(Because.PROVINCE, ambassador.name, ambassador.office_id, ambassador.body_id, ambassador.person_id)
        )
    seen: set[int] = set(held)
    kept = []
    for each in found:
        if each.office_id is None:
            kept.append(each)
        elif each.office_id not in seen:
            seen.add(each.office_id)
            kept.append(each)
    return kept
