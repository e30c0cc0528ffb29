"""The words for what ambassadors do; the fields of their work are those of support requests."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ActivityKind(models.TextChoices):
    """What an ambassador did."""

    ADVICE = "advice", pgettext_lazy("activity of an ambassador", "Advice")
    MEETING = "meeting", pgettext_lazy("activity of an ambassador", "Meeting")
    INTRODUCTION = "introduction", pgettext_lazy("activity of an ambassador", "Introduction")
    EVENT = "event", pgettext_lazy("activity of an ambassador", "Event")
    TRIP = "trip", pgettext_lazy("activity of an ambassador", "Trip")


class ActivityOutcome(models.TextChoices):
    """What came of an activity."""

    DONE = "done", pgettext_lazy("outcome of an activity", "Done with")
    AGREED = "agreed", pgettext_lazy("outcome of an activity", "Something was agreed")
    PROMISED = "promised", pgettext_lazy("outcome of an activity", "Something was promised")
    NOTHING = "nothing", pgettext_lazy("outcome of an activity", "Nothing came of it")


class AdviceState(models.TextChoices):
    """Where a question to an ambassador stands."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("question to an ambassador", "Not confirmed yet")
    WAITING = "waiting", pgettext_lazy("question to an ambassador", "Waiting for an answer")
    ANSWERED = "answered", pgettext_lazy("question to an ambassador", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("question to an ambassador", "Withdrawn")


class PlanState(models.TextChoices):
    """Where the annual plan of a province stands."""

    DRAFT = "draft", pgettext_lazy("annual plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("annual plan", "Submitted")
    RETURNED = "returned", pgettext_lazy("annual plan", "Returned")
    APPROVED = "approved", pgettext_lazy("annual plan", "Approved")
    RESULTS_SUBMITTED = "results_submitted", pgettext_lazy("annual plan", "Results submitted")
    RESULTS_RETURNED = "results_returned", pgettext_lazy("annual plan", "Results returned")
    RESULTS_APPROVED = "results_approved", pgettext_lazy("annual plan", "Results approved")


class CaseState(models.TextChoices):
    """Where a case stands."""

    DRAFT = "draft", pgettext_lazy("case of an ambassador", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("case of an ambassador", "Submitted")
    RETURNED = "returned", pgettext_lazy("case of an ambassador", "Returned")
    APPROVED = "approved", pgettext_lazy("case of an ambassador", "Approved")


class ClockEvent(models.TextChoices):
    """What is due in a year, in the order in which it comes."""

    GUIDELINE = "guideline", pgettext_lazy("yearly clock", "Guideline of the ministry")
    PLAN = "plan", pgettext_lazy("yearly clock", "Plan of the province")
    RESULTS = "results", pgettext_lazy("yearly clock", "Results of the province")
    CONSOLIDATED = "consolidated", pgettext_lazy("yearly clock", "Consolidated plan")
