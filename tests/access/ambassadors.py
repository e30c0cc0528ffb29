"""Ambassadors: postings are known to all offices; what is done in them belongs to the province's office."""

from datetime import date
from functools import cached_property

from gagyo.ambassadors.models import Posting
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body
from tests.access.groups import SIGNED_IN, Line
from tests.access.support import SupportRows


class AmbassadorRows(SupportRows):
    """An ambassador posted to the office's province."""

    @cached_property
    def province(self) -> Body:
        """A province."""
        return make_body(name_ko="경기도", name_en="Gyeonggi-do", country="KR", kind=BodyKind.METROPOLITAN)

    @cached_property
    def posting(self) -> Posting:
        """Who is posted there."""
        return Posting.objects.create(
            office=self.office,
            province=self.province,
            name_ko="박국제",
            name_en="Park Gukje",
            starts_on=date(2026, 1, 1),
        )


URLS: dict[str, Line] = {
    "ambassadors:provinces": Line(SIGNED_IN),
    "ambassadors:posting": Line(SIGNED_IN, args=lambda world: {"posting_id": world.posting.pk}),
}
