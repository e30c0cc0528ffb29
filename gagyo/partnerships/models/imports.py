"""Imports: a file, its rows with what would become of them, undone as one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office, OwnedManager, OwnedModel
from gagyo.common.models import StoredFile


class ImportSubject(models.TextChoices):
    """What a file holds."""

    TIES = "ties", _("Ties")
    PROJECTS = "projects", _("Exchange projects")


class ImportState(models.TextChoices):
    """Where an import stands."""

    PREVIEW = "preview", _("Preview")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")


class RowMark(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    DUPLICATE = "duplicate", _("Duplicate")
    WRONG = "wrong", _("Wrong")


class ImportBatch(OwnedModel):
    """One import, from upload to undo."""

    subject = models.CharField(_("What it holds"), max_length=10, choices=ImportSubject.choices)
    state = models.CharField(_("State"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict, help_text=_("Field -> column number"))
    choices = models.JSONField(default=dict, help_text=_("What the person decided on matches"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("Uploaded"))
    applied_at = models.DateTimeField(_("Applied"), null=True)
    undone_at = models.DateTimeField(_("Undone"), null=True)

    objects: OwnedManager["ImportBatch"] = OwnedManager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.get_subject_display()} #{self.pk}"


class ImportRow(models.Model):
    """One row of the file: its mark, the sentence, and what it did when applied."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("Row in the file"))
    cells = models.JSONField(default=list)
    mark = models.CharField(_("Mark"), max_length=10, choices=RowMark.choices)
    messages = models.JSONField(default=list)
    matches = models.JSONField(default=dict)
    record_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.mark}"


class ColumnMapping(models.Model):
    """A mapping that an office confirmed, remembered for the next file with the same headings."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=10, choices=ImportSubject.choices)
    headings = models.CharField(max_length=64, help_text=_("SHA-256 of the headings"))
    mapping = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [models.UniqueConstraint(fields=["office", "subject", "headings"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.office} · {self.subject}"
