"""The real server for browser tests: granian on a copy of a database with the sample data."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.databases import copy_file, laid_out_file

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "browser-tests-7"
START_SECONDS = 180


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    data: Path

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


def environment(*, data: Path, port: int = 8000) -> dict[str, str]:
    """Return the environment of a server with its data in that folder, none of our own settings in it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GAGYO_", "PYTEST_"))}
    return kept | {
        "GAGYO_DATA_DIR": str(data),
        "GAGYO_BASE_URL": f"http://127.0.0.1:{port}",
        "GAGYO_LOCKOUT_FAILURES": "50",
        "GAGYO_API_REQUESTS_PER_MINUTE": "100000",
        "PYTHONPATH": str(ROOT),
    }


def run(*words: str, data: Path) -> None:
    """Run a program of the project; show what it said if it fails."""
    ran = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment(data=data), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{' '.join(words)} failed:\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"


def free_port() -> int:
    """Return a port that nobody holds."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def make_template(folder: Path) -> Path:
    """Make, once for all test processes, a data folder with the sample data; return it. ./test makes it beforehand."""
    template = folder / "template"
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "ready").exists():
            shutil.rmtree(template, ignore_errors=True)
            template.mkdir()
            built = ROOT / "var"
            run("scripts/building.py", data=built)
            (template / "static").symlink_to(built / "static")
            # The tables are those of all other tests: laying them out takes as long as the sample data.
            copy_file(laid_out_file(folder), str(template / "gagyo.sqlite3"))
            run("-m", "gagyo", "prepare", "--empty", data=template)
            run("-m", "gagyo", "demo", "--password", PASSWORD, data=template)
            (template / "ready").touch()
    return template


def answers(port: int) -> bool:
    """Tell whether the server at that port is ready."""
    with suppress(OSError, HTTPException):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


@contextmanager
def serving(*, data: Path, log: Path) -> Iterator[Server]:
    """Serve that data folder with `gagyo serve`; on leaving, stop it and expect that it ends in order."""
    port = free_port()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gagyo", "serve", "--port", str(port), "--workers", "1", "--threads", "4"],
            cwd=ROOT,
            env=environment(data=data, port=port),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            until = time.monotonic() + START_SECONDS
            while not answers(port):
                ended = process.poll()
                assert ended is None, f"the server ended with {ended}:\n{log.read_text()[-3000:]}"
                assert time.monotonic() < until, f"no answer within {START_SECONDS} s:\n{log.read_text()[-3000:]}"
                time.sleep(0.05)
            yield Server(port, data)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0, log.read_text()[-3000:]
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


if __name__ == "__main__":
    make_template(Path(sys.argv[1]))
