"""`gagyo mail`: takes in answers by e-mail, from a mail server's pipe or by its connection."""

import asyncio
import logging
import signal
import sys

import click

from gagyo.config.cli.start import Refused, start_django

# sysexits.h, which mail servers read.
REFUSED, NO_SUCH_ADDRESS, TRY_LATER = 65, 67, 75
log = logging.getLogger("gagyo.mail")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def mail() -> None:
    """
    Take in answers by e-mail (docs/operations.md says how a mail server is set up).

    \b
    Exit codes: 0 done, 1 refused; of `receive` those that mail servers read.
    """


@mail.command()
@click.option("--recipient", required=True, help="Address in the envelope to which the message came.")
@click.option("--sender", default=None, help="Address in the envelope from which it came; empty for a bounce.")
def receive(*, recipient: str, sender: str | None) -> int:
    """
    Read one message from the standard input, for a mail server's pipe.

    The last line begins with a status code that the mail server passes on to the sender.

    \b
    Exit codes: 0 taken (or left aside: it came before, or a program has written it), 65 refused,
    67 the address leads nowhere, 75 not now: try again later, 1 no mail is taken in here, 2 wrong arguments.
    """
    start_django()
    from django.conf import settings

    from gagyo.config.mail_in import UnableToReceiveMail, WayIn

    try:
        way = WayIn.from_settings()
    except UnableToReceiveMail as error:
        raise Refused(str(error)) from None
    # One byte more than is allowed is enough to refuse it.
    data = sys.stdin.buffer.read(settings.MAIL_IN_MAX_BYTES + 1)
    try:
        receipt = way.take(data=data, return_path=sender, recipient=recipient)
    except Exception:
        # Whatever went wrong, the mail server keeps the message and tries again: nothing is lost.
        log.exception("mail_not_taken")
        click.echo("4.3.0 Not taken for now. Try again later.")
        return TRY_LATER
    click.echo(f"{receipt.status} {receipt.sentence}")
    if receipt.outcome == "unknown_address":
        return NO_SUCH_ADDRESS
    return REFUSED if receipt.is_refused else 0


@mail.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8025, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--lmtp/--smtp", default=True, show_default=True, help="What the mail server speaks.")
def listen(*, host: str, port: int, lmtp: bool) -> int:
    """
    Wait for a mail server to bring messages, by LMTP or SMTP.

    Stops on Ctrl+C and SIGTERM. It has no TLS and no password: let only your own mail server reach it.

    \b
    Exit codes: 0 stopped as asked, 1 could not listen, 2 wrong arguments.
    """
    start_django()
    from gagyo.config.mail_in import UnableToReceiveMail, WayIn

    try:
        asyncio.run(_listen(WayIn.from_settings(), host=host, port=port, lmtp=lmtp))
    except UnableToReceiveMail as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"Cannot listen at {host}:{port}: {error.strerror}. Choose another with --port.") from None
    return 0


async def _listen(way: object, *, host: str, port: int, lmtp: bool) -> None:
    from gagyo.config.mail_in import WayIn
    from gagyo.config.mail_port import open_listener

    assert isinstance(way, WayIn)
    stopped = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stopped.set)
    async with await open_listener(way=way, host=host, port=port, lmtp=lmtp):
        spoken = "LMTP" if lmtp else "SMTP"
        click.echo(f"Waiting for {spoken} at {host}:{port}, for mail to {way.door.domain}. Stop with Ctrl+C.")
        await stopped.wait()
