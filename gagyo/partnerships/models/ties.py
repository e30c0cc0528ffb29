"""Ties between local governments: two or more parties, since when, in which state."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import ArchivableModel, StoredFile, TranslatedTextField
from gagyo.common.models.bases import in_language
from gagyo.partnerships.choices import CouncilConsent, DatePrecision, ExchangeField, TieKind, TieState
from gagyo.partnerships.models.imports import ImportBatch
from gagyo.registry.models import Body, Person, Place


class Tie(OwnedModel):
    """
    A tie. The same parties may be tied again over time, and the periods may overlap.

    signed_on is the first day of what signed_precision says is known; unknown means no date at all.
    """

    kind = models.CharField(_("Kind"), max_length=12, choices=TieKind.choices)
    local_kind_ko = models.CharField(_("Name of the kind in the ordinance (Korean)"), max_length=60, blank=True)
    local_kind_en = models.CharField(_("Name of the kind in the ordinance (English)"), max_length=60, blank=True)
    state = models.CharField(_("State"), max_length=10, choices=TieState.choices, default=TieState.SIGNED)
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    planned_year = models.PositiveSmallIntegerField(_("Planned for"), null=True, blank=True)
    signed_on = models.DateField(_("Signed on"), null=True, blank=True)
    signed_precision = models.CharField(
        _("Known to the"), max_length=8, choices=DatePrecision.choices, default=DatePrecision.UNKNOWN
    )
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    signed_online = models.BooleanField(_("Signed online"), default=False)
    signed_at = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Signed at")
    )
    council_consent = models.CharField(
        _("Council's consent"), max_length=12, choices=CouncilConsent.choices, default=CouncilConsent.UNKNOWN
    )
    council_consent_on = models.DateField(_("Council's consent on"), null=True, blank=True)
    is_domestic = models.BooleanField(_("Domestic"), default=False, help_text=_("All parties are Korean"))
    summary = TranslatedTextField(verbose_name=_("Summary"))
    source = models.CharField(_("Source"), max_length=300, blank=True)
    source_url = models.URLField(_("Source's address"), max_length=500, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)
    batch = models.ForeignKey(
        ImportBatch, models.SET_NULL, null=True, blank=True, related_name="ties", verbose_name=_("Import")
    )
    bodies: "models.ManyToManyField[Body, TieParty]" = models.ManyToManyField(
        Body, through="TieParty", related_name="ties"
    )

    objects: OwnedManager["Tie"] = OwnedManager()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        indexes = [
            models.Index(fields=["state", "kind"], name="tie_state_kind"),
            models.Index(fields=["signed_on"], name="tie_signed_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None, signed_precision="unknown")
                | (Q(signed_on__isnull=False) & ~Q(signed_precision="unknown")),
                name="tie_signed_precision",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(signed_on=None) | Q(ended_on__gte=F("signed_on")),
                name="tie_dates",
            ),
        ]

    def __str__(self) -> str:
        return " – ".join(str(party.body) for party in self.parties.all()) or f"#{self.pk}"

    @property
    def kind_name(self) -> str:
        """The kind as the local ordinance calls it, or the standard word."""
        return in_language(ko=self.local_kind_ko, en=self.local_kind_en) or self.get_kind_display()


class TieParty(models.Model):
    """One party: which body, who signed."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="tie_parties", verbose_name=_("Party"))
    order = models.PositiveSmallIntegerField(default=0)
    signatory = models.CharField(_("Signed by"), max_length=100, blank=True)
    signatory_title = models.CharField(_("Title"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["tie", "body"], name="tie_party_once")]

    def __str__(self) -> str:
        return str(self.body)


class TieField(models.Model):
    """A field of exchange that a tie covers."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="fields")
    field = models.CharField(_("Field"), max_length=16, choices=ExchangeField.choices, db_index=True)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = [models.UniqueConstraint(fields=["tie", "field"], name="tie_field_once")]

    def __str__(self) -> str:
        return self.get_field_display()


class TieStateChange(models.Model):
    """A state with its date, so that "as of" has an answer."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="states")
    state = models.CharField(_("State"), max_length=10, choices=TieState.choices)
    changed_on = models.DateField(_("On"))
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("state change")
        verbose_name_plural = _("state changes")
        ordering = ["changed_on", "id"]

    def __str__(self) -> str:
        return f"{self.changed_on} {self.get_state_display()}"


class TieDocument(ArchivableModel):
    """A document of a tie: agreement, council's resolution, photograph."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    is_public = models.BooleanField(
        _("Public"), default=False, help_text=_("Visitors may download it while the tie is public")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title


class TieContact(models.Model):
    """A person to talk to about a tie."""

    tie = models.ForeignKey(Tie, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="tie_contacts", verbose_name=_("Person"))
    note = models.CharField(_("For what"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [models.UniqueConstraint(fields=["tie", "person"], name="tie_contact_once")]

    def __str__(self) -> str:
        return str(self.person)


class ConsentRule(models.Model):
    """What one local government's ordinance says of a kind of tie: consent, and the name it uses."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="consent_rules", verbose_name=_("Local government"))
    kind = models.CharField(_("Kind"), max_length=12, choices=TieKind.choices)
    requires_consent = models.BooleanField(_("The council must agree"))
    local_name_ko = models.CharField(_("Own name of the kind (Korean)"), max_length=60, blank=True)
    local_name_en = models.CharField(_("Own name of the kind (English)"), max_length=60, blank=True)
    basis = models.CharField(_("Ordinance"), max_length=200, blank=True)
    starts_on = models.DateField(_("In force from"), null=True, blank=True)

    class Meta:
        verbose_name = _("council rule")
        verbose_name_plural = _("council rules")
        constraints = [models.UniqueConstraint(fields=["body", "kind", "starts_on"], name="consent_rule_once")]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_kind_display()}"
