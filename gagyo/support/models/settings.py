"""What is set: templates of requests, who routes what, working hours, filters that people keep."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.common.models import NamedModel
from gagyo.support.choices import RequestField


class RequestTemplate(NamedModel):
    """A usual request; items: a list of {"ko": ..., "en": ...}; text_ko, text_en: the words before them."""

    code = models.SlugField(_("Code"), unique=True)
    field = models.CharField(_("Field"), max_length=16, choices=RequestField.choices)
    text_ko = models.TextField(_("Text (Korean)"), blank=True)
    text_en = models.TextField(_("Text (English)"), blank=True)
    items = models.JSONField(_("Items"), default=list)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("Offered"), default=True)

    class Meta:
        verbose_name = _("template of a request")
        verbose_name_plural = _("templates of requests")
        ordering = ["order", "pk"]


class RoutingRule(models.Model):
    """The ministry's bureau for a field."""

    field = models.CharField(_("Field"), max_length=16, choices=RequestField.choices)
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("Office"))

    class Meta:
        verbose_name = _("bureau for a field")
        verbose_name_plural = _("bureaus for fields")
        constraints = [models.UniqueConstraint(fields=["field", "office"], name="routing_rule_once")]

    def __str__(self) -> str:
        return f"{self.get_field_display()} → {self.office}"


class WorkHours(models.Model):
    """
    When an office works, or all offices of a kind that say nothing of their own.

    country: whose public holidays are kept; hours: weekday "0" (Monday) to "6" -> [["09:00", "18:00"], ...];
    closed_days: further ISO days; first_answer_hours, answer_hours: working hours until each is due
    """

    office = models.OneToOneField(
        Office, models.CASCADE, null=True, blank=True, related_name="work_hours", verbose_name=_("Office")
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=OfficeKind.choices, unique=True, null=True, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=40, default="Asia/Seoul")
    country = models.CharField(_("Holidays of"), max_length=2, default="KR")
    hours = models.JSONField(_("Working hours"), default=dict)
    closed_days = models.JSONField(_("Further closed days"), default=list)
    first_answer_hours = models.PositiveSmallIntegerField(_("First answer within working hours"), default=16)
    answer_hours = models.PositiveSmallIntegerField(_("Answer within working hours"), default=40)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False, kind=None) | Q(office=None, kind__isnull=False),
                name="work_hours_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.office) if self.office_id else str(self.get_kind_display())


class SavedFilter(models.Model):
    """A filter of the list under a name; user: None for one of the whole office; query: as the address says it."""

    PERSONAL = frozenset({"name", "query"})

    office = models.ForeignKey(Office, models.CASCADE, related_name="+", verbose_name=_("Office"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Person")
    )
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(_("Filter"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "user", "name"], name="saved_filter_own_once"),
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(user=None), name="saved_filter_of_office_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        """What the audit record calls it, without its words."""
        return f"#{self.pk}"
