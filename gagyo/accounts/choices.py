"""The words for roles, kinds of office and visibility."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an office (product.md)."""

    OFFICER = "officer", _("Officer")
    MANAGER = "manager", _("Manager")
    AMBASSADOR = "ambassador", _("Ambassador for international relations")
    DESK_OFFICER = "desk_officer", _("Desk officer of the ministry")
    MISSION_OFFICER = "mission_officer", _("Officer of a mission abroad")
    OPERATOR = "operator", _("Operator")
    FOREIGN_MISSION = "foreign_mission", _("Foreign mission")
    INTERPRETER = "interpreter", _("Interpreter")
    AUDITOR = "auditor", _("Auditor")


class OfficeKind(models.TextChoices):
    """What an office is part of."""

    LOCAL_GOVERNMENT = "local_government", _("Local government")
    ASSOCIATION = "association", _("Governors' association")
    MINISTRY = "ministry", _("Foreign ministry")
    MISSION_ABROAD = "mission_abroad", _("Mission abroad")
    FOREIGN_MISSION = "foreign_mission", _("Mission in Korea")
    AGENCY = "agency", _("Agency")
    FIRM = "firm", _("Firm")


class Visibility(models.TextChoices):
    """Who may read a record besides its office."""

    OFFICE = "office", _("Own office only")
    SHARED = "shared", _("All offices")
    PUBLIC = "public", _("Public")


class Scope(models.TextChoices):
    """What a program with an office's token may read."""

    TIES = "ties:read", _("Ties")
    PROJECTS = "projects:read", _("Exchange projects")
    REGISTRY = "registry:read", _("Places and bodies")
    FIGURES = "figures:read", _("Figures")
