"""Talk by e-mail through real connections: from the outbox to a mail server, and back to the right leg."""

import email
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone

from gagyo.accounts.models import Membership, User
from gagyo.common.actions.outbox import MailServer, send_due_mail
from gagyo.common.actions.replies import ANSWER_ABOVE
from gagyo.common.models import OutgoingMail
from gagyo.common.rules import Actor
from gagyo.common.tests.mail_server import mail_server
from gagyo.config.mail_in import WayIn
from gagyo.config.tests.mail_port import bring, port_of
from gagyo.kernels.files.tests.make import hwp, packed
from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo
from gagyo.support.actions.legs import accept_leg, pause_leg, refuse_leg
from gagyo.support.actions.talk import add_comment, archive_comment
from gagyo.support.models import Attachment, Comment, Leg
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import CommentValues
from gagyo.support.tests.make import NOW, Cast, make_cast, text, under_way, user_id

pytestmark = pytest.mark.django_db(transaction=True)
READ = default.clone(cte_type="8bit")
DOMAIN = "reply.example.kr"
SETTINGS = {
    "REPLY_DOMAIN": DOMAIN,
    "SECRET_KEY": "a secret",
    "SECRET_KEY_FALLBACKS": [],
    "EMAIL_BACKEND": "gagyo.common.actions.mail.OutboxBackend",
}


@pytest.fixture(autouse=True)
def _with_mail() -> Iterator[None]:
    with override_settings(**SETTINGS):
        yield


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody, in a database that another connection reads too."""
    return make_cast()


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """A port of ours to which a mail server brings answers."""
    with port_of(WayIn.from_settings()) as number:
        yield number
    close_old_connections()


def carried() -> dict[str, list[EmailMessage]]:
    """Let a mail server carry what waits in the outbox, and return it by recipient."""
    OutgoingMail.objects.update(next_attempt_at=NOW)
    with mail_server() as server:
        send_due_mail(
            server=MailServer("127.0.0.1", server.port),
            sender="Gagyo <no-reply@example.kr>",
            attempts=1,
            timeout=5,
            clock=timezone.now,
        )
        taken = [
            email.message_from_bytes(each.encode(), policy=default.clone(cte_type="8bit")) for each in server.taken
        ]
    OutgoingMail.objects.all().delete()
    found: dict[str, list[EmailMessage]] = {}
    for message in taken:
        assert isinstance(message, EmailMessage)
        found.setdefault(str(message["To"]), []).append(message)
    return found


def address_of(actor: Actor) -> str:
    """Return somebody's mailbox."""
    return User.objects.get(pk=user_id(actor)).email


def answer_to(message: EmailMessage, words: str, *, files: dict[str, bytes] | None = None, **headers: str) -> bytes:
    """Return an answer as a mail program writes it: to Reply-To, with what it answers quoted below."""
    made = EmailMessage(policy=SMTP)
    body = message.get_content()
    made["From"], made["To"] = str(message["To"]), str(message["Reply-To"])
    made["Subject"], made["In-Reply-To"] = f"Re: {message['Subject']}", str(message["Message-ID"])
    made["Message-ID"] = "<answer-1@hanoi.example>"
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in body.splitlines())
    made.set_content(f"{words}\n\nOn 4 May 2026, Gagyo wrote:\n{quoted}")
    for name, data in (files or {}).items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def say(leg: Leg, by: Actor, words: str = "몇 명이 갑니까?", *, audience: str = "all") -> Comment:
    """Write a comment on a leg."""
    values = CommentValues(text(words), audience)
    return add_comment(request_id=leg.request_id, leg_id=leg.pk, values=values, by=by, now=NOW)


def asked(cast: Cast, *, audience: str = "all", **values: Any) -> tuple[Leg, EmailMessage]:
    """Let the mission ask the officer something on its leg, and return what reaches the officer's mailbox."""
    (leg,) = under_way(cast, cast.hanoi, **values)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    OutgoingMail.objects.all().delete()
    say(leg, cast.consul if audience == "all" else cast.officer, audience=audience)
    (message,) = carried()[address_of(cast.officer if audience == "all" else cast.consul)]
    return leg, message


def deliver(port: int, data: bytes, message: EmailMessage, *, sender: str | None = None) -> tuple[int, str]:
    """Bring an answer to the address that the message names."""
    return bring(port, data, to=str(message["Reply-To"]), sender=str(message["To"]) if sender is None else sender)


