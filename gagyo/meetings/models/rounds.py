"""A round: its sides, days, tables, equipment and interpreters."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import OwnedManager, OwnedModel
from gagyo.common.models import NamedModel, TranslatedTextField
from gagyo.common.models.bases import in_language
from gagyo.meetings.choices import BlockKind, EquipmentKind, MeetingForm, RoundState, Sees, WishMode
from gagyo.registry.models import Person


class MeetingRound(OwnedModel, NamedModel):
    """
    One edition of one-to-one meetings, run by the owning office.

    number: the edition (4 for 제4회); previous: the round whose agreed items are counted at this one;
    slot_minutes: how long a meeting lasts; changeover_minutes: the way to the next table, between two slots;
    rest_after: meetings in a row after which an interpreter rests for a slot, 0 for no rest;
    board_key: part of the address of the big screen, which needs no account
    """

    SECRET = frozenset({"board_key"})

    number = models.PositiveSmallIntegerField(_("Edition"), null=True, blank=True)
    about = TranslatedTextField(verbose_name=_("About this round"))
    state = models.CharField(_("State"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    state_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="following", verbose_name=_("Previous round")
    )
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    venue_ko = models.CharField(_("Venue (Korean)"), max_length=200, blank=True)
    venue_en = models.CharField(_("Venue (English)"), max_length=200, blank=True)
    form = models.CharField(_("Form"), max_length=8, choices=MeetingForm.choices, default=MeetingForm.ON_SITE)
    online_link = models.URLField(_("Link for meetings online"), blank=True)
    languages = models.CharField(_("Languages of the round"), max_length=100, default="ko en")
    slot_minutes = models.PositiveSmallIntegerField(_("Minutes of a meeting"), default=30)
    changeover_minutes = models.PositiveSmallIntegerField(_("Minutes between two meetings"), default=0)
    wish_mode = models.CharField(_("Who decides"), max_length=10, choices=WishMode.choices, default=WishMode.ORGANISER)
    sees = models.CharField(_("Who sees whom"), max_length=10, choices=Sees.choices, default=Sees.OTHER_SIDE)
    wishes_at_most = models.PositiveSmallIntegerField(_("Wishes of a participant, at most"), default=12)
    meetings_at_most = models.PositiveSmallIntegerField(
        _("Meetings of a participant, at most"), null=True, blank=True, help_text=_("Empty: as many as there are slots")
    )
    breaks_differ_by = models.PositiveSmallIntegerField(
        _("Breaks of two participants differ at most by"), null=True, blank=True, default=2
    )
    rest_after = models.PositiveSmallIntegerField(_("Interpreters rest after, meetings in a row"), default=4)
    wishes_open_at = models.DateTimeField(_("Wishes from"), null=True, blank=True)
    wishes_close_at = models.DateTimeField(_("Wishes until"), null=True, blank=True)
    answers_close_at = models.DateTimeField(_("Answers until"), null=True, blank=True)
    contact = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Contact")
    )
    board_key = models.CharField(max_length=40, unique=True, editable=False)
    source = models.CharField(_("Source"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("Sample data"), default=False)

    objects: OwnedManager["MeetingRound"] = OwnedManager()

    class Meta:
        verbose_name = _("meeting round")
        verbose_name_plural = _("meeting rounds")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["office", "starts_on"], name="round_office_dates")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_dates_in_order"),
            models.CheckConstraint(condition=Q(slot_minutes__range=(10, 60)), name="round_slot_minutes"),
        ]

    @property
    def venue(self) -> str:
        """The venue in the active language."""
        return in_language(ko=self.venue_ko, en=self.venue_en)

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return reverse("meetings:round", kwargs={"round_id": self.pk})


class RoundSide(NamedModel):
    """One of the groups that meet; a round with a single side is a group among itself."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="sides")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ["order", "pk"]


