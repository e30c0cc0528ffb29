"""The base of every record that belongs to an office: a query without an acting user does not exist."""

from collections.abc import Iterable
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models.offices import Office
from gagyo.common.models import ArchivableModel, VersionedModel
from gagyo.common.rules import Actor

M_co = TypeVar("M_co", bound="models.Model", covariant=True)


def readable(actor: Actor, prefix: str = "") -> Q:
    """
    Return the condition under which the actor reads an owned record; accounts.rules.may_read in SQL.

    prefix: the path to the owned record, such as "tie__"
    """
    if actor.reads_all:
        return Q()
    if actor.is_anonymous:
        return Q(**{f"{prefix}visibility": Visibility.PUBLIC})
    condition = Q(**{f"{prefix}visibility__in": [Visibility.PUBLIC, Visibility.SHARED]})
    offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
    return condition | Q(**{f"{prefix}office_id__in": offices}) if offices else condition


class OwnedQuerySet(models.QuerySet[M_co]):
    """Rows as seen by somebody."""

    def for_user(self, actor: Actor, *, archived: bool = False) -> Self:
        """Return what the actor may read; archived rows only when asked for."""
        return self.filter(readable(actor), archived_at__isnull=not archived)

    def own(self, actor: Actor) -> Self:
        """Return what belongs to the office in which the actor works now."""
        return self.filter(office_id=actor.office_id, archived_at=None) if actor.office_id else self.none()

    def offered(self, actor: Actor, *, held: Iterable[int | None] = ()) -> Self:
        """
        Return what a form offers: the actor's office's rows, and those that the record hangs on already.

        held: their ids; they stay although they were archived, or saving the form would take the link away unseen
        """
        own = Q(office_id=actor.office_id or 0, archived_at=None)
        return self.filter(readable(actor), own | Q(pk__in=[pk for pk in held if pk is not None]))


class OwnedManager(models.Manager[M_co]):
    """The door to owned rows."""

    def get_queryset(self) -> OwnedQuerySet[M_co]:
        """Return the rows with for_user()."""
        return OwnedQuerySet(self.model, using=self._db)

    def for_user(self, actor: Actor, *, archived: bool = False) -> OwnedQuerySet[M_co]:
        """Return what the actor may read."""
        return self.get_queryset().for_user(actor, archived=archived)

    def own(self, actor: Actor) -> OwnedQuerySet[M_co]:
        """Return what belongs to the actor's present office."""
        return self.get_queryset().own(actor)

    def offered(self, actor: Actor, *, held: Iterable[int | None] = ()) -> OwnedQuerySet[M_co]:
        """Return what a form offers: the office's rows, and those that the record hangs on already."""
        return self.get_queryset().offered(actor, held=held)

    def past_access(self, *, because: str) -> OwnedQuerySet[M_co]:
        """
        Return every row, whoever asks, archived ones too; a test refuses any other way round for_user().

        because: why nobody is shown what is not theirs, for the reader of the code
        """
        if not because:
            raise ValueError("Say why rows are read for nobody in particular, or use for_user(actor).")
        return self.get_queryset()


class OwnedModel(ArchivableModel, VersionedModel):
    """A record with an owning office and a visibility."""

    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owning office")
    )
    visibility = models.CharField(
        _("Visible to"), max_length=10, choices=Visibility.choices, default=Visibility.OFFICE, db_index=True
    )

    class Meta:
        abstract = True
