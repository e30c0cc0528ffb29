"""Merging duplicates, undoably: whatever pointed at the loser follows the winner, and can go back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.registry.choices import MergeSubject


class Merge(models.Model):
    """One merge: winner and loser of the same kind (their ids; the kind says which table)."""

    subject = models.CharField(_("What"), max_length=10, choices=MergeSubject.choices)
    winner_id = models.BigIntegerField()
    loser_id = models.BigIntegerField()
    winner_label = models.CharField(max_length=300)
    loser_label = models.CharField(max_length=300)
    merged_at = models.DateTimeField(_("Merged"))
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(_("Undone"), null=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{self.loser_label} → {self.winner_label}"


class MergeStep(models.Model):
    """
    One thing a merge did: a column of a row changed, or (column empty) a row taken away that stood twice.

    before: the column's former value, or all of the row's values; after: the value since
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="steps")
    table = models.CharField(max_length=100)
    column = models.CharField(max_length=100)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("merge step")
        verbose_name_plural = _("merge steps")

    def __str__(self) -> str:
        return f"{self.table}.{self.column} #{self.row_id}"


class NotADuplicate(models.Model):
    """Somebody looked at a suggested pair and said no; it is not suggested again."""

    subject = models.CharField(max_length=10, choices=MergeSubject.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("not a duplicate")
        verbose_name_plural = _("not duplicates")
        constraints = [models.UniqueConstraint(fields=["subject", "first_id", "second_id"], name="not_duplicate_once")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.first_id} ≠ {self.second_id}"