def answers() -> list[Comment]:
    """Return what came by mail."""
    return list(Comment.objects.exclude(message_id=None).order_by("pk"))


def test_an_answer_by_mail_stands_on_the_leg_for_the_same_readers(cast: Cast, port: int) -> None:
    leg, message = asked(cast)
    assert ANSWER_ABOVE in message.get_content()
    assert "몇 명이 갑니까?" in message.get_content()
    data = answer_to(message, "열두 명입니다.", files={"명단.hwp": hwp("명단: 김, 이, 박")})
    assert deliver(port, data, message) == (250, "2.0.0 Taken.")
    (comment,) = answers()
    assert (comment.text.original, comment.text.language) == ("열두 명입니다.", "ko")
    assert (comment.leg_id, comment.audience) == (leg.pk, "all")
    assert (comment.office_id, comment.author_id) == (cast.city.pk, cast.officer.user_id)
    (file,) = Attachment.objects.all()
    assert (file.comment_id, file.title, file.audience) == (comment.pk, "명단.hwp", "all")
    assert file.text == "명단: 김, 이, 박"
    # The mission, which owns the leg, is told of the answer, and answers in its turn.
    (back,) = carried()[address_of(cast.consul)]
    again = answer_to(back, "Thank you.", Message_ID="<answer-2@hanoi.example>")
    assert deliver(port, again, back) == (250, "2.0.0 Taken.")
    assert [(each.office_id, each.leg_id, each.text.language) for each in answers()] == [
        (cast.city.pk, leg.pk, "ko"),
        (cast.hanoi.pk, leg.pk, "en"),
    ]


def test_an_answer_within_the_circle_stays_within_it(cast: Cast, port: int) -> None:
    leg, message = asked(cast, audience="legs")
    assert deliver(port, answer_to(message, "알겠습니다."), message)[0] == 250
    (comment,) = answers()
    assert (comment.audience, comment.office_id, comment.leg_id) == ("legs", cast.hanoi.pk, leg.pk)


def test_an_answer_to_news_of_a_leg_stands_on_that_leg(cast: Cast, port: int) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    sent_to = carried()
    (message,) = sent_to[address_of(cast.tokyo_consul)]
    assert deliver(port, answer_to(message, "확인 중입니다."), message)[0] == 250
    accept_leg(leg_id=hanoi.pk, by=cast.consul, now=NOW)
    pause_leg(leg_id=hanoi.pk, reason="날짜를 알려 주세요", by=cast.consul, now=NOW)
    (question,) = carried()[address_of(cast.officer)]
    assert deliver(port, answer_to(question, "5월 9일입니다.", Message_ID="<b@x.kr>"), question)[0] == 250
    assert [(each.leg_id, each.office_id, each.audience) for each in answers()] == [
        (tokyo.pk, cast.tokyo.pk, "legs"),
        (hanoi.pk, cast.city.pk, "legs"),
    ]


def test_the_same_message_is_taken_once_and_programs_are_left_aside(cast: Cast, port: int) -> None:
    _leg, message = asked(cast)
    data = answer_to(message, "열두 명입니다.")
    assert deliver(port, data, message) == (250, "2.0.0 Taken.")
    assert deliver(port, data, message) == (250, "2.0.0 This message was taken before.")
    aside = (250, "2.0.0 A program has written this, so it is left aside.")
    loops = {"Auto_Submitted": "auto-replied", "X_Loop": DOMAIN, "List_Id": "<l.example.kr>"}
    for number, (name, value) in enumerate(loops.items()):
        headers = {"Message_ID": f"<loop-{number}@x.kr>", name: value}
        assert deliver(port, answer_to(message, "부재중", files=None, **headers), message) == aside
    bounce = answer_to(message, "Undelivered", Message_ID="<bounce@x.kr>")
    assert deliver(port, bounce, message, sender="") == aside
    # Our own message sent back by a rule of the recipient's mailbox.
    assert deliver(port, message.as_bytes(policy=SMTP), message) == aside
    assert len(answers()) == 1


def test_one_message_to_two_addresses_of_ours_is_said_once(cast: Cast, port: int) -> None:
    leg, message = asked(cast)
    say(leg, cast.consul, "언제 갑니까?")
    (second,) = carried()[address_of(cast.officer)]
    data = answer_to(message, "열두 명, 5월입니다.")
    assert deliver(port, data, message)[0] == 250
    assert deliver(port, data, second) == (250, "2.0.0 Taken.")
    assert len(answers()) == 1


