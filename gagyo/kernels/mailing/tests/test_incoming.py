"""Whole messages read: letters, files, programs that write, and what is refused."""

import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.files.kinds import CSV, DOCUMENTS, PDF, PNG
from gagyo.kernels.mailing.addresses import ReplyDoor
from gagyo.kernels.mailing.automatic import Automatic
from gagyo.kernels.mailing.incoming import (
    MAX_PARTS,
    Attachment,
    IncomingMail,
    Limits,
    RefusedFile,
    UnableToReadMail,
    Unreadable,
    read_mail,
)

DOOR = ReplyDoor("reply.example.kr", ("a secret",))
LIMITS = Limits(message_bytes=1_000_000, file_bytes=100_000, files=3)
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
A_PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def message(text: str = "좋습니다.", **headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "김담당 <kim@example.kr>"
    made["To"] = "reply+1abc@reply.example.kr"
    made["Subject"] = "Re: 방문 일정"
    made["Message-ID"] = "<one@example.kr>"
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def read(made: EmailMessage | bytes, *, return_path: str | None = "kim@example.kr") -> IncomingMail:
    data = made if isinstance(made, bytes) else made.as_bytes()
    return read_mail(data, door=DOOR, limits=LIMITS, return_path=return_path)


def test_a_message_is_read() -> None:
    made = message(In_Reply_To="<gagyo.b@reply.example.kr>", References="<leg.1@x> <gagyo.b@reply.example.kr>")
    found = read(made)
    assert found == IncomingMail(
        key=found.key,
        message_id="<one@example.kr>",
        sender="kim@example.kr",
        sender_name="김담당",
        subject="Re: 방문 일정",
        in_reply_to=("<gagyo.b@reply.example.kr>", "<leg.1@x>"),
        text="좋습니다.",
        whole_text="좋습니다.",
        attachments=(),
        refused=(),
        automatic=None,
    )


def test_the_same_message_has_the_same_key() -> None:
    assert read(message("one")).key == read(message("two")).key
    assert read(message(Message_ID="<two@example.kr>")).key != read(message()).key
    nameless = [message(text) for text in ("one", "one", "two")]
    for one in nameless:
        del one["Message-ID"]
    keys = [read(one).key for one in nameless]
    assert keys[0] == keys[1] != keys[2]


LETTERS = {
    "EUC-KR in name alone": ("ks_c_5601-1987", "cp949"),
    "EUC-KR": ("euc-kr", "cp949"),
    "UTF-8": ("utf-8", "utf-8"),
    "a name that is unknown": ("x-hangul", "utf-8"),
    "none": ("", "cp949"),
    "the wrong one": ("us-ascii", "utf-8"),
}
# The last two syllables are in CP949 and not in EUC-KR.
KOREAN = "안녕하세요, 펲시 똠방각하입니다."


@pytest.mark.parametrize(("named", "used"), LETTERS.values(), ids=LETTERS)
def test_korean_letters_are_read_as_they_were_meant(named: str, used: str) -> None:
    kind = f'text/plain; charset="{named}"' if named else "text/plain"
    head = f"From: kim@example.kr\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read(head.encode() + KOREAN.encode(used)).text == KOREAN


def test_a_subject_in_letters_it_does_not_name_is_read() -> None:
    import base64

    words = base64.b64encode("똠방각하 방문".encode("cp949")).decode()
    for charset in ("ks_c_5601-1987", "EUC-KR"):
        head = f"From: =?{charset}?B?{words}?= <kim@example.kr>\r\nSubject: =?{charset}?B?{words}?=\r\n\r\nx"
        found = read(head.encode())
        assert (found.subject, found.sender_name, found.sender) == ("똠방각하 방문", "똠방각하 방문", "kim@example.kr")


@pytest.mark.parametrize("letters", ["utf-8", "cp949"])
def test_a_subject_that_names_no_letters_is_read(letters: str) -> None:
    raw = "From: kim@example.kr\r\nSubject: 방문 일정\r\n\r\nx".encode(letters)
    assert read(raw).subject == "방문 일정"


@pytest.mark.parametrize("letters", ["utf-8", "cp949"])
def test_a_file_name_that_names_no_letters_is_read(letters: str) -> None:
    head = "From: kim@example.kr\r\nContent-Type: application/pdf\r\n"
    head += 'Content-Disposition: attachment; filename="방문 계획.pdf"\r\n\r\n'
    assert [one.name for one in read(head.encode(letters) + A_PDF).attachments] == ["방문 계획.pdf"]


def test_plain_text_is_taken_before_html_and_html_alone_is_read() -> None:
    both = message("plain")
    both.add_alternative("<p>html</p>", subtype="html")
    assert read(both).text == "plain"
    alone = message()
    alone.set_content("<p>좋습니다.</p><blockquote>언제?</blockquote>", subtype="html")
    assert (read(alone).text, read(alone).whole_text) == ("좋습니다.", "좋습니다.\n언제?")


def test_a_quotation_is_left_out_and_kept_beside() -> None:
    found = read(message("좋습니다.\n\nOn 22 Nov 2026, Gagyo <r@example.kr> wrote:\n> 언제?\n"))
    assert found.text == "좋습니다."
    assert "언제?" in found.whole_text


def test_files_are_known_by_what_they_hold() -> None:
    made = message()
    made.add_attachment(A_PDF, maintype="image", subtype="png", filename="계획.png")
    made.add_attachment(A_PNG, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<logo>")
    assert read(made).attachments == (
        Attachment("계획.png.pdf", PDF, A_PDF, is_inline=False),
        Attachment("logo.png", PNG, A_PNG, is_inline=True),
    )


def macro() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/vbaProject.bin", "x")
    return held.getvalue()


def test_files_that_are_not_taken_in_are_named_with_the_reason() -> None:
    made = message()
    files = {
        "계획.docx": macro(),
        "page.pdf": b"<html><script>x()</script></html>",
        "virus.pdf": b"MZ\x00\x00",
        "empty.pdf": b"",
        "rows.csv": b"a,b\n1,2\n",
        "large.pdf": A_PDF + bytes(100_001),
    }
    for name, data in files.items():
        made.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    found = read(made)
    assert found.attachments == ()
    assert found.refused == (
        RefusedFile("계획.docx", "macro"),
        RefusedFile("page.pdf", "script"),
        RefusedFile("virus.pdf", "unknown"),
        RefusedFile("empty.pdf", "empty"),
        RefusedFile("rows.csv", "not_accepted"),
        RefusedFile("large.pdf", "too_large"),
    )
    taken = read_mail(made.as_bytes(), door=DOOR, limits=LIMITS, kinds=DOCUMENTS | {CSV})
    assert [one.name for one in taken.attachments] == ["rows.csv"]


def test_files_past_the_limit_are_refused() -> None:
    made = message()
    for number in range(5):
        made.add_attachment(A_PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    found = read(made)
    assert [one.name for one in found.attachments] == ["0.pdf", "1.pdf", "2.pdf"]
    assert found.refused == (RefusedFile("3.pdf", "too_many"), RefusedFile("4.pdf", "too_many"))


def test_a_text_with_a_name_is_a_file_and_a_signature_is_none() -> None:
    made = message()
    made.add_attachment("<script>x()</script>", subtype="html", filename="page.html")
    made.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    found = read(made)
    assert (found.text, found.refused) == ("좋습니다.", (RefusedFile("page.html", "script"),))


def test_a_forwarded_message_is_a_file_and_not_the_answer() -> None:
    made = message()
    made.add_attachment(message("something else"))
    found = read(made)
    assert found.text == "좋습니다."
    assert [one.refusal for one in found.refused] == ["not_accepted"]


def report() -> EmailMessage:
    made = message()
    made.make_mixed()
    made.set_type("multipart/report")
    return made


PROGRAMS: dict[str, tuple[EmailMessage, str | None, Automatic | None]] = {
    "a person": (message(), "kim@example.kr", None),
    "a person, through a pipe": (message(), None, None),
    "a person who says so": (message(Auto_Submitted="no"), "kim@example.kr", None),
    "a person who asks about absence": (message(Subject="Re: 부재중이신가요?"), "kim@example.kr", None),
    "an answering machine": (message(Auto_Submitted="auto-replied"), "kim@example.kr", "auto_reply"),
    "one with a remark": (message(Auto_Submitted="Auto-Generated; x=y"), "kim@example.kr", "auto_reply"),
    "an old one": (message(Precedence="auto_reply"), "kim@example.kr", "auto_reply"),
    "another old one": (message(X_Autoreply="yes"), "kim@example.kr", "auto_reply"),
    "one known by its subject": (message(Subject="자동 회신: 방문 일정"), "kim@example.kr", "auto_reply"),
    "one in brackets": (message(Subject="[부재중 안내] 방문 일정"), "kim@example.kr", "auto_reply"),
    "one in English": (message(Subject="Automatic reply: Visit"), "kim@example.kr", "auto_reply"),
    "a list": (message(List_Id="<list.example.kr>"), "kim@example.kr", "bulk"),
    "a circular": (message(Precedence="bulk"), "kim@example.kr", "bulk"),
    "a bounce": (message(), "", "bounce"),
    "a bounce, in brackets": (message(), "<>", "bounce"),
    "a bounce, from a server that names itself": (message(), "MAILER-DAEMON", "bounce"),
    "a bounce, through a pipe": (message(Return_Path="<>"), None, "bounce"),
    "a report": (report(), "kim@example.kr", "bounce"),
    "the mail server": (message(From="MAILER-DAEMON@example.kr"), "x@example.kr", "bounce"),
    "ourselves": (message(X_Loop="Reply.Example.kr"), "kim@example.kr", "own"),
    "ourselves, known by the number": (message(Message_ID=DOOR.message_id("ab")), "kim@example.kr", "own"),
    "another program's loop mark": (message(X_Loop="other.example.kr"), "kim@example.kr", None),
}


@pytest.mark.parametrize(("made", "return_path", "automatic"), PROGRAMS.values(), ids=PROGRAMS)
def test_programs_are_told_from_persons(
    made: EmailMessage, return_path: str | None, automatic: Automatic | None
) -> None:
    assert read(made, return_path=return_path).automatic == automatic


def many_parts() -> bytes:
    made = message()
    for _ in range(MAX_PARTS):
        made.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
    return made.as_bytes()


def nested(depth: int) -> bytes:
    head = b"From: kim@example.kr\r\n"
    return head + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (at, at) for at in range(depth)
    )


UNREADABLE: dict[str, tuple[bytes, Unreadable]] = {
    "too large": (message("x" * 1_000_001).as_bytes(), "too_large"),
    "nothing": (b"", "broken"),
    "no header": (b"\r\n\r\nhello", "broken"),
    "no sender": (b"Subject: x\r\n\r\nhello", "no_sender"),
    "a sender without address": (b"From: Kim\r\n\r\nhello", "no_sender"),
    "too many parts": (many_parts(), "broken"),
    "parts in parts without end": (nested(5000), "broken"),
}


@pytest.mark.parametrize(("data", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_why(data: bytes, reason: Unreadable) -> None:
    with pytest.raises(UnableToReadMail) as caught:
        read(data)
    assert caught.value.reason == reason


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 60))
def test_no_damage_to_a_message_breaks_the_reader(noise: bytes, at: int, left_out: int) -> None:
    made = message()
    made.add_attachment(A_PDF, maintype="application", subtype="pdf", filename="계획.pdf")
    whole = made.as_bytes()
    try:
        read(whole[:at] + noise + whole[at + left_out :])
    except UnableToReadMail as error:
        assert error.reason in {"broken", "no_sender"}
