"""People with dated posts: an officer leaves, the contact stays."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import NamedModel
from gagyo.common.models.bases import in_language
from gagyo.registry.choices import ConsentState
from gagyo.registry.models.bodies import Body


class Person(OwnedModel, NamedModel):
    """A contact. Personal data: consent, and a date after which it is destroyed."""

    PERSONAL = frozenset({"name_ko", "name_en", "email", "phone", "note"})

    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    languages = models.CharField(_("Languages"), max_length=100, blank=True)
    note = models.TextField(_("Note"), blank=True)
    consent = models.CharField(_("Consent"), max_length=10, choices=ConsentState.choices, default=ConsentState.UNKNOWN)
    consent_on = models.DateField(_("Consent given or withdrawn on"), null=True, blank=True)
    retain_until = models.DateField(_("Keep until"))
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["Person"] = OwnedManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["retain_until"], name="person_retain")]

    @property
    def audit_label(self) -> str:
        """What the audit record calls the person: a name there would outlive its retention period."""
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        """The address of the person's page."""
        return reverse("registry:person", kwargs={"person_id": self.pk})


class Post(models.Model):
    """A person's post in a body, with dates."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("Person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts", verbose_name=_("Body"))
    department_ko = models.CharField(_("Department (Korean)"), max_length=100, blank=True)
    department_en = models.CharField(_("Department (English)"), max_length=100, blank=True)
    title_ko = models.CharField(_("Title (Korean)"), max_length=100, blank=True)
    title_en = models.CharField(_("Title (English)"), max_length=100, blank=True)
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = [models.F("starts_on").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return f"{self.body} · {self.title_ko or self.title_en}"

    @property
    def title(self) -> str:
        """The title in the active language."""
        return in_language(ko=self.title_ko, en=self.title_en)

    @property
    def department(self) -> str:
        """The department in the active language."""
        return in_language(ko=self.department_ko, en=self.department_en)

    @staticmethod
    def held_on(day: date) -> Q:
        """Return the condition for posts held on a day."""
        return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
