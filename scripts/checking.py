"""
What ./test does: set itself up, run every check, and say at the end what failed.

Only Python's own library is used here: the environment that holds everything else is made by this very script.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from building import build
from cluster import private_cluster
from environment import PYTHON, ROOT, VENV, UnableToSetUp, install, reported
from systemwide import chromium, fetch_missing

BIN = VENV / "bin"
PYTEST = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal"]
TEMPLATES = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("gagyo/*/templates/**/*.html"))]
CHECKS: list[tuple[str, list[str]]] = [
    # The slowest first, so that the quick ones run beside it.
    ("mypy --strict", [str(BIN / "mypy"), "gagyo", "tests", "bench", "scripts"]),
    ("ruff", [str(BIN / "ruff"), "check", "."]),
    ("ruff format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("djlint", [str(BIN / "djlint"), "--lint", "--quiet", "gagyo"]),
    ("djade", [str(BIN / "djade"), "--check", "--target-version", "5.2", *TEMPLATES]),
    ("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("messages", [str(PYTHON), "scripts/messages.py", "check"]),
]


@dataclass
class Result:
    """What became of one check."""

    name: str
    code: int
    seconds: float
    output: str


@dataclass
class Run:
    """What has been run so far; the processes are ours, and ended with us."""

    results: list[Result] = field(default_factory=list)
    processes: set[subprocess.Popen[str]] = field(default_factory=set)
    ended: bool = False

    def run(self, name: str, command: list[str], *, extra: dict[str, str], show: bool, prefix: str = "") -> None:
        """Run one check; show its output as it comes, each line after the prefix, or only when it failed."""
        if self.ended:
            return
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment() | extra,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            # A group of its own, so that stopping it reaches the servers that tests started as well.
            start_new_session=True,
        )
        self.processes.add(process)
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if show:
                # In one call: what runs beside writes lines of its own.
                print(f"{prefix}{line}", end="", flush=True)
        code = process.wait()
        self.processes.discard(process)
        self.results.append(Result(name, code, time.monotonic() - began, "".join(lines)))
        print(f"- {name}: {'passed' if code == 0 else 'FAILED'} in {self.results[-1].seconds:.0f} s", flush=True)
        if code and not show:
            print("".join(lines[-60:]), flush=True)

    def end_all(self) -> None:
        """End what still runs, and begin nothing more."""
        self.ended = True
        for process in list(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def environment() -> dict[str, str]:
    """Return the environment of the checks: no setting of this machine's own Gagyo in it."""
    # Dozens of processes import the same modules: without kept bytecode each would compile all of them.
    left_out = ("GAGYO_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(left_out)}
    folder = os.environ.get("GAGYO_TEST_FOLDER", "")
    found = kept | {"GAGYO_DATA_DIR": folder, "GAGYO_TEST_FOLDER": folder, "PYTHONPATH": str(ROOT)}
    if browser := chromium():
        found["GAGYO_TEST_CHROMIUM"] = browser
    return found


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Set up and run every check and test. Chromium, PostgreSQL and a Korean font come from apt "
        "where they are missing and we may install.",
        epilog="Exit codes: 0 all passed, 1 something failed, 2 wrong arguments, 3 no Python 3.11.",
    )
    parser.add_argument("--fast", action="store_true", help="leave out PostgreSQL and the browser")
    parser.add_argument("paths", nargs="*", help="run only these tests, on SQLite, without the other checks")
    return parser.parse_args()


def static_checks(run: Run, *, browser: bool) -> None:
    """Run what needs no database of the tests, two at a time; the browser's sample data is made among them."""
    sample = ("sample data", [str(PYTHON), "-m", "tests.browser.serving", os.environ["GAGYO_TEST_FOLDER"]])
    with ThreadPoolExecutor(2) as pool:
        wanted = [*CHECKS, sample] if browser else CHECKS
        begun = [pool.submit(run.run, name, command, extra={}, show=False) for name, command in wanted]
    for each in begun:
        each.result()  # raises what kept a check from beginning