class RoundVenue(NamedModel):
    """Another venue at which a part of the round is held; way_minutes: how long vehicles need to get there."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="venues")
    way_minutes = models.PositiveSmallIntegerField(_("Minutes on the way there"), default=30)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("venue of a round")
        verbose_name_plural = _("venues of a round")
        ordering = ["order", "pk"]


class RoundBlock(models.Model):
    """
    A part of a day: meetings in slots, a break, or a common programme such as the opening.

    venue: where it is held; None for the round's own
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="blocks")
    kind = models.CharField(_("Kind"), max_length=10, choices=BlockKind.choices, default=BlockKind.MEETINGS)
    starts_at = models.DateTimeField(pgettext_lazy("part of a day", "From"))
    ends_at = models.DateTimeField(pgettext_lazy("part of a day", "Until"))
    title_ko = models.CharField(pgettext_lazy("part of a day", "Title (Korean)"), max_length=100, blank=True)
    title_en = models.CharField(pgettext_lazy("part of a day", "Title (English)"), max_length=100, blank=True)
    venue = models.ForeignKey(
        RoundVenue, models.SET_NULL, null=True, blank=True, related_name="blocks", verbose_name=_("Venue")
    )

    class Meta:
        verbose_name = pgettext_lazy("part of a day", "block")
        verbose_name_plural = pgettext_lazy("part of a day", "blocks")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="block_times_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its own title in the active language, or its kind."""
        return in_language(ko=self.title_ko, en=self.title_en) or str(self.get_kind_display())


class RoundTable(NamedModel):
    """
    A table at which one meeting is held at a time.

    room: several tables may share one; seats: persons who can sit; features: words such as "screen", "quiet";
    venue: where it stands, so that it is there only while the round is; None for everywhere
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="tables")
    room_ko = models.CharField(_("Room (Korean)"), max_length=100, blank=True)
    room_en = models.CharField(_("Room (English)"), max_length=100, blank=True)
    seats = models.PositiveSmallIntegerField(_("Seats"), default=6)
    features = models.CharField(
        _("Features"), max_length=200, blank=True, help_text=_("Words with commas between them, such as: screen, quiet")
    )
    is_online = models.BooleanField(_("For meetings online"), default=False)
    venue = models.ForeignKey(
        RoundVenue, models.SET_NULL, null=True, blank=True, related_name="tables", verbose_name=_("Venue")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("one-to-one meeting", "table")
        verbose_name_plural = pgettext_lazy("one-to-one meeting", "tables")
        ordering = ["order", "pk"]

    @property
    def room(self) -> str:
        """The room in the active language."""
        return in_language(ko=self.room_ko, en=self.room_en)


class RoundTopic(NamedModel):
    """What participants offer, seek and wish to talk about: investment, youth exchange, a festival."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="topics")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "pk"]


class RoundEquipment(NamedModel):
    """
    Equipment or vehicles that meetings share; count: how many there are at once.

    for_mixed: every meeting of which one side is online takes one; seats: of one vehicle
    """

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="equipment")
    kind = models.CharField(_("Kind"), max_length=10, choices=EquipmentKind.choices, default=EquipmentKind.EQUIPMENT)
    count = models.PositiveSmallIntegerField(_("How many"), default=1)
    for_mixed = models.BooleanField(_("For every meeting with one side online"), default=False)
    seats = models.PositiveSmallIntegerField(_("Seats of a vehicle"), null=True, blank=True)

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ["kind", "pk"]


class RoundInterpreter(models.Model):
    """An interpreter of the round and the languages between which this person works (ISO codes)."""

    PERSONAL = frozenset({"name", "email", "phone"})

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="interpreters")
    name = models.CharField(_("Name"), max_length=100)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    languages = models.CharField(_("Languages"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("one-to-one meeting", "interpreter")
        verbose_name_plural = pgettext_lazy("one-to-one meeting", "interpreters")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"

    @property
    def is_destroyed(self) -> bool:
        """Tell whether its name was destroyed after the retention period; that somebody interpreted stays."""
        return not self.name

    @property
    def audit_label(self) -> str:
        """What the audit record calls the interpreter: a name there would outlive its retention period."""
        return f"#{self.pk}"


class InterpreterAbsence(models.Model):
    """A time in which an interpreter of the round is not there."""

    interpreter = models.ForeignKey(RoundInterpreter, models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))

    class Meta:
        verbose_name = _("absence of an interpreter")
        verbose_name_plural = _("absences of interpreters")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="interpreter_absence_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class TableAbsence(models.Model):
    """A time in which a table is not there: its room is lost, it is needed elsewhere."""

    table = models.ForeignKey(RoundTable, models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))

    class Meta:
        verbose_name = _("absence of a table")
        verbose_name_plural = _("absences of tables")
        ordering = ["starts_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="table_absence_in_order")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
