"""What tests of actions share: the values of a form, and what the audit record says."""

from datetime import timedelta

from gagyo.accounts.choices import Visibility
from gagyo.accounts.tests.make import TODAY
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.partnerships.rules.dates import partial_date
from gagyo.partnerships.rules.values import PartyValues, ProjectValues, TieValues
from gagyo.registry.models import Body


def tie_values(bodies: tuple[Body, ...], **more: object) -> TieValues:
    """Return what an officer enters for a tie."""
    base: dict[str, object] = {
        "parties": tuple(PartyValues(body.pk, f"signatory {n}") for n, body in enumerate(bodies)),
        "signed": partial_date(year=1996),
        "fields": ("culture", "youth"),
        "summary": TranslatedText("청소년 교류", "ko", {"en": ("Youth exchange", "reviewed")}),
        "visibility": Visibility.PUBLIC.value,
    }
    return TieValues(**{**base, **more})  # type: ignore[arg-type]  # a table of cases


def project_values(lead: Body, **more: object) -> ProjectValues:
    """Return what an officer enters for a project."""
    base: dict[str, object] = {
        "name_ko": "청소년 교류",
        "lead_id": lead.pk,
        "starts_on": TODAY - timedelta(days=9),
        "ends_on": TODAY - timedelta(days=5),
        "kind": "youth",
    }
    return ProjectValues(**{**base, **more})  # type: ignore[arg-type]  # a table of cases


def events() -> list[str]:
    """Return the events recorded, the first first."""
    return list(AuditRecord.objects.order_by("id").values_list("event", flat=True))
