"""Staff of any department who interpret: languages, consent, free times, and what they were asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.registry.models import Person
from gagyo.visits.choices import AnswerState, LanguageLevel
from gagyo.visits.models.programme import Stop


class Interpreter(OwnedModel):
    """
    A member of the office's pool of interpreters.

    person: None once the contact was destroyed; the hours stay, without a name
    """

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="interpreting", verbose_name=_("Person")
    )
    department = models.CharField(_("Department"), max_length=100, blank=True)
    consent_on = models.DateField(_("Manager agreed on"), null=True, blank=True)
    consent_until = models.DateField(_("Manager's consent until"), null=True, blank=True)
    hours_a_year = models.PositiveSmallIntegerField(_("At most, hours a year"), default=60)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Interpreter"] = OwnedManager()

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        constraints = [models.UniqueConstraint(fields=["office", "person"], name="interpreter_once")]

    def __str__(self) -> str:
        return str(self.person) if self.person else f"#{self.pk}"

    @property
    def audit_label(self) -> str:
        """What the audit record calls the interpreter: a name there would outlive its retention period."""
        return f"#{self.pk}"


class InterpreterLanguage(models.Model):
    """A language that an interpreter works in; code: ISO 639-1."""

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="languages")
    code = models.CharField(_("Language"), max_length=8)
    level = models.CharField(_("Level"), max_length=8, choices=LanguageLevel.choices)

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["interpreter", "code"], name="interpreter_language_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.get_level_display()})"


class InterpreterTime(models.Model):
    """A time in which an interpreter is free, or (is_free false) is not."""

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    is_free = models.BooleanField(_("Free"), default=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("time of an interpreter")
        verbose_name_plural = _("times of interpreters")
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="interpreter_time_order")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class InterpreterTask(models.Model):
    """
    An interpreter asked for one stop; the answer comes by a signed link, of which only the hash is kept.

    noted_by: the officer who heard the answer by telephone; None where the interpreter gave it
    """

    stop = models.ForeignKey(Stop, models.CASCADE, related_name="interpreter_tasks")
    interpreter = models.ForeignKey(Interpreter, models.PROTECT, related_name="tasks")
    language = models.CharField(_("Language"), max_length=8)
    state = models.CharField(_("Answer"), max_length=10, choices=AnswerState.choices, default=AnswerState.ASKED)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("Asked"))
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Noted by")
    )
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("interpreting task")
        verbose_name_plural = _("interpreting tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "interpreter"],
                condition=Q(state__in=[AnswerState.ASKED, AnswerState.ACCEPTED]),
                name="interpreter_once_at_a_stop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stop} · {self.language}"


class EndedLink(models.Model):
    """A link whose stop was taken out of the programme, kept as its hash until it would be past its date anyway."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    ended_at = models.DateTimeField(_("Ended"))

    class Meta:
        verbose_name = _("ended link")
        verbose_name_plural = _("ended links")

    def __str__(self) -> str:
        return f"#{self.pk}"
