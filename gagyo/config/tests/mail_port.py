"""A mail server's way to the port, for tests: a real listener in a thread of its own, and a client that brings."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gagyo.config.mail_in import WayIn
from gagyo.config.mail_port import open_listener


@contextmanager
def port_of(way: WayIn, *, lmtp: bool = False) -> Iterator[int]:
    """Listen at a free port in a thread of its own, and give the port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        opened = asyncio.run_coroutine_threadsafe(open_listener(way=way, host="127.0.0.1", port=0, lmtp=lmtp), loop)
        server = opened.result(10)
        yield server.sockets[0].getsockname()[1]
        loop.call_soon_threadsafe(server.close)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def bring(port: int, data: bytes, *, to: str, sender: str) -> tuple[int, str]:
    """Bring one message as a mail server does, and return its answer to the recipient or to the data."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.ehlo()
        client.mail(sender)
        code, said = client.rcpt(to)
        if code != 250:
            return code, said.decode()
        code, said = client.data(data)
        return code, said.decode()
