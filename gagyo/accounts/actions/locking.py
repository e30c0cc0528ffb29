"""A record of an office, locked for its change."""

from typing import TypeVar

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.accounts.rules import check_write
from gagyo.common.rules import Actor

M = TypeVar("M", bound=OwnedModel)


def locked_row(rows: OwnedManager[M], *, pk: int, by: Actor, archived: bool = False) -> M:
    """
    Return a record that the actor may change, locked until the transaction ends.

    :raises ObjectDoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    row = rows.for_user(by, archived=archived).select_for_update(of=("self",)).get(pk=pk)
    check_write(actor=by, office_id=row.office_id, what=str(row))
    return row
