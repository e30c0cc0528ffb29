"""The words for visits, programmes, interpreters and training courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitState(models.TextChoices):
    """Where a visit stands."""

    ASKED = "asked", _("Asked for")
    PLANNED = "planned", pgettext_lazy("state of a visit", "Being planned")
    CONFIRMED = "confirmed", _("Confirmed")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", pgettext_lazy("state of a visit", "Done")
    CANCELLED = "cancelled", _("Cancelled")


class OrganiserKind(models.TextChoices):
    """What kind of organiser brings the delegation."""

    GOVERNMENT = "government", _("Foreign government")
    MISSION = "mission", _("Embassy or consulate")
    AGENCY = "agency", _("Development agency")
    UNIVERSITY = "university", _("University or institute")
    INTERNATIONAL = "international", _("International organisation")
    FIRM = "firm", _("Firm or association")
    OTHER = "other", pgettext_lazy("kind of organiser", "Other")


class VisitPaper(models.TextChoices):
    """What an attached document is."""

    LETTER = "letter", _("Letter of request")
    REPLY = "reply", _("Reply")
    MATERIAL = "material", _("Material")
    PHOTOGRAPH = "photograph", _("Photograph")
    REPORT = "report", _("Report")
    OTHER = "other", pgettext_lazy("kind of document", "Other")


class FollowUpKind(models.TextChoices):
    """What follows from a visit; the leads are what visitors asked for."""

    TASK = "task", _("Task")
    TIE_LEAD = "tie_lead", _("Lead for a tie")
    EXPORT_LEAD = "export_lead", _("Lead for an export")
    INFORMATION = "information", _("Information asked for")


class CourseStage(models.TextChoices):
    """How far a training course has come towards our city."""

    FOUND = "found", pgettext_lazy("stage of a course", "Found")
    PROPOSED = "proposed", _("Proposed")
    WON = "won", _("Won")
    RUNNING = "running", _("Running")
    EVALUATED = "evaluated", _("Evaluated")
    LOST = "lost", _("Not won")


class StopKind(models.TextChoices):
    """What a stop of a programme is."""

    SITE = "site", _("Site visit")
    MEETING = "meeting", _("Meeting")
    MEAL = "meal", _("Meal")
    TRANSFER = "transfer", _("Transfer")
    FREE = "free", _("Free time")
    OTHER = "other", pgettext_lazy("kind of stop", "Other")


class LanguageLevel(models.TextChoices):
    """How well an interpreter works in a language."""

    BASIC = "basic", _("Everyday conversation")
    WORKING = "working", _("Guided tours")
    FLUENT = "fluent", _("Consecutive interpreting")
    NATIVE = "native", _("Native speaker")


class AnswerState(models.TextChoices):
    """How somebody answered to being asked."""

    ASKED = "asked", pgettext_lazy("state of an answer", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("state of an answer", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of an answer", "Declined")
    DROPPED = "dropped", _("Dropped out")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an answer", "Withdrawn")


class RequestState(models.TextChoices):
    """Where a request from abroad stands."""

    UNCONFIRMED = "unconfirmed", _("E-mail address not confirmed")
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", pgettext_lazy("state of a request", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Withdrawn")


class DatedBy(models.TextChoices):
    """Which day of a visit decides the period that it counts in."""

    START = "starts_on", _("The day it begins")
    END = "ends_on", _("The day it ends")
