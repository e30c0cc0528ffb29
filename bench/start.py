"""
How long from a fresh clone to the first page, how long a second start takes, and what the server keeps in memory.

    python bench/start.py [--port 8199] [--pages 40]

Input: a clone of this repository's HEAD in a temporary folder, the registries as this machine reaches them, the
sample data. Prints seconds to the first page of the first and the second start, and the resident memory of all
processes of `./run` after the pages.
"""

import argparse
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/en/", "/ties/", "/en/ties/", "/ties/map/", "/countries/", "/statistics/", "/projects/")


def first_page(*, base: str, within: float) -> float:
    """
    Return the seconds until the home page answers.

    :raises TimeoutError: if it does not within that many seconds
    """
    began = time.monotonic()
    while time.monotonic() - began < within:
        try:
            with urllib.request.urlopen(base, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return time.monotonic() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{base} did not answer within {within:.0f} s.")


def resident_mb(group: int) -> dict[str, float]:
    """Return the resident megabytes of each process of a group, by its number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) != group:
                continue
            for line in (folder / "status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    found[folder.name] = int(line.split()[1]) / 1024
        except (ProcessLookupError, FileNotFoundError):
            continue
    return found


def run_once(*, folder: Path, port: int, pages: int) -> tuple[float, dict[str, float]]:
    """Start, ask for pages, stop; return the seconds to the first page and the memory after the last."""
    base = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        ["./run", "--port", str(port)], cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        seconds = first_page(base=base + "/", within=1200)
        for number in range(pages):
            urllib.request.urlopen(base + PAGES[number % len(PAGES)], timeout=60).read()  # noqa: S310 - our own
        return seconds, resident_mb(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8199)
    parser.add_argument("--pages", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "gagyo"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        print(f"input: a fresh clone, {asked.pages} pages of {len(PAGES)} kinds, port {asked.port}")
        for which in ("first start, from a fresh clone", "second start"):
            seconds, memory = run_once(folder=folder, port=asked.port, pages=asked.pages)
            print(f"{which}: first page after {seconds:.1f} s")
            print(f"  resident: {sum(memory.values()):.0f} MB in {len(memory)} processes")


if __name__ == "__main__":
    main()
