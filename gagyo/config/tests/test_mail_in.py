"""Mail comes in by a connection and by a pipe, as a mail server brings it."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import override_settings

from gagyo.common.tests.answers import ADDRESS, DOOR, KIM, THREAD, Feature, answer, kept
from gagyo.config.cli import command
from gagyo.config.mail_in import UnableToReceiveMail, WayIn
from gagyo.config.tests.mail_port import bring, port_of
from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo
from gagyo.kernels.mailing.incoming import Limits

pytestmark = pytest.mark.django_db(transaction=True)
FORGED = ReplyDoor(DOOR.domain, ("another secret",)).address(THREAD)
OTHER = DOOR.address(ReplyTo("test", 8, 3))
FEATURE = Feature()


def listening(feature: Feature, *, lmtp: bool = False) -> AbstractContextManager[int]:
    """Listen for one feature's answers at a free port, and give the port."""
    return port_of(WayIn(DOOR, Limits(100_000, 50_000), {"test": feature}), lmtp=lmtp)


def send(port: int, data: bytes, *, to: str = ADDRESS, sender: str = KIM) -> tuple[int, str]:
    """Bring one message to the test's thread."""
    return bring(port, data, to=to, sender=sender)


def test_a_mail_server_brings_an_answer() -> None:
    feature = Feature()
    with listening(feature) as port:
        assert send(port, answer("좋습니다.\n.점으로 시작하는 줄")) == (250, "2.0.0 Taken.")
        assert send(port, answer()) == (250, "2.0.0 This message was taken before.")
    assert [mail.text for mail in feature.taken] == ["좋습니다.\n.점으로 시작하는 줄"]
    assert kept() == ["test 7 3"]


def test_it_may_speak_lmtp() -> None:
    feature = Feature()
    with listening(feature, lmtp=True) as port, smtplib.LMTP("127.0.0.1", port) as client:
        assert client.sendmail(KIM, [ADDRESS], answer()) == {}
    assert kept() == ["test 7 3"]


def test_a_forged_address_is_refused_before_the_message() -> None:
    with listening(Feature()) as port:
        assert send(port, answer(), to=FORGED) == (550, "5.1.1 This address leads nowhere. Answer on the page instead.")
        assert send(port, answer(), to="somebody@elsewhere.example")[0] == 550
    assert kept() == []


def test_a_second_recipient_comes_on_its_own() -> None:
    with listening(Feature()) as port:
        with smtplib.SMTP("127.0.0.1", port) as client:
            refused = client.sendmail(KIM, [ADDRESS, OTHER], answer())
        assert {address: code for address, (code, _) in refused.items()} == {OTHER: 452}
        assert send(port, answer(), to=OTHER)[0] == 250
    assert kept() == ["test 7 3", "test 8 3"]


def test_a_bounce_is_left_aside_and_an_answer_of_another_person_refused() -> None:
    with listening(Feature()) as port:
        assert send(port, answer(number="bounce"), sender="")[0] == 250
        code, said = send(port, answer(From="lee@example.kr"))
    assert (code, said) == (550, "5.7.1 This address is another person's. Answer from ?your own? mailbox.")
    assert kept() == []


def test_the_mail_server_keeps_what_could_not_be_written_and_brings_it_again() -> None:
    feature = Feature(failing=1)
    with listening(feature) as port:
        assert send(port, answer()) == (451, "4.3.0 Not taken for now. Try again later.")
        assert kept() == []
        assert send(port, answer())[0] == 250
    assert kept() == ["test 7 3"]


def test_the_same_message_brought_twice_at_once_is_taken_once() -> None:
    feature = Feature()
    with listening(feature) as port, ThreadPoolExecutor(4) as pool:
        # A database that is busy with the one puts the other off, as a mail server expects.
        codes = {code for code, _ in pool.map(lambda _: send(port, answer()), range(4))}
        assert codes <= {250, 451}
        assert send(port, answer())[0] == 250
    assert kept() == ["test 7 3"]


def test_a_message_that_is_too_large_is_refused() -> None:
    with listening(Feature()) as port:
        code, said = send(port, answer("x" * 100_001))
        assert (code, said.split(" ")[0]) == (550, "5.3.4")
        with override_settings(MAIL_IN_MAX_BYTES=50_000), smtplib.SMTP("127.0.0.1", port) as client:
            assert "size" in client.ehlo()[1].decode().lower()
            with pytest.raises(smtplib.SMTPSenderRefused) as caught:
                client.sendmail(KIM, [ADDRESS], answer("x" * 60_000))
            assert caught.value.smtp_code == 552


