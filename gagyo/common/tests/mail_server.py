"""A small real SMTP server for tests, which can be down, and can refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Session(socketserver.StreamRequestHandler):
    """One connection: just enough of RFC 5321 for a client that sends."""

    server: "Server"

    def say(self, line: str) -> None:
        """Answer with a line."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        """Answer commands until the client leaves."""
        self.say("220 test")
        while words := self.rfile.readline().decode().strip():
            verb = words.split(" ", 1)[0].upper().split(":")[0]
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "DATA":
                self.data()
            elif verb == "RCPT" and any(name in words for name in self.server.refused):
                self.say("550 no such mailbox")
            else:
                self.say("250 ok")

    def data(self) -> None:
        """Take a message."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())
        self.say("250 taken")


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it took."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.taken: list[str] = []
        self.refused: set[str] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        number = self.server_address[1]
        assert isinstance(number, int)
        return number


@contextmanager
def mail_server(port: int = 0) -> Iterator[Server]:
    """Run a server at that port, or at a free one."""
    with Server(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
