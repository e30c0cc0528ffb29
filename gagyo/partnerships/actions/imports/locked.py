"""The door to an import that is about to change: locked, allowed, and in the state that its screen saw."""

from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError, may_write
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ImportState, ImportWork
from gagyo.partnerships.models import ImportBatch
from gagyo.partnerships.queries.imports.batches import imports_for
from gagyo.partnerships.queries.imports.records import may_import_everything

OPEN = frozenset({ImportState.COLUMNS.value, ImportState.MATCHES.value, ImportState.PREVIEW.value})


class UnableToImport(Exception):
    """The import is not where its screen saw it; the sentence says what to do."""


def may_import_for(*, actor: Actor, office_id: int | None) -> bool:
    """Tell whether the actor imports rows for an office: its own people, and the operator for any."""
    return may_import_everything(actor) or (office_id is not None and may_write(actor=actor, office_id=office_id))


def check_import_for(*, actor: Actor, office_id: int | None) -> None:
    """
    Refuse an import for an office that is not the actor's.

    :raises NotYoursError: if it is not
    """
    if not may_import_for(actor=actor, office_id=office_id):
        raise NotYoursError(
            _("You cannot import rows for this office. Switch to one of your offices, or ask the operator.")
        )


def locked_batch(*, batch_id: int, by: Actor, expected: int | None = None) -> ImportBatch:
    """
    Return an import that the actor may change, locked until the transaction ends.

    expected: the version that the screen saw; None where only the state counts
    :raises ImportBatch.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    :raises UnableToImport: if somebody changed it since
    """
    batch = imports_for(by).select_for_update(of=("self",)).get(pk=batch_id)
    check_import_for(actor=by, office_id=batch.office_id)
    if expected is not None and batch.version != expected:
        raise UnableToImport(
            _("Somebody else has gone on with %(batch)s since this page was opened. Open it again and look.")
            % {"batch": batch}
        )
    return batch


def check_open(batch: ImportBatch) -> None:
    """
    Refuse to change an import that has been applied or is being worked on.

    :raises UnableToImport: with the sentence for the officer
    """
    if batch.state == ImportState.APPLIED:
        raise UnableToImport(_("%(batch)s has been applied already. Its result shows what it did.") % {"batch": batch})
    if batch.state == ImportState.UNDONE:
        raise UnableToImport(_("%(batch)s has been undone. Upload the file again.") % {"batch": batch})
    if batch.work != ImportWork.NOTHING:
        raise UnableToImport(_("%(batch)s is being worked on. Wait until it is ready.") % {"batch": batch})