SETTINGS = {
    "REPLY_DOMAIN": DOOR.domain,
    "SECRET_KEY": "a secret",
    "MAIL_IN_HANDLERS": {"test": "gagyo.config.tests.test_mail_in.FEATURE"},
}


def pipe(data: bytes, *words: str) -> tuple[int, str]:
    """Bring one message through the pipe, and return the exit code and the last line."""
    with override_settings(**SETTINGS):
        ran = CliRunner().invoke(command, ["mail", "receive", *words], input=data, standalone_mode=False)
    if ran.exception is not None:
        raise ran.exception
    assert isinstance(ran.return_value, int)
    return ran.return_value, ran.stdout.splitlines()[-1]


def test_a_pipe_brings_an_answer() -> None:
    assert pipe(answer(), "--recipient", ADDRESS, "--sender", KIM) == (0, "2.0.0 Taken.")
    assert pipe(answer(), "--recipient", ADDRESS) == (0, "2.0.0 This message was taken before.")
    assert kept() == ["test 7 3"]


def test_a_pipe_tells_by_its_exit_code_what_became_of_a_message() -> None:
    assert pipe(answer(), "--recipient", FORGED)[0] == 67
    assert pipe(answer(From="lee@example.kr"), "--recipient", ADDRESS)[0] == 65
    assert pipe(b"", "--recipient", ADDRESS)[0] == 65
    code, said = pipe(answer(number="bounce"), "--recipient", ADDRESS, "--sender", "")
    assert (code, said) == (0, "2.0.0 A program has written this, so it is left aside.")
    FEATURE.failing = 1
    assert pipe(answer(), "--recipient", ADDRESS) == (75, "4.3.0 Not taken for now. Try again later.")
    assert kept() == []


@override_settings(**SETTINGS | {"MAIL_IN_MAX_BYTES": 1000})
def test_a_pipe_refuses_what_is_too_large_without_reading_it_all() -> None:
    ran = CliRunner().invoke(command, ["mail", "receive", "--recipient", ADDRESS], input=answer("x" * 2000))
    assert ran.stdout.startswith("5.3.4 The message is larger than")


@override_settings(REPLY_DOMAIN="")
def test_no_mail_comes_in_without_a_domain() -> None:
    with pytest.raises(UnableToReceiveMail, match="GAGYO_REPLY_DOMAIN is not set"):
        WayIn.from_settings()
    ran = CliRunner().invoke(command, ["mail", "receive", "--recipient", ADDRESS], input=answer())
    assert ran.exit_code == 1
    assert "GAGYO_REPLY_DOMAIN is not set" in ran.output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    kept_values = {key: value for key, value in os.environ.items() if not key.startswith(("GAGYO_", "PYTEST_"))}
    root = str(Path(__file__).resolve().parents[3])
    ours = {"GAGYO_DATA_DIR": str(folder), "GAGYO_REPLY_DOMAIN": DOOR.domain, "PYTHONPATH": root}
    return kept_values | ours


def test_the_command_listens_until_it_is_stopped_and_logs_no_address(tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, "-m", "gagyo", "mail", "listen", "--smtp", "--port", str(port)]
    log = tmp_path / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(words, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(f"Waiting for SMTP at 127.0.0.1:{port}")
            assert send(port, answer(), to=FORGED)[0] == 550
            again = subprocess.run(words, env=environment(tmp_path), capture_output=True, text=True, check=False)
            assert again.returncode == 1
            assert f"Cannot listen at 127.0.0.1:{port}" in again.stderr
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    written = log.read_text()
    assert '"reason": "forged"' in written
    assert [secret for secret in (KIM, "reply+") if secret in written.lower()] == []


def test_a_domain_that_is_none_stops_the_start(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "gagyo", "mail", "receive", "--recipient", ADDRESS]
    ours = environment(tmp_path) | {"GAGYO_REPLY_DOMAIN": "reply@example"}
    ran = subprocess.run(words, env=ours, input="", capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert 'GAGYO_REPLY_DOMAIN: "reply@example" is no domain of mail' in ran.stderr
