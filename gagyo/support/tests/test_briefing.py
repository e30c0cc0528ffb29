"""Open requests on the briefing sheet of a one-to-one meeting: the reader's own, about the country that it meets."""

import pytest
from django.utils import translation

from gagyo.common.rules import ANYBODY
from gagyo.meetings.queries.after_briefing import briefing_of
from gagyo.meetings.queries.briefing_papers import briefing_document
from gagyo.meetings.queries.open_requests import open_requests
from gagyo.meetings.tests.make import DAY, make_meeting, make_participant, make_round
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body
from gagyo.support.choices import Confidentiality
from gagyo.support.models import SupportRequest
from gagyo.support.tests.make import make_cast, make_request, sent

pytestmark = pytest.mark.django_db


def test_a_sheet_tells_the_readers_own_open_requests_about_the_country_that_it_meets() -> None:
    cast = make_cast()
    about = sent(cast, name_ko="하노이 지원", country_id="VN")
    sent(cast, name_ko="남의 나라", country_id="JP")
    secret = sent(cast, name_ko="대외비", country_id="VN")
    SupportRequest.objects.own(cast.officer).filter(pk=secret.pk).update(confidentiality=Confidentiality.RESTRICTED)
    assert secret in SupportRequest.objects.own(cast.officer)
    make_request(cast, name_ko="초안", country_id="VN")
    row = make_round(office=cast.city)
    city = make_participant(of=row, side=1, body=cast.body)
    embassy = make_participant(of=row, body=make_body(country="VN", kind=BodyKind.MISSION_IN_KOREA))
    meeting = make_meeting(one=embassy, other=city)

    def told(reader_id: int) -> list[str]:
        reader = city if reader_id == city.pk else embassy
        known = open_requests(reader, by=cast.officer)
        sheet = briefing_of(meeting, reader_id=reader_id, by_organiser=False, requests=known)
        return [each.number for each in sheet.requests]

    assert (told(city.pk), told(embassy.pk), open_requests(city, by=ANYBODY)) == ([about.number], [], [])
    known = open_requests(city, by=cast.officer)
    sheet = briefing_of(meeting, reader_id=city.pk, by_organiser=False, requests=known)
    with translation.override("ko"):
        assert f"{about.number} 하노이 지원" in repr(briefing_document(sheet, today=DAY, language="ko"))
