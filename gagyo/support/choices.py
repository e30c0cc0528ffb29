"""The words for support requests, their items, approvals and legs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestField(models.TextChoices):
    """What a request is about."""

    INVESTMENT = "investment", _("Investment")
    EXPORTS = "exports", _("Exports")
    EVENTS = "events", _("Hosting events")
    PUBLIC_DIPLOMACY = "public_diplomacy", _("Public diplomacy")
    DEVELOPMENT = "development", _("Development cooperation")
    EXCHANGE = "exchange", _("Exchange and ties")
    INCIDENT = "incident", _("Incident abroad")
    OTHER = "other", pgettext_lazy("field of a request", "Other")


class Confidentiality(models.TextChoices):
    """Who reads a request."""

    NORMAL = "normal", _("The offices involved")
    RESTRICTED = "restricted", _("Named persons and offices only")


class RequestState(models.TextChoices):
    """Where a support request stands."""

    DRAFT = "draft", pgettext_lazy("support request", "Draft")
    APPROVAL = "approval", pgettext_lazy("support request", "In approval")
    RETURNED = "returned", pgettext_lazy("support request", "Returned")
    SENT = "sent", pgettext_lazy("support request", "To be routed")
    UNDER_WAY = "under_way", pgettext_lazy("support request", "Under way")
    ANSWER_APPROVAL = "answer_approval", pgettext_lazy("support request", "Answer in approval")
    ANSWERED = "answered", pgettext_lazy("support request", "Answered")
    CONFIRMED = "confirmed", pgettext_lazy("support request", "Confirmed")
    REOPENED = "reopened", pgettext_lazy("support request", "Reopened")
    WITHDRAWN = "withdrawn", pgettext_lazy("support request", "Withdrawn")


class ItemOutcome(models.TextChoices):
    """What became of one item of a request."""

    OPEN = "open", pgettext_lazy("item of a request", "Open")
    GRANTED = "granted", pgettext_lazy("item of a request", "Granted")
    PART = "part", pgettext_lazy("item of a request", "Granted in part")
    REFUSED = "refused", pgettext_lazy("item of a request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("item of a request", "Withdrawn")


DECIDED = (ItemOutcome.GRANTED, ItemOutcome.PART, ItemOutcome.REFUSED)


class Decision(models.TextChoices):
    """What an approver did."""

    WAITING = "waiting", pgettext_lazy("approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    RETURNED = "returned", pgettext_lazy("approval", "Returned")
    RECALLED = "recalled", pgettext_lazy("approval", "Taken back")


class LegState(models.TextChoices):
    """Where the part of a request stands that one office answers."""

    PROPOSED = "proposed", pgettext_lazy("leg of a request", "Proposed")
    SENT = "sent", pgettext_lazy("leg of a request", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("leg of a request", "Accepted")
    WAITING = "waiting", pgettext_lazy("leg of a request", "Waiting for the asker")
    ANSWERED = "answered", pgettext_lazy("leg of a request", "Answered")
    REFUSED = "refused", pgettext_lazy("leg of a request", "Refused")
    PASSED_ON = "passed_on", pgettext_lazy("leg of a request", "Passed on")
    JOINED = "joined", pgettext_lazy("leg of a request", "Joined with another")
    WITHDRAWN = "withdrawn", pgettext_lazy("leg of a request", "Withdrawn")


class Because(models.TextChoices):
    """Why an office was proposed for a leg."""

    COUNTRY = "country", _("The mission in that country")
    COVERS = "covers", _("The mission that also covers that country")
    FIELD = "field", _("The bureau for that field")
    PROVINCE = "province", _("The province's ambassador")
    CHOSEN = "chosen", _("Chosen by a person")
    PASSED_ON = "passed_on", _("Passed on by another office")
    SPLIT = "split", _("Split from another office's part")
    SUCCESSOR = "successor", _("Successor of an office that was abolished")
    REOPENED = "reopened", _("The asker reopened it")


class Audience(models.TextChoices):
    """Who reads a comment or an attachment."""

    OFFICE = "office", pgettext_lazy("audience", "Own office only")
    LEGS = "legs", pgettext_lazy("audience", "The offices that answer")
    ALL = "all", pgettext_lazy("audience", "Everybody on the request")


class HeardKind(models.TextChoices):
    """What kind of meeting requests were voiced at."""

    YEARLY = "yearly", _("The ministry's yearly meeting")
    COUNCIL = "council", _("Working council")
    VISIT = "visit", _("Visit to a local government")
    OTHER = "other", pgettext_lazy("kind of a meeting", "Other")


class HeardState(models.TextChoices):
    """What became of an item that was voiced at a meeting."""

    OPEN = "open", pgettext_lazy("item voiced", "Open")
    UNDER_WAY = "under_way", pgettext_lazy("item voiced", "Under way")
    FULFILLED = "fulfilled", pgettext_lazy("item voiced", "Fulfilled")
    PART = "part", pgettext_lazy("item voiced", "In part")
    NOT_POSSIBLE = "not_possible", pgettext_lazy("item voiced", "Not possible")
