"""Comments: who reads which, who can be named and is told, and that one's own can be taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.support.actions.legs import own_leg, refuse_leg
from gagyo.support.actions.talk import add_comment, archive_comment, restore_comment, see_mentions
from gagyo.support.models import Absence, Comment, Leg, SupportRequest
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.queries.talk import talk_on
from gagyo.support.rules.readers import Reader, hears, may_read, sees_drafts
from gagyo.support.rules.values import CommentValues, UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, answered, make_request, text, under_way, user_id

pytestmark = pytest.mark.django_db
AUDIENCES = ("office", "legs", "all")


def say(
    row: SupportRequest,
    by: Actor,
    words: str = "확인 바랍니다.",
    *,
    audience: str = "all",
    leg: Leg | None = None,
    mentions: tuple[int, ...] = (),
) -> Comment:
    """Write a comment."""
    wanted = CommentValues(text(words), audience, mentions)
    return add_comment(request_id=row.pk, values=wanted, leg_id=leg.pk if leg else None, by=by, now=NOW)


def readers(cast: Cast, comment: Comment, *, more: tuple[Actor, ...] = ()) -> set[str]:
    """Return the names of those who read a comment; the rule and the query must agree for everybody."""
    row = SupportRequest.objects.past_access(because="a test compares what everybody reads").get(pk=comment.request_id)
    involved, found = involved_of(row), set()
    for actor in (*cast.everybody, *more, ANYBODY, system(label="system")):
        kind = kind_of(actor)
        by_rule = may_read(actor=actor, office_kind=kind, involved=involved) and hears(
            audience=comment.audience,
            author_office_id=comment.office_id,
            actor=actor,
            drafts=sees_drafts(actor=actor, office_kind=kind, involved=involved),
        )
        by_query = Comment.objects.for_user(actor).filter(pk=comment.pk).exists()
        assert by_query == by_rule, (actor.label, comment.audience, by_query)
        if by_query:
            found.add(actor.label)
    return found - {"system"}


CITY = {"담당", "동료", "과장", "국장"}
MINISTRY = {"데스크", "심의관", "지역국"}


def test_a_comment_is_read_by_its_circle_alone(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    read = {
        (audience, by.label): readers(cast, say(leg.request, by, audience=audience, leg=leg))
        for audience in AUDIENCES
        for by in (cast.officer, cast.router, cast.consul)
    }
    answering = MINISTRY | {"하노이 영사"}
    assert read == {
        ("office", "담당"): CITY,
        ("office", "데스크"): {"데스크", "심의관"},
        ("office", "하노이 영사"): {"하노이 영사"},
        ("legs", "담당"): CITY | answering,
        ("legs", "데스크"): answering,
        ("legs", "하노이 영사"): answering,
        ("all", "담당"): CITY | answering,
        ("all", "데스크"): CITY | answering,
        ("all", "하노이 영사"): CITY | answering,
    }


def test_rule_and_query_agree_on_drafts_answers_restricted_requests_and_auditors(cast: Cast) -> None:
    below = replace(make_actor(role=Role.AUDITOR), reads_offices=frozenset({cast.city.pk}), label="감사")
    abroad = replace(make_actor(role=Role.AUDITOR), reads_offices=frozenset({cast.hanoi.pk}), label="외교부 감사")
    association = make_office(kind=OfficeKind.ASSOCIATION)
    central = replace(make_actor(membership=make_member(role=Role.AUDITOR, office=association)), label="중앙 감사")
    moved = replace(cast.officer, office_id=cast.stranger.office_id, label="옮긴 담당")
    more = (below, abroad, central, moved)
    named = (Reader(cast.desk.pk), Reader(cast.city.pk, user_id(cast.second_officer)))
    rows = [make_request(cast), answered(cast), make_request(cast, confidentiality="restricted")]
    (normal,) = under_way(cast, cast.tokyo)
    (hidden,) = under_way(cast, cast.hanoi, confidentiality="restricted", readers=named)
    rows += [normal.request, hidden.request]
    for row in rows:
        for audience in AUDIENCES:
            readers(cast, say(row, cast.officer, audience=audience), more=more)
    said = [say(hidden.request, cast.consul, audience=audience, leg=hidden) for audience in AUDIENCES]
    always = {"데스크", "심의관"}
    assert [readers(cast, each, more=more) for each in said] == [
        {"하노이 영사"},
        always | {"하노이 영사"},
        always | {"하노이 영사", "담당", "동료", "과장"},
    ]
    # The mission has refused: what it said to others stays, and it reads the request no more.
    refuse_leg(leg_id=hidden.pk, reason="관할 밖", by=cast.consul, now=NOW)
    assert [readers(cast, each, more=more) for each in said] == [set(), always, always | {"담당", "동료", "과장"}]


def test_a_comment_stays_its_offices_when_its_author_moves(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    comment = say(leg.request, cast.officer, audience="office")
    elsewhere = make_member(
        role=Role.OFFICER, office=cast.tokyo, user=Membership.objects.get(user=cast.officer.user_id).user
    )
    moved = replace(make_actor(membership=elsewhere), label="옮긴 담당")
    assert readers(cast, comment, more=(moved,)) == CITY
    with pytest.raises(Comment.DoesNotExist):
        archive_comment(comment_id=comment.pk, by=moved, now=NOW)


def test_strangers_and_auditors_write_nothing(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(SupportRequest.DoesNotExist):
        say(leg.request, cast.stranger)
    auditor = make_actor(membership=make_member(role=Role.AUDITOR, office=cast.city))
    with pytest.raises(NotYoursError):
        say(leg.request, auditor)
    assert Comment.objects.count() == 0


def test_a_comment_needs_words_a_circle_and_its_own_request(cast: Cast, in_english: None) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    other = make_request(cast)
    for words, values in (
        ("Write something", {"words": " "}),
        ("Choose who reads it", {"audience": "world"}),
        ("not there any more", {"leg": leg, "row": other}),
        ("at most 10000", {"words": "가" * 10_001}),
    ):
        row = values.pop("row", leg.request)
        with pytest.raises(UnableToSaveSupport, match=words):
            say(row, cast.officer, **values)  # type: ignore[arg-type]  # as named above
    assert Comment.objects.count() == 0


def test_nobody_is_named_who_would_not_read_it(cast: Cast, in_english: None) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    consul = user_id(cast.consul)
    with pytest.raises(UnableToSaveSupport, match="하노이 영사 would not read this"):
        say(leg.request, cast.officer, audience="office", mentions=(consul,))
    with pytest.raises(UnableToSaveSupport, match="does not read this request"):
        say(leg.request, cast.officer, mentions=(user_id(cast.stranger),))
    with pytest.raises(UnableToSaveSupport, match="would not read this"):
        say(leg.request, cast.consul, audience="legs", mentions=(user_id(cast.officer),))
    mail.outbox.clear()
    comment = say(leg.request, cast.officer, mentions=(consul, user_id(cast.officer)))
    assert list(comment.mentions.values_list("user", flat=True)) == [consul]


def told(comment: Comment) -> set[str]:
    """Return to whom the last comment's mails went, by their first recipient."""
    names = {each.user.email: each.user.name_ko for each in Membership.objects.select_related("user")}
    found = {names[to] for each in mail.outbox for to in each.to}
    mail.outbox.clear()
    return found


