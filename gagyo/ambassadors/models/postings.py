"""Who is posted to which province, from when until when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import NamedModel
from gagyo.registry.models import Body, Person


class Posting(OwnedModel, NamedModel):
    """
    One ambassador's time in one province; both days are within it, and no two of a province overlap.

    office: the province's, which owns what the ambassador leaves; predecessor: the one before in that province,
    kept by the action from the dates; taken_over_at: when the ambassador took over the predecessor's open work
    """

    PERSONAL = frozenset({"name_ko", "name_en", "email", "phone"})

    province = models.ForeignKey(Body, models.PROTECT, related_name="postings", verbose_name=_("Province"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Contact")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Account")
    )
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("Predecessor")
    )
    taken_over_at = models.DateTimeField(_("Taken over"), null=True, blank=True)
    taken_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Taken over by"),
    )
    is_sample = models.BooleanField(_("Sample data"), default=False)
    # All offices are to know whom they can ask.
    visibility = models.CharField(
        _("Visible to"), max_length=10, choices=Visibility.choices, default=Visibility.SHARED, db_index=True
    )

    objects: OwnedManager["Posting"] = OwnedManager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [models.Index(fields=["province", "-starts_on"], name="posting_province_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="posting_dates"),
            # The rest of "no two overlap" is refused under a lock on the province: SQLite has no such constraint.
            models.UniqueConstraint(
                fields=["province"], condition=Q(ends_on=None, archived_at=None), name="posting_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} · {self.name}"

    @property
    def audit_label(self) -> str:
        """What the audit record calls it: the name would outlive the person's data."""
        return f"{self.province} {self.starts_on}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("ambassadors:posting", kwargs={"posting_id": self.pk})

    def holds_on(self, day: date) -> bool:
        """Tell whether it holds on a day; held_on() in Python."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @staticmethod
    def held_on(day: date) -> Q:
        """Return the condition for postings that hold on a day."""
        return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
