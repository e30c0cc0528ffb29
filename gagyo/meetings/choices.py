"""The words for rounds, wishes, timetables and agreed items."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """How far a round has come."""

    DRAFT = "draft", pgettext_lazy("state of a round", "Being prepared")
    WISHING = "wishing", pgettext_lazy("state of a round", "Taking wishes")
    SCHEDULING = "scheduling", pgettext_lazy("state of a round", "Making the timetable")
    PUBLISHED = "published", pgettext_lazy("state of a round", "Timetable published")
    RUNNING = "running", pgettext_lazy("state of a round", "Under way")
    DONE = "done", pgettext_lazy("state of a round", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("state of a round", "Cancelled")


class MeetingForm(models.TextChoices):
    """Where people meet."""

    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    MIXED = "mixed", _("On site and online")


class WishMode(models.TextChoices):
    """When a wish becomes a meeting (the modes of matchmaking tools)."""

    OPT_IN = "opt_in", _("Participants decide: a wish counts once the other side accepts")
    OPT_OUT = "opt_out", _("Participants decide: a wish counts unless the other side declines")
    ORGANISER = "organiser", _("The organiser decides which wishes become meetings")


class Sees(models.TextChoices):
    """Whom a participant may see before the timetable."""

    OTHER_SIDE = "other_side", _("Participants of the other side")
    EVERYBODY = "everybody", _("All participants")
    NOBODY = "nobody", _("Nobody: the organiser gathers the wishes")


class BlockKind(models.TextChoices):
    """What a part of a day is for."""

    MEETINGS = "meetings", pgettext_lazy("part of a day", "Meetings")
    BREAK = "break", pgettext_lazy("part of a day", "Break")
    PROGRAMME = "programme", pgettext_lazy("part of a day", "Common programme")


class EquipmentKind(models.TextChoices):
    """What can be lent to a meeting."""

    EQUIPMENT = "equipment", _("Equipment")
    VEHICLE = "vehicle", pgettext_lazy("kind of equipment", "Vehicle")


class ParticipantState(models.TextChoices):
    """Whether a body comes."""

    ENTERED = "entered", pgettext_lazy("state of a participant", "Not yet invited")
    INVITED = "invited", pgettext_lazy("state of a participant", "Invited")
    COMING = "coming", pgettext_lazy("state of a participant", "Takes part")
    DECLINED = "declined", pgettext_lazy("state of a participant", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a participant", "Withdrawn")


class LinkPurpose(models.TextChoices):
    """What a signed link is good for."""

    TAKE_PART = "take_part", _("Wishes, answers, minutes")
    CALENDAR = "calendar", _("Calendar only")


class WishKind(models.TextChoices):
    """Whether somebody wants to meet another, or does not."""

    WISH = "wish", pgettext_lazy("one-to-one meeting", "Wish")
    VETO = "veto", pgettext_lazy("one-to-one meeting", "Not with")


class WishAnswer(models.TextChoices):
    """What the other side said to a wish."""

    OPEN = "open", pgettext_lazy("answer to a wish", "Not answered")
    ACCEPTED = "accepted", pgettext_lazy("answer to a wish", "Accepted")
    DECLINED = "declined", pgettext_lazy("answer to a wish", "Declined")


class PairDecision(models.TextChoices):
    """What the organiser decided about two participants."""

    MUST = "must", _("Must meet")
    MAY = "may", _("May meet")
    NOT = "not", _("Must not meet")


class MeetingState(models.TextChoices):
    """What became of a meeting on the day."""

    WAITING = "waiting", pgettext_lazy("state of a meeting", "On the waiting list")
    PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
    HELD = "held", pgettext_lazy("state of a meeting", "Held")
    NO_SHOW = "no_show", pgettext_lazy("state of a meeting", "Somebody did not come")
    CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")
    UNWANTED = "unwanted", pgettext_lazy("state of a meeting", "Not wanted any more")


class VersionState(models.TextChoices):
    """What a version of the timetable is."""

    DRAFT = "draft", pgettext_lazy("state of a timetable", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a timetable", "Published")
    REPLACED = "replaced", pgettext_lazy("state of a timetable", "Replaced")
    DISCARDED = "discarded", pgettext_lazy("state of a timetable", "Discarded")
    TRIAL = "trial", pgettext_lazy("state of a timetable", "Shown before it is taken")


class Proof(models.TextChoices):
    """What is known about how good a timetable is."""

    BY_HAND = "by_hand", _("Changed by hand")
    FEASIBLE = "feasible", _("Keeps every rule")
    OPTIMAL = "optimal", _("Proven best")


class RunState(models.TextChoices):
    """Where a computation of a timetable stands."""

    WAITING = "waiting", pgettext_lazy("state of a computation", "Waiting")
    RUNNING = "running", pgettext_lazy("state of a computation", "Computing")
    DONE = "done", pgettext_lazy("state of a computation", "Finished")
    STOPPED = "stopped", pgettext_lazy("state of a computation", "Stopped")
    IMPOSSIBLE = "impossible", pgettext_lazy("state of a computation", "No timetable is possible")
    FAILED = "failed", pgettext_lazy("state of a computation", "Failed")


class PresenceState(models.TextChoices):
    """Whether a participant is there on a day."""

    ARRIVED = "arrived", pgettext_lazy("presence", "Arrived")
    LATE = "late", pgettext_lazy("presence", "Late")
    ABSENT = "absent", pgettext_lazy("presence", "Does not come")


class AgreedState(models.TextChoices):
    """How far an agreed item was kept."""

    OPEN = "open", pgettext_lazy("agreed item", "Open")
    KEPT = "kept", pgettext_lazy("agreed item", "Kept")
    PARTLY = "partly", pgettext_lazy("agreed item", "Kept in part")
    DROPPED = "dropped", pgettext_lazy("agreed item", "Given up")
