"""The words for ties and exchange projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TieKind(models.TextChoices):
    """What kind of tie it is."""

    SISTER = "sister", _("Sister tie")
    FRIENDSHIP = "friendship", _("Friendship tie")
    MOU = "mou", _("MOU")
    OTHER = "other", _("Other tie")


class TieState(models.TextChoices):
    """Where a tie stands."""

    PLANNED = "planned", _("Planned")
    TALKS = "talks", _("In talks")
    SIGNED = "signed", _("Signed")
    DORMANT = "dormant", _("Dormant")
    ENDED = "ended", _("Ended")


IN_FORCE = (TieState.SIGNED, TieState.DORMANT)


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Unknown")


class CouncilConsent(models.TextChoices):
    """Whether the local council agreed."""

    UNKNOWN = "unknown", _("Not recorded")
    GIVEN = "given", _("Given")
    NOT_REQUIRED = "not_required", _("Not required")
    PENDING = "pending", _("Asked for")
    REFUSED = "refused", _("Refused")


class ExchangeField(models.TextChoices):
    """The eleven fields of exchange of the association's database."""

    ADMINISTRATION = "administration", pgettext_lazy("field of exchange", "Administration")
    PEOPLE = "people", _("People-to-people")
    CULTURE = "culture", _("Culture and arts")
    TOURISM = "tourism", _("Tourism")
    YOUTH = "youth", _("Youth and education")
    SPORT = "sport", _("Sport")
    SCIENCE = "science", _("Technology and science")
    SYMBOL = "symbol", _("Commemoration")
    ECONOMY = "economy", _("Economy and trade")
    FARMING = "farming", _("Farming and fishing")
    OTHER = "other", _("Other")


class ProjectKind(models.TextChoices):
    """What kind of exchange project it is."""

    DISPATCH = "dispatch", _("Officials dispatched")
    INVITED = "invited", _("Officials invited")
    DELEGATION_OUT = "delegation_out", _("Delegation sent")
    DELEGATION_IN = "delegation_in", _("Delegation received")
    YOUTH = "youth", _("Youth exchange")
    CULTURE = "culture", _("Culture")
    SPORT = "sport", _("Sport")
    ECONOMY = "economy", _("Economy and trade")
    DISASTER = "disaster", _("Disaster help")
    DEVELOPMENT = "development", _("Development cooperation")
    ONLINE = "online", _("Online exchange")
    OTHER = "other", _("Other")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class ImportSubject(models.TextChoices):
    """What an imported file holds."""

    TIES = "ties", _("Ties")
    PROJECTS = "projects", _("Exchange projects")


class ImportState(models.TextChoices):
    """Where an import stands."""

    COLUMNS = "columns", _("Columns")
    MATCHES = "matches", _("Matches")
    PREVIEW = "preview", _("Preview")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")


class ImportWork(models.TextChoices):
    """What the background is doing with an import."""

    NOTHING = "", _("Nothing")
    CHECKING = "checking", _("Checking rows")
    APPLYING = "applying", _("Applying")


class RowMark(models.TextChoices):
    """What an import does with a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Same")
    DUPLICATE = "duplicate", _("Duplicate")
    WRONG = "wrong", _("Wrong")
