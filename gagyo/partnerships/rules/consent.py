"""Whether the local council must agree to a tie, by what each local government's ordinance says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gagyo.partnerships.choices import CouncilConsent, TieKind, TieState

# The usual ordinance: a sister tie goes before the council, friendship and MOU do not.
USUALLY_REQUIRED = frozenset({TieKind.SISTER.value})
SETTLED = frozenset({CouncilConsent.GIVEN.value, CouncilConsent.NOT_REQUIRED.value})


@dataclass(frozen=True)
class Ordinance:
    """What one local government's rule says of one kind; starts_on None: since ever."""

    body_id: int
    kind: str
    requires_consent: bool
    starts_on: date | None = None
    local_name_ko: str = ""
    local_name_en: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Government:
    """A Korean local government that is party to a tie."""

    id: int
    name: str


def ordinance_on(*, ordinances: Iterable[Ordinance], body_id: int, kind: str, on: date) -> Ordinance | None:
    """Return the rule in force on a day: the one that began last."""
    held = [
        each
        for each in ordinances
        if each.body_id == body_id and each.kind == kind and (each.starts_on is None or each.starts_on <= on)
    ]
    return max(held, key=lambda each: each.starts_on or date.min, default=None)


def requires_consent(*, ordinances: Iterable[Ordinance], body_id: int, kind: str, on: date) -> bool:
    """Tell whether that council must agree to a tie of that kind signed on that day."""
    rule = ordinance_on(ordinances=ordinances, body_id=body_id, kind=kind, on=on)
    return rule.requires_consent if rule else kind in USUALLY_REQUIRED


def consent_warnings(
    *,
    kind: str,
    state: str,
    consent: str,
    governments: Sequence[Government],
    ordinances: Sequence[Ordinance],
    on: date,
) -> list[str]:
    """
    Return a sentence for each local government whose council should have agreed and is not recorded to have.

    on: the day of signing, or today while it is ahead. It warns and never refuses: old ties have no papers.
    """
    if state == TieState.ENDED or consent in SETTLED:
        return []
    found = []
    for government in governments:
        if not requires_consent(ordinances=ordinances, body_id=government.id, kind=kind, on=on):
            continue
        words = {"government": government.name, "kind": TieKind(kind).label}
        found.append(_sentence(consent) % words)
    return found


def _sentence(consent: str) -> str:
    if consent == CouncilConsent.REFUSED:
        return _(
            "The council of %(government)s refused its consent, which a tie of the kind “%(kind)s” needs there. "
            "Change the kind, or record a later consent."
        )
    if consent == CouncilConsent.PENDING:
        return _(
            "A tie of the kind “%(kind)s” needs the consent of the council of %(government)s, which was asked for. "
            "Record the day when it is given."
        )
    return _(
        "A tie of the kind “%(kind)s” needs the consent of the council of %(government)s, and none is recorded. "
        "Enter its day, or correct the council rule."
    )
