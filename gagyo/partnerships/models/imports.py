"""Imports: a file, its rows with what would become of them, undone as one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office, OwnedManager, OwnedModel
from gagyo.common.models import StoredFile
from gagyo.partnerships.choices import ImportState, ImportSubject, ImportWork, RowMark


class ImportBatch(OwnedModel):
    """One import, from upload to undo."""

    subject = models.CharField(_("What it holds"), max_length=10, choices=ImportSubject.choices)
    state = models.CharField(_("State"), max_length=10, choices=ImportState.choices, default=ImportState.COLUMNS)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    headings = models.JSONField(default=list, help_text=_("Names of the file's columns, in order"))
    mapping = models.JSONField(default=dict, help_text=_("Field -> column number"))
    choices = models.JSONField(default=dict, help_text=_("What the person decided on matches"))
    work = models.CharField(max_length=10, choices=ImportWork.choices, default=ImportWork.NOTHING, blank=True)
    rows_total = models.PositiveIntegerField(_("Rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failure = models.CharField(_("What went wrong"), max_length=500, blank=True)
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
    mark = models.CharField(_("Mark"), max_length=10, choices=RowMark.choices, blank=True)
    messages = models.JSONField(default=list, help_text=_("Problems as codes with what their sentences name"))
    detail = models.JSONField(default=dict, help_text=_("The record's name and what would change"))
    record_id = models.BigIntegerField(null=True)
    record_version = models.PositiveIntegerField(
        null=True, help_text=_("The record's version when it was checked; after applying, the one this row left")
    )
    before = models.JSONField(null=True, help_text=_("The record as it was before this row changed it"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "mark"], name="import_row_mark")]

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
