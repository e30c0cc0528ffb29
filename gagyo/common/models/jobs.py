"""What the schedule has begun: one row for a job and a slot, so that two workers never begin it twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """A job that was begun for a slot, such as ("nightly.retention", "2026-05-04"); the pair is unique."""

    job = models.CharField(_("Job"), max_length=80)
    slot = models.CharField(_("Slot"), max_length=40)
    at = models.DateTimeField(_("Begun"))

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="job_run_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