def test_forged_and_foreign_addresses_are_refused_with_a_sentence(cast: Cast, port: int) -> None:
    leg, message = asked(cast)
    data = answer_to(message, "끼어들기")
    officer = Membership.objects.get(user=cast.officer.user_id)
    forged = ReplyDoor(DOMAIN, ("another secret",)).address(ReplyTo("leg", leg.pk, officer.pk))
    for address in (forged, f"reply+1aaaa@{DOMAIN}", "info@elsewhere.example", f"leg-{leg.pk}@{DOMAIN}"):
        code, said = bring(port, data, to=address, sender="x@example.kr")
        assert (code, said) == (550, "5.1.1 This address leads nowhere. Answer on the page instead.")
    # A true address in the hands of another: of a stranger, and of a colleague to whom it was passed on.
    for sender in ("stranger@elsewhere.example", address_of(cast.second_officer)):
        code, said = deliver(port, answer_to(message, "끼어들기", From=sender), message, sender=sender)
        assert code == 550
        assert "That message was sent to another person." in said
    gone = ReplyDoor(DOMAIN, ("a secret",)).address(ReplyTo("leg", 987654, officer.pk))
    code, said = bring(port, data, to=gone, sender=str(message["To"]))
    assert (code, "not there any more" in said) == (550, True)
    assert answers() == []


def test_who_left_or_reads_it_no_more_is_refused(cast: Cast, port: int) -> None:
    named = (Reader(cast.desk.pk),)
    (leg,) = under_way(cast, cast.hanoi, confidentiality="restricted", readers=named)
    (message,) = carried()[address_of(cast.consul)]
    refuse_leg(leg_id=leg.pk, reason="관할 밖", by=cast.consul, now=NOW)
    code, said = deliver(port, answer_to(message, "더 쓸 말"), message)
    assert (code, "not yours to read" in said) == (550, True)
    _leg, message = asked(cast)
    Membership.objects.filter(user=cast.officer.user_id).update(ends_on=timezone.localdate())
    code, said = deliver(port, answer_to(message, "떠난 뒤"), message)
    assert (code, "do not work in that office any more" in said) == (550, True)
    User.objects.filter(pk=user_id(cast.officer)).update(is_active=False)
    Membership.objects.filter(user=cast.officer.user_id).update(ends_on=None)
    assert deliver(port, answer_to(message, "닫힌 계정"), message)[0] == 550
    assert answers() == []


def test_an_answer_to_a_comment_that_was_taken_away_is_refused(cast: Cast, port: int) -> None:
    _leg, message = asked(cast)
    archive_comment(comment_id=Comment.objects.get().pk, by=cast.consul, now=NOW)
    code, said = deliver(port, answer_to(message, "네"), message)
    assert (code, "was taken away" in said) == (550, True)


def test_files_are_checked_and_nothing_is_kept_half(cast: Cast, port: int) -> None:
    _leg, message = asked(cast)
    macro = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", "word/vbaProject.bin": "x"})
    bad = {
        "계획.docx": (macro, "holds a macro"),
        "page.pdf": (b"<!doctype html><script>", "holds a script"),
        "a.pdf": (b"%PDF-1.4\n<</JavaScript (app.alert(1))>>", "holds a script"),
        "tool.exe": (b"MZ\x90\x00", "of a kind that is not kept"),
    }
    for number, (name, (data, words)) in enumerate(bad.items()):
        files = {"명단.hwp": hwp("명단"), name: data}
        code, said = deliver(port, answer_to(message, "첨부", files=files, Message_ID=f"<f{number}@x.kr>"), message)
        assert (code, words in said, said.isascii()) == (550, True, True), said
    assert (answers(), Attachment.objects.count()) == ([], 0)


def test_an_answer_without_words_is_refused(cast: Cast, port: int) -> None:
    _leg, message = asked(cast)
    code, said = deliver(port, answer_to(message, ""), message)
    assert (code, "says nothing new" in said) == (550, True)


def test_a_restricted_request_is_answered_by_mail_that_held_no_words(cast: Cast, port: int) -> None:
    readers = (Reader(cast.desk.pk),)
    leg, message = asked(cast, name_ko="비밀제목", confidentiality="restricted", readers=readers)
    content = message.get_content() + str(message["Subject"])
    assert "몇 명이" not in content
    assert "비밀제목" not in content
    assert deliver(port, answer_to(message, "열두 명입니다."), message)[0] == 250
    assert [each.leg_id for each in answers()] == [leg.pk]
