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
