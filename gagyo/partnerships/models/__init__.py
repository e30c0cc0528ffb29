"""Ties, exchange projects, imports."""

from gagyo.partnerships.models.feeds import CalendarFeed
from gagyo.partnerships.models.imports import ColumnMapping, ImportBatch, ImportRow
from gagyo.partnerships.models.projects import ExchangeProject, ProjectDocument, ProjectPartner
from gagyo.partnerships.models.ties import (
    ConsentRule,
    Tie,
    TieContact,
    TieDocument,
    TieField,
    TieParty,
    TieStateChange,
)

__all__ = [
    "CalendarFeed",
    "ColumnMapping",
    "ConsentRule",
    "ExchangeProject",
    "ImportBatch",
    "ImportRow",
    "ProjectDocument",
    "ProjectPartner",
    "Tie",
    "TieContact",
    "TieDocument",
    "TieField",
    "TieParty",
    "TieStateChange",
]