def unit_tests(run: Run) -> None:
    """Run the tests on SQLite."""
    run.run("tests on SQLite", [*PYTEST, "-m", "not browser and not postgres"], extra={}, show=True)


def postgres_tests(run: Run) -> None:
    """Run the tests on PostgreSQL."""
    name = "tests on PostgreSQL"
    try:
        with private_cluster() as url:
            # What reaches no database, the kernels above all, has been checked on SQLite's turn.
            command = [*PYTEST, "-m", "not browser", "--only-database", "--ignore=gagyo/kernels"]
            run.run(name, command, extra={"GAGYO_DATABASE_URL": url}, show=True, prefix="postgresql  ")
    except UnableToSetUp as error:
        print(f"- {name}: FAILED, they could not begin. {error}", flush=True)
        run.results.append(Result(name, 1, 0, str(error)))


def browser_tests(run: Run) -> None:
    """Run the browser tests, and axe with them."""
    command = [*PYTEST, "-m", "browser", "tests/browser"]
    run.run("browser tests", command, extra={}, show=True, prefix="browser     ")


@contextmanager
def beside(run: Run, work: Callable[[], None]) -> Iterator[None]:
    """Do that at the same time as what is within; whoever stops the one stops both."""
    with ThreadPoolExecutor(1) as pool:
        begun = pool.submit(work)
        try:
            yield
        except BaseException:
            run.end_all()
            raise
        begun.result()  # raises what kept it from beginning


@contextmanager
def temporary_data() -> Iterator[None]:
    """Keep the data of the checks apart from the data of ./run."""
    with tempfile.TemporaryDirectory(prefix="gagyo-test-") as folder:
        os.environ["GAGYO_TEST_FOLDER"] = folder
        yield


def summary(run: Run, *, began: float) -> int:
    """Say what failed, close with pytest's own closing lines, and return the exit code."""
    failed = [result for result in run.results if result.code]
    print(f"\n{len(run.results)} checks in {time.monotonic() - began:.0f} s:", flush=True)
    for result in run.results:
        print(f"  {'FAILED' if result.code else 'passed'}  {result.name} ({result.seconds:.0f} s)")
    for result in failed:
        words = [line for line in result.output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        print("".join(f"\n  {line}" for line in words[:30]))
    # The very last lines are pytest's own.
    for result in run.results:
        closing = [line for line in result.output.splitlines() if line.startswith("=") and " in " in line]
        print("".join(f"{line}\n" for line in closing[-1:]), end="")
    return 1 if failed else 0


def set_up(*, browser: bool) -> None:
    """
    Make the environment, and fetch what the tests need from Debian.

    :raises UnableToSetUp: if that fails
    """
    install(kind="dev")
    build(python=PYTHON)
    try:
        fetch_missing(browser=browser)
    except UnableToSetUp as error:
        # The rest still runs; the tests that need it fail and say so.
        print(f"- {error}", flush=True)


def main() -> int:
    """Set up, run, sum up."""
    chosen, run, began = arguments(), Run(), time.monotonic()
    set_up(browser=not chosen.fast)
    with temporary_data():
        try:
            if chosen.paths:
                run.run("tests", [*PYTEST, *chosen.paths], extra={}, show=True)
                return 1 if run.results[0].code else 0
            # mypy keeps one core busy; the tests take what is left.
            with beside(run, lambda: static_checks(run, browser=not chosen.fast)):
                unit_tests(run)
            if not chosen.fast:
                # Tests wait for a server and a browser: alone, either turn leaves processors idle.
                with beside(run, lambda: postgres_tests(run)):
                    browser_tests(run)
        finally:
            run.end_all()
    return summary(run, began=began)


if __name__ == "__main__":
    # SIGTERM ends the checks as Ctrl+C does, so that no child is left.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(reported(main))
