"""
The virtual environment of ./run and ./test: nothing but Python's own library is needed to make it.

A stamp in .venv holds the hashes of the requirements files it was filled from; what matches is not done again.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-from.json"
LOG = ROOT / "var" / "setup.log"
NEEDED_BYTES = 1_500_000_000
DISK_FULL = ("No space left on device", "Errno 28", "ENOSPC")
UNREACHABLE = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Max retries exceeded",
    "ProxyError",
    "Connection refused",
    "Could not find a version that satisfies",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
)
LAUNCHER = """#!{python}
from gagyo.config.cli import main

main()
"""


class UnableToSetUp(RuntimeError):
    """Something that the set-up needs is missing; the message says what to do."""


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"- {name} ...", flush=True)
    began = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - began:.1f} s", flush=True)


def explain(output: str, *, what: str) -> str:
    """Return a sentence for the output of a failed program."""
    tail = "\n".join(output.strip().splitlines()[-8:])
    if any(words in output for words in DISK_FULL):
        return f"{what} failed: the disk is full. Free about 1.5 GB and run this again.\n{tail}"
    if "DO NOT MATCH THE HASHES" in output:
        return f"{what} failed: a package differs from the one that was pinned. Nothing was installed.\n{tail}"
    if any(words in output for words in UNREACHABLE):
        return (
            f"{what} failed: the package registry cannot be reached, or does not hold the pinned version. "
            f"Check the network, or your pip configuration (python3 -m pip config list), and run this again.\n{tail}"
        )
    return f"{what} failed:\n{tail}"


def quietly(command: list[str], *, what: str) -> None:
    """
    Run a program, keep its output in var/setup.log.

    :raises UnableToSetUp: if it fails, saying why as far as its output tells
    """
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a+") as log:
        began = log.seek(0, os.SEEK_END)
        ran = subprocess.run(
            command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT, check=False
        )
        log.seek(began)
        if ran.returncode:
            raise UnableToSetUp(explain(log.read(), what=what))


def digest_of(*names: str) -> str:
    """Return a hash over files, and over the Python that runs."""
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamped() -> dict[str, str]:
    """Return what the environment was filled from; nothing if it is not usable."""
    try:
        held: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    # A checkout that was moved holds launchers with the old path: fill it anew.
    return held if held.get("place") == str(ROOT) and PYTHON.exists() else {}


def stamp(**values: str) -> None:
    """Note what the environment was filled from."""
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps({**stamped(), "place": str(ROOT), **values}))
    fresh.replace(STAMP)


def check_disk() -> None:
    """
    Refuse to begin what the disk cannot hold.

    :raises UnableToSetUp: naming how much is missing
    """
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise UnableToSetUp(
            f"The disk is nearly full: {free // 1_000_000} MB are free at {ROOT}, and setting up needs about "
            f"{NEEDED_BYTES // 1_000_000} MB. Free some space and run this again."
        )


def check_writable(folder: Path) -> None:
    """
    Refuse a folder that cannot be written.

    :raises UnableToSetUp: naming it
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".write-probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UnableToSetUp(
            f"{folder} cannot be written ({error.strerror}). "
            "Run this as the user who owns it, or put the checkout or GAGYO_DATA_DIR elsewhere."
        ) from error


def make_venv() -> None:
    """
    Make .venv anew.

    :raises UnableToSetUp: if Debian's python3-venv is missing
    """
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise UnableToSetUp(
            "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv. Then run this again."
        )
    check_disk()
    with step("Making the virtual environment .venv"):
        ran = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise UnableToSetUp(explain(ran.stdout + ran.stderr, what="Making the virtual environment"))


def install_launcher() -> None:
    """
    Make `gagyo` a command of the environment, and the package importable from anywhere.

    pip's editable install would ask the registry for a newer setuptools than Debian's; two files do the same.
    """
    found = next((VENV / "lib").glob("python3*/site-packages"))
    (found / "gagyo.pth").write_text(f"{ROOT}\n")
    launcher = VENV / "bin" / "gagyo"
    launcher.write_text(LAUNCHER.format(python=PYTHON))
    launcher.chmod(0o755)


def install(*, kind: str) -> None:
    """
    Bring .venv up to date with requirements.txt, or with requirements-dev.txt, which holds the former too.

    kind: "runtime" or "dev"
    :raises UnableToSetUp: if that fails
    """
    runtime = digest_of("requirements.txt")
    wanted = {"runtime": runtime}
    file = "requirements.txt"
    if kind == "dev":
        file = "requirements-dev.txt"
        wanted["dev"] = digest_of(file)
    held = stamped()
    if all(held.get(key) == value for key, value in wanted.items()):
        return
    if not held:
        make_venv()
    check_disk()
    # The stamp goes first: an interrupted installation must not look like a finished one.
    STAMP.unlink(missing_ok=True)
    count = sum(1 for line in (ROOT / file).read_text().splitlines() if "==" in line)
    with step(f"Installing {count} packages from {file} (pinned by hash)"):
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
                file,
            ],
            what="Installing the packages",
        )
        install_launcher()
    stamp(**wanted)


def reported(main: Callable[[], int]) -> int:
    """Run a command's main function; say in one paragraph what went wrong, and return the exit code."""
    try:
        return main()
    except UnableToSetUp as error:
        print(f"\n{error}", file=sys.stderr)
    except OSError as error:
        print(f"\n{explain(str(error), what='Setting up')}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on where it was.", file=sys.stderr)
        return 130
    return 1
