"""The door for mail that comes in: taken once, left aside where a program wrote it, refused where it leads nowhere."""

import email
from datetime import timedelta
from email.policy import default

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings

from gagyo.accounts.tests.make import NOW
from gagyo.common.actions.incoming import Outcome, Receipt, receive_mail
from gagyo.common.actions.outbox import MailServer, send_due_mail
from gagyo.common.actions.replies import ANSWER_ABOVE, reply_door, reply_headers
from gagyo.common.models import OutgoingMail, ReceivedMail
from gagyo.common.tasks import KEEP_DAYS, clear_background_records
from gagyo.common.tests.answers import ADDRESS, DOOR, KIM, THREAD, Feature, answer, kept
from gagyo.common.tests.mail_server import mail_server
from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo
from gagyo.kernels.mailing.incoming import Limits

pytestmark = pytest.mark.django_db
LIMITS = Limits(100_000, 50_000)


def take(
    data: bytes, feature: Feature, *, recipient: str = ADDRESS, return_path: str | None = KIM, door: ReplyDoor = DOOR
) -> Receipt:
    return receive_mail(
        data=data,
        return_path=return_path,
        recipient=recipient,
        door=door,
        limits=LIMITS,
        handlers={"test": feature},
        markers=(ANSWER_ABOVE,),
        now=NOW,
    )


def test_an_answer_reaches_the_feature_of_its_thread() -> None:
    feature = Feature()
    assert take(answer(f"좋습니다.\n\n{ANSWER_ABOVE}\n> 언제?"), feature) == Receipt("taken", "2.0.0", "Taken.")
    assert [mail.text for mail in feature.taken] == ["좋습니다."]
    assert kept() == ["test 7 3"]


def test_the_same_message_is_taken_once_for_each_recipient() -> None:
    feature = Feature()
    other = DOOR.address(ReplyTo("test", 7, 4))
    outcomes = [take(answer(), feature, recipient=one).outcome for one in (ADDRESS, ADDRESS, other, other)]
    assert outcomes == ["taken", "repeated", "taken", "repeated"]
    assert kept() == ["test 7 3", "test 7 4"]


PROGRAMS = {
    "an answering machine": (answer(Auto_Submitted="auto-replied"), KIM),
    "a bounce": (answer(), ""),
    "a list": (answer(List_Id="<l.example.kr>"), KIM),
    "our own message": (answer(X_Loop=DOOR.domain), KIM),
    "our own message come back": (answer(Message_ID=DOOR.message_id("ab")), KIM),
}


@pytest.mark.parametrize(("data", "return_path"), PROGRAMS.values(), ids=PROGRAMS)
def test_what_a_program_wrote_is_left_aside_without_an_answer(data: bytes, return_path: str) -> None:
    feature = Feature()
    receipt = take(data, feature, return_path=return_path)
    assert (receipt.outcome, receipt.is_refused) == ("left_aside", False)
    assert (feature.taken, OutgoingMail.objects.count()) == ([], 0)
    assert ReceivedMail.objects.exclude(automatic="").count() == 1
    assert take(data, feature, return_path=return_path).outcome == "repeated"


FORGED = ReplyDoor(DOOR.domain, ("another secret",)).address(THREAD)
REFUSED: dict[str, tuple[bytes, str, Outcome, str, str]] = {
    "a forged address": (answer(), FORGED, "unknown_address", "5.1.1", "leads nowhere"),
    "another domain": (answer(), "info@example.kr", "unknown_address", "5.1.1", "leads nowhere"),
    "a thread nobody takes": (
        answer(),
        DOOR.address(ReplyTo("gone", 1, 1)),
        "unknown_address",
        "5.1.1",
        "Nobody takes answers",
    ),
    "too large": (answer("x" * 100_001), ADDRESS, "refused", "5.3.4", "larger than"),
    "no message": (b"hello", ADDRESS, "refused", "5.6.0", "cannot be read"),
    "another sender": (answer(From="lee@example.kr"), ADDRESS, "refused", "5.7.1", "another person"),
}


@pytest.mark.parametrize(("data", "recipient", "outcome", "status", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_leaves_nothing_and_says_why(
    data: bytes, recipient: str, outcome: Outcome, status: str, words: str
) -> None:
    receipt = take(data, Feature(), recipient=recipient)
    assert (receipt.outcome, receipt.status, receipt.is_refused) == (outcome, status, True)
    assert words in receipt.sentence
    assert receipt.sentence.isascii()
    assert "\n" not in receipt.sentence
    assert (kept(), ReceivedMail.objects.count()) == ([], 0)


def test_a_message_at_which_the_feature_failed_is_taken_when_it_comes_again() -> None:
    feature = Feature(failing=1)
    with pytest.raises(RuntimeError, match="gone"):
        take(answer(), feature)
    assert (kept(), ReceivedMail.objects.count()) == ([], 0)
    assert take(answer(), feature).outcome == "taken"
    assert kept() == ["test 7 3"]


def test_received_mail_is_forgotten_after_its_days() -> None:
    take(answer(number="old"), Feature())
    take(answer(number="new"), Feature())
    old = ReceivedMail.objects.earliest("pk")
    from django.utils import timezone

    old.received_at = timezone.now() - timedelta(days=KEEP_DAYS + 1)
    old.save()
    ReceivedMail.objects.exclude(pk=old.pk).update(received_at=timezone.now())
    assert clear_background_records.call() == 1
    assert ReceivedMail.objects.filter(pk=old.pk).exists() is False


@override_settings(REPLY_DOMAIN="")
def test_without_a_domain_there_is_nowhere_to_answer() -> None:
    assert reply_door() is None
    assert reply_headers(to=THREAD) == {"Auto-Submitted": "auto-generated"}


@override_settings(
    REPLY_DOMAIN="reply.example.kr",
    SECRET_KEY="new",
    SECRET_KEY_FALLBACKS=["a secret"],
    EMAIL_BACKEND="gagyo.common.actions.mail.OutboxBackend",
)
def test_the_answer_to_a_message_that_a_mail_server_carried_comes_back_to_its_thread() -> None:
    EmailMessage("방문", f"언제?\n\n{ANSWER_ABOVE}", to=[KIM], headers=reply_headers(to=THREAD)).send()
    OutgoingMail.objects.update(next_attempt_at=NOW)
    with mail_server() as server:
        send_due_mail(
            server=MailServer("127.0.0.1", server.port),
            sender="Gagyo <no-reply@example.kr>",
            attempts=1,
            timeout=5,
            clock=lambda: NOW,
        )
        (carried,) = server.taken
    sent = email.message_from_string(carried, policy=default)
    door, feature = reply_door(), Feature()
    assert door is not None
    # A mail program answers to Reply-To, and quotes.
    quoted = f"12일이 좋습니다.\n\nOn 22 Nov 2026, Gagyo wrote:\n> 언제?\n> {ANSWER_ABOVE}"
    data = answer(quoted, to=sent["Reply-To"], In_Reply_To=sent["Message-ID"])
    assert take(data, feature, recipient=sent["Reply-To"], door=door).outcome == "taken"
    assert [(mail.text, mail.in_reply_to) for mail in feature.taken] == [("12일이 좋습니다.", (sent["Message-ID"],))]
    # The message itself, sent on to the address by a rule of the recipient, goes round no second time.
    assert take(carried.encode(), feature, recipient=sent["Reply-To"], door=door).outcome == "left_aside"
    # An address from before the secret was renewed still leads there.
    assert take(answer(number="two"), feature, recipient=ADDRESS, door=door).outcome == "taken"
    assert reply_headers(to=THREAD)["Message-ID"] != sent["Message-ID"]
