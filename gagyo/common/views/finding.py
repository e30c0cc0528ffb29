"""The row that an address names, or 404 with a sentence that says which one is missing and what to do."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from gagyo.common.models import ArchivableModel

R = TypeVar("R")
A = TypeVar("A", bound=ArchivableModel)


def found(read: Callable[[], R], *, missing: str) -> R:
    """
    Return what is read.

    missing: the sentence for one who may not read it, or where it does not exist; nobody learns which
    :raises Http404: if it is not there
    """
    try:
        return read()
    except ObjectDoesNotExist:
        raise Http404(missing) from None


def living(row: A, *, archived: str) -> A:
    """
    Return a row that can be changed: an archived one is brought back first.

    :raises Http404: if it is archived
    """
    if row.archived_at:
        raise Http404(archived)
    return row
