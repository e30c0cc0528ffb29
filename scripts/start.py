"""
What ./run does, after a Python 3.11 was found: set up what is missing, then serve.

Only Python's own library is used here: the environment that holds everything else is made by this very script.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent))

from building import DATA, VENDOR, build
from environment import PYTHON, ROOT, UnableToSetUp, check_disk, check_writable, install, reported
from ports import holder_of


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Set up Gagyo in this folder and serve it. A second run skips what is done.",
        epilog="Exit codes: 0 stopped as asked, 1 something went wrong (the last lines say what), "
        "2 wrong arguments, 3 no Python 3.11, 130 interrupted while setting up.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port to serve at (default: 8000)")
    parser.add_argument("--setup-only", action="store_true", help="set everything up, and do not serve")
    parser.add_argument("--empty", action="store_true", help="leave a new database without the sample data")
    chosen = parser.parse_args()
    if not 1 <= chosen.port <= 65535:
        parser.error(f"--port {chosen.port} is no port: choose one from 1 to 65535")
    return chosen


def check_port(port: int) -> None:
    """
    Refuse a port that somebody else holds, before the long work begins.

    :raises UnableToSetUp: naming the process, where it can be seen
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise UnableToSetUp(f"Port {port} is for root only. Choose one above 1023: ./run --port 8080") from None
        except OSError:
            raise UnableToSetUp(
                f"Port {port} is taken{holder_of(port)}. Stop that, or choose another: ./run --port {port + 1}"
            ) from None


def prepare_database(*, empty: bool) -> int:
    """Bring the database up to date, and fill a new one; return the exit code."""
    command = [str(PYTHON), "-m", "gagyo", "prepare", *(["--empty"] if empty else [])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def set_up(*, empty: bool) -> int:
    """
    Do whatever is not done yet; return the exit code.

    :raises UnableToSetUp: if something is missing
    """
    check_writable(ROOT)
    check_writable(DATA)
    install(kind="runtime")
    if not VENDOR.exists():
        check_disk()
    build(python=PYTHON)
    return prepare_database(empty=empty)


def serve(*, port: int) -> NoReturn:
    """Become the server: signals then reach it without a process in between."""
    os.execv(PYTHON, [str(PYTHON), "-m", "gagyo", "serve", "--port", str(port)])  # noqa: S606  # no shell is wanted


def main() -> int:
    """Set up and serve."""
    chosen = arguments()
    if not chosen.setup_only:
        check_port(chosen.port)
    if code := set_up(empty=chosen.empty):
        return code
    if not chosen.setup_only:
        os.environ.setdefault("GAGYO_BASE_URL", f"http://127.0.0.1:{chosen.port}")
        os.chdir(ROOT)
        sys.stdout.flush()
        serve(port=chosen.port)
    print(f"Everything is set up. Start it with ./run --port {chosen.port}")
    return 0


if __name__ == "__main__":
    # SIGTERM while setting up ends it as Ctrl+C does, so that no child is left.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(reported(main))
