"""Who may open an address, and what one line of the access table says (docs/access.md)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import KEEPS_REGISTRY, MANAGES_MEMBERS, READS_AUDIT, READS_CONTACTS, WRITES_OWN_OFFICE

if TYPE_CHECKING:
    from tests.access.table import World

NOBODY = "nobody"
# An account without an office that opens the admin; on every other screen it is an account without a role.
SUPERUSER = "superuser"
ROLES = frozenset(role.value for role in Role)
WHO = (NOBODY, *(role.value for role in Role), SUPERUSER)


@dataclass(frozen=True)
class Group:
    """
    Which answer each caller gets: `ok` for those who may, `refused` for other accounts, `nobody` for nobody.

    strangers: accounts for which the row does not exist (404)
    """

    may: frozenset[str]
    ok: int = 200
    refused: int = 403
    nobody: int = 302
    strangers: frozenset[str] = frozenset()
    to_sign_in: bool = True  # the matrix checks that nobody's redirect leads to the sign-in page

    def status(self, who: str) -> int:
        """Return the status that a caller must get."""
        if who in self.may:
            return self.ok
        if who in self.strangers:
            return 404
        return self.nobody if who == NOBODY else self.refused

    def answering(self, **changes: Any) -> "Group":
        """Return the same group with other statuses: answering(ok=302) for a POST that leads back."""
        return replace(self, **changes)


ACCOUNTS = ROLES | {SUPERUSER}
PUBLIC = Group(ACCOUNTS | {NOBODY})
SIGNED_IN = Group(ACCOUNTS)
WRITERS = Group(frozenset(WRITES_OWN_OFFICE))
CONTACTS = Group(frozenset(READS_CONTACTS))
KEEPERS = Group(frozenset(KEEPS_REGISTRY))
MEMBERS = Group(frozenset(MANAGES_MEMBERS))
AUDIT = Group(frozenset(READS_AUDIT))
ADMIN = Group(frozenset({SUPERUSER}))
# A record of one office: for everybody else it does not exist.
OWN_OFFICE = Group(
    frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR, Role.INTERPRETER, Role.AUDITOR}), refused=404
)
INSIDERS = OWN_OFFICE.may
SEES_OFFICE = Group(INSIDERS | {Role.OPERATOR}, refused=404)
MANAGES = Group(frozenset(MANAGES_MEMBERS), strangers=ACCOUNTS - INSIDERS - MANAGES_MEMBERS)
WORKERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR})
CHANGES = Group(WORKERS, strangers=ACCOUNTS - INSIDERS)
# A contact of one office: those who may read contacts at all are told nothing of another office's.
OTHER_READERS = frozenset(READS_CONTACTS) - WORKERS - {Role.AUDITOR}
READS_PERSON = Group(WORKERS | {Role.AUDITOR}, strangers=OTHER_READERS)
CHANGES_PERSON = Group(WORKERS, strangers=OTHER_READERS)
NAMES_CONTACTS = Group(WORKERS, strangers=frozenset(role.value for role in READS_CONTACTS) - INSIDERS)
# Who imports, and the auditor; those of other offices do not find this office's import.
IMPORTS_SEEN = Group(WRITERS.may | {Role.AUDITOR})
IMPORT = Group(WORKERS | {Role.AUDITOR, Role.OPERATOR})
IMPORT_CHANGED = Group(WRITERS.may)
NEVER = Group(frozenset())
GUESTS = Group(frozenset({NOBODY}), refused=302)
GONE = Group(frozenset(), refused=404, nobody=404)


@dataclass(frozen=True)
class Line:
    """
    What one address answers.

    args: the address's arguments, from the world's rows; data: what a POST sends
    """

    group: Group
    args: Callable[["World"], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def back(group: Group) -> Group:
    """Return the group for an address that does its work and leads somewhere else."""
    return group.answering(ok=302)


NO_ROW = 987654321
NO_TASK = "00000000-0000-4000-8000-000000000000"
