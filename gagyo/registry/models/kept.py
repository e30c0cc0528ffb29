"""The base of registry data: everybody reads it, the operator or the office that entered a row keeps it."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import ArchivableModel, VersionedModel
from gagyo.common.rules import Actor

M_co = TypeVar("M_co", bound="models.Model", covariant=True)


class KeptQuerySet(models.QuerySet[M_co]):
    """Rows as seen by somebody: the registry is public, so only archiving takes a row away."""

    def for_user(self, actor: Actor, *, archived: bool = False) -> Self:
        """Return what the actor may read; archived rows only when asked for."""
        return self.filter(archived_at__isnull=not archived)


class KeptManager(models.Manager[M_co]):
    """The door to registry rows."""

    def get_queryset(self) -> KeptQuerySet[M_co]:
        """Return the rows with for_user()."""
        return KeptQuerySet(self.model, using=self._db)

    def for_user(self, actor: Actor, *, archived: bool = False) -> KeptQuerySet[M_co]:
        """Return what the actor may read."""
        return self.get_queryset().for_user(actor, archived=archived)


class KeptModel(ArchivableModel, VersionedModel):
    """A registry row and who keeps it."""

    kept_by = models.ForeignKey(
        Office,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Entered by"),
        help_text=_("Empty: kept by the operator"),
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)

    class Meta:
        abstract = True
