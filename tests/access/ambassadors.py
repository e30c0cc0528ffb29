"""Ambassadors: postings are known to all offices; what is done in them belongs to the province's office."""

from datetime import date
from functools import cached_property

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.tests.make import NOW
from gagyo.ambassadors.choices import ActivityOutcome, AdviceState
from gagyo.ambassadors.models import Activity, AdviceQuestion, Posting
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body
from tests.access.groups import (
    ACCOUNTS,
    CHANGES,
    NO_ROW,
    OWN_OFFICE,
    PUBLIC,
    SIGNED_IN,
    WORKERS,
    WRITERS,
    Group,
    Line,
    back,
)
from tests.access.support import SupportRows


class AmbassadorRows(SupportRows):
    """An ambassador posted to the office's province, and what was done there."""

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

    @cached_property
    def activity(self) -> Activity:
        """A promise that is not kept yet, for the own office alone."""
        return Activity.objects.create(
            office=self.office,
            posting=self.posting,
            visibility=Visibility.OFFICE,
            name_ko="투자 면담",
            name_en="Talk on an investment",
            day=date(2026, 3, 2),
            outcome=ActivityOutcome.PROMISED,
            created_at=NOW,
        )

    @cached_property
    def advice_asked(self) -> AdviceQuestion:
        """A question to the office's ambassador that waits."""
        return AdviceQuestion.objects.create(
            office=self.office,
            number="Q2026-9001",
            state=AdviceState.WAITING,
            asker_office=self.office,
            subject="통관 서류",
            question="어떤 서류가 필요합니까?",
            asked_at=NOW,
            confirmed_at=NOW,
            due_at=NOW,
        )


# The ministry's desk and the operator post; a manager does in the ministry's office alone.
POSTS = Group(frozenset({Role.DESK_OFFICER, Role.OPERATOR}))
# A file that is not there: nobody finds it, and whoever changes nothing in the office is told so first.
NO_FILE = Group(frozenset(), strangers=(ACCOUNTS - OWN_OFFICE.may) | WORKERS)
# Activities are entered where an ambassador is posted.
ENTERS = Group(WORKERS)


def of_posting(group: Group, method: str = "get") -> Line:
    """Return the line of a posting's address."""
    return Line(group, args=lambda world: {"posting_id": world.posting.pk}, method=method)


def of_activity(group: Group, method: str = "get") -> Line:
    """Return the line of an activity's address."""
    return Line(group, args=lambda world: {"activity_id": world.activity.pk}, method=method)


def of_file(group: Group, method: str = "get") -> Line:
    """Return the line of the address of a file that is not there."""
    given = {"file_id": NO_ROW}
    return Line(group, args=lambda world: {"activity_id": world.activity.pk, **given}, method=method)


def of_question(group: Group, method: str = "get") -> Line:
    """Return the line of a question's address."""
    return Line(group, args=lambda world: {"question_id": world.advice_asked.pk}, method=method)


URLS: dict[str, Line] = {
    "ambassadors:provinces": Line(SIGNED_IN),
    "ambassadors:posting_add": Line(POSTS),
    "ambassadors:posting": of_posting(SIGNED_IN),
    "ambassadors:posting_edit": of_posting(POSTS),
    "ambassadors:posting_end": of_posting(POSTS),
    "ambassadors:posting_archive": of_posting(back(POSTS), "post"),
    "ambassadors:posting_restore": of_posting(back(POSTS), "post"),
    "ambassadors:handover": of_posting(OWN_OFFICE),
    "ambassadors:take_over": of_posting(back(CHANGES), "post"),
    "ambassadors:activities": Line(SIGNED_IN),
    "ambassadors:activity_figures": Line(SIGNED_IN),
    "ambassadors:activity_add": Line(ENTERS),
    "ambassadors:activity": of_activity(OWN_OFFICE),
    "ambassadors:activity_edit": of_activity(CHANGES),
    "ambassadors:activity_kept": of_activity(CHANGES),
    "ambassadors:activity_archive": of_activity(back(CHANGES), "post"),
    "ambassadors:activity_restore": of_activity(back(CHANGES), "post"),
    "ambassadors:file_add": of_activity(CHANGES.answering(ok=422), "post"),
    "ambassadors:file": of_file(Group(frozenset(), refused=404)),
    "ambassadors:file_remove": of_file(NO_FILE, "post"),
    "ambassadors:file_restore": of_file(NO_FILE, "post"),
    "ambassadors:advice_desk": Line(SIGNED_IN),
    "ambassadors:advice_add": Line(WRITERS),
    "ambassadors:advice": of_question(OWN_OFFICE),
    "ambassadors:advice_answer": of_question(CHANGES),
    "ambassadors:advice_withdraw": of_question(CHANGES),
    "ambassadors:advice_request": of_question(back(CHANGES), "post"),
    "ambassadors:ask": Line(PUBLIC),
    "ambassadors:question_add": Line(PUBLIC, args=lambda world: {"office_id": world.posting.office_id}),
    "ambassadors:question_sent": Line(
        PUBLIC, args=lambda world: {"office_id": world.posting.office_id, "number": "Q2026-0001"}
    ),
    "ambassadors:question_followed": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
    "ambassadors:question_confirm": Line(
        PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}, method="post"
    ),
    "ambassadors:question_withdraw": Line(PUBLIC.answering(ok=404), args=lambda world: {"key": "no-such-key"}),
}
