"""What cities show to delegations, requests from abroad, surveys and what visitors thought."""

from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.choices import Visibility
from gagyo.registry.tests.make import make_country
from gagyo.visits.choices import RequestState
from gagyo.visits.models import Site, SurveyLink, VisitRequest
from gagyo.visits.tests.make import make_site, make_visit
from tests.access.groups import CHANGES, CHANGES_PERSON, CONTACTS, NO_ROW, OWN_OFFICE, PUBLIC, READS_PERSON, Line
from tests.access.partnerships import PartnershipRows

KEY = "the-key-of-the-access-table"


class PublicRows(PartnershipRows):
    """A public site of the office, and a request that waits for its answer."""

    @cached_property
    def public_site(self) -> Site:
        """A site that anybody may see."""
        return make_site(office=self.office)

    @cached_property
    def visit_request(self) -> VisitRequest:
        """A request of the office that was confirmed by e-mail."""
        now = timezone.now()
        return VisitRequest.objects.create(
            office=self.office,
            number="2026-9001",
            token_hash=hash_of(KEY),
            state=RequestState.RECEIVED,
            organisation="City of Hue",
            country=make_country("VN"),
            contact_name="Tran Van A",
            email="a@example.org",
            persons=12,
            wished_from=date(2030, 4, 1),
            wished_until=date(2030, 4, 5),
            message="Smart city",
            sent_at=now,
            confirmed_at=now,
            retain_until=timezone.localdate(now) + timedelta(days=400),
        )

    @cached_property
    def survey(self) -> SurveyLink:
        """The survey of a visit of the office."""
        visit = make_visit(office=self.office, visibility=Visibility.OFFICE)
        return SurveyLink.objects.create(visit=visit, key="of-the-access-table", closes_on=date(2030, 1, 1))


URLS: dict[str, Line] = {
    "visits:welcome": Line(PUBLIC),
    "visits:welcome_office": Line(PUBLIC, args=lambda world: {"office_id": world.public_site.office_id}),
    "visits:request_add": Line(PUBLIC, args=lambda world: {"office_id": world.public_site.office_id}),
    "visits:request_sent": Line(
        PUBLIC, args=lambda world: {"office_id": world.public_site.office_id, "number": "2026-0001"}
    ),
    "visits:request_followed": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
    "visits:request_programme": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
    "visits:request_confirm": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}, method="post"),
    "visits:request_withdraw": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
    "visits:requests": Line(CONTACTS),
    "visits:requests_export": Line(CONTACTS),
    "visits:request": Line(READS_PERSON, args=lambda world: {"request_id": world.visit_request.pk}),
    "visits:request_accept": Line(CHANGES_PERSON, args=lambda world: {"request_id": world.visit_request.pk}),
    "visits:request_decline": Line(CHANGES_PERSON, args=lambda world: {"request_id": world.visit_request.pk}),
    "visits:feedback": Line(CONTACTS),
    "visits:feedback_answers": Line(CONTACTS),
    "visits:visit_survey": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.survey.visit_id}),
    "visits:survey_print": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.survey.visit_id}),
    "visits:survey_qr": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.survey.visit_id}),
    "visits:survey_lead": Line(
        CHANGES.answering(ok=404),
        args=lambda world: {"visit_id": world.survey.visit_id, "answer_id": NO_ROW},
        method="post",
        data={"kind": "tie_lead"},
    ),
    "visits:survey_thanks": Line(PUBLIC),
    "visits:survey": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
}