def test_who_is_told_of_a_comment(cast: Cast) -> None:
    (leg, second) = under_way(cast, cast.hanoi, cast.tokyo)
    mail.outbox.clear()
    row = leg.request
    # Nobody owns the legs yet, so whoever answers there is told; the officer is the author.
    assert told(say(row, cast.officer)) == {"하노이 영사", "도쿄 영사"}
    own_leg(leg_id=leg.pk, owner_id=user_id(cast.consul), by=cast.consul, now=NOW)
    mail.outbox.clear()
    assert told(say(row, cast.officer, leg=leg)) == {"하노이 영사"}
    assert told(say(row, cast.consul, leg=leg)) == {"담당"}
    assert told(say(row, cast.consul, leg=leg, audience="legs")) == set()
    assert told(say(row, cast.tokyo_consul, leg=leg, audience="legs")) == {"하노이 영사"}
    assert told(say(row, cast.officer, audience="office")) == set()
    assert told(say(row, cast.officer, audience="office", mentions=(user_id(cast.manager),))) == {"과장"}
    assert told(say(row, cast.second_officer, audience="office")) == {"담당"}
    assert second.owner_id is None


def test_who_stands_in_for_the_owner_is_told_too(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    own_leg(leg_id=leg.pk, owner_id=user_id(cast.consul), by=cast.consul, now=NOW)
    other = make_member(role=Role.MISSION_OFFICER, office=cast.hanoi)
    Absence.objects.create(
        user_id=user_id(cast.consul),
        office=cast.hanoi,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        stand_in=other.user,
    )
    mail.outbox.clear()
    assert told(say(leg.request, cast.officer, leg=leg)) == {"하노이 영사", other.user.name_ko}


def test_a_comment_before_the_routing_reaches_who_routes(cast: Cast) -> None:
    from gagyo.support.tests.make import sent

    row = sent(cast)
    mail.outbox.clear()
    assert told(say(row, cast.officer)) == {"데스크", "지역국"}
    assert told(say(row, cast.officer, audience="office")) == set()


def test_who_left_is_neither_named_nor_told(cast: Cast, in_english: None) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    own_leg(leg_id=leg.pk, owner_id=user_id(cast.consul), by=cast.consul, now=NOW)
    Membership.objects.filter(user=cast.consul.user_id).update(ends_on=(NOW - timedelta(days=1)).date())
    mail.outbox.clear()
    assert told(say(leg.request, cast.officer, leg=leg)) == set()
    with pytest.raises(UnableToSaveSupport, match="does not read"):
        say(leg.request, cast.officer, mentions=(user_id(cast.consul),))


def test_mails_of_a_restricted_request_hold_no_words(cast: Cast) -> None:
    for confidentiality, readers_ in (("normal", ()), ("restricted", (Reader(cast.desk.pk),))):
        (leg,) = under_way(cast, cast.hanoi, name_ko="비밀제목", confidentiality=confidentiality, readers=readers_)
        mail.outbox.clear()
        say(leg.request, cast.consul, "비밀본문", leg=leg, mentions=(user_id(cast.officer),))
        (message,) = mail.outbox
        raw = message.message().as_string() + str(message.subject) + str(message.body)
        is_open = confidentiality == "normal"
        assert [word in raw for word in ("비밀제목", "비밀본문", "하노이 영사")] == [is_open] * 3
        assert leg.request.number in raw
        assert "비밀" not in str(list(AuditRecord.objects.values()))


def test_the_audit_record_of_a_comment_has_no_words(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    say(leg.request, cast.consul, "본문의 낱말", leg=leg)
    record = AuditRecord.objects.get(event="support.commented")
    assert "낱말" not in str([record.after, record.about_label])
    assert record.after is not None
    assert (record.after["audience"], record.after["leg"]) == ("all", leg.pk)


def test_ones_own_comment_goes_and_comes_back(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    comment = say(leg.request, cast.officer)
    for other in (cast.second_officer, cast.router):
        with pytest.raises(NotYoursError):
            archive_comment(comment_id=comment.pk, by=other, now=NOW)
    with pytest.raises(Comment.DoesNotExist):
        archive_comment(comment_id=comment.pk, by=cast.stranger, now=NOW)
    archive_comment(comment_id=comment.pk, by=cast.officer, now=NOW)
    assert talk_on(leg.request, actor=cast.officer) == []
    with pytest.raises(NotYoursError):
        restore_comment(comment_id=comment.pk, by=cast.second_officer, now=NOW)
    restore_comment(comment_id=comment.pk, by=cast.officer, now=NOW)
    assert talk_on(leg.request, actor=cast.router) == [comment]
    events = AuditRecord.objects.filter(about_type="support.comment").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["support.commented", "support.comment_archived", "support.comment_restored"]


def test_a_mention_waits_until_it_is_seen_or_answered(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    consul = (user_id(cast.consul),)
    first = say(leg.request, cast.officer, mentions=consul)
    waiting = first.mentions.filter(seen_at=None)
    see_mentions(comment_id=first.pk, by=cast.router, now=NOW)
    assert waiting.exists()
    see_mentions(comment_id=first.pk, by=cast.consul, now=NOW)
    assert not waiting.exists()
    second = say(leg.request, cast.officer, mentions=consul)
    say(leg.request, cast.consul, "네", leg=leg)
    assert not second.mentions.filter(seen_at=None).exists()
