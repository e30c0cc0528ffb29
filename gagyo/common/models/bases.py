"""Abstract bases: names in two languages, archiving, lost-update protection."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(*, ko: str, en: str) -> str:
    """Return the name in the active language, or the other one where it is missing."""
    return (ko or en) if (get_language() or "ko").startswith("ko") else (en or ko)


class NamedModel(models.Model):
    """A record with a Korean and an English name."""

    name_ko = models.CharField(_("Korean name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(ko=self.name_ko, en=self.name_en)

    @property
    def other_name(self) -> str:
        """The name in the other language, empty where it is missing or the same."""
        other = in_language(ko=self.name_en, en=self.name_ko)
        return "" if other == self.name else other


class ArchivableModel(models.Model):
    """Delete means archive: it leaves lists and figures, and can be brought back."""

    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """A number that each save raises, so that a form notices a save in between."""

    version = models.PositiveIntegerField(_("Version"), default=1, editable=False)

    class Meta:
        abstract = True
