"""
Write gagyo/config/sample/data/mended.csv, the log of what was mended in the list of twin towns.

    python scripts/mended.py

Run it after a change in the sample's files of names; a test fails while the log is not what they say.
"""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
django.setup()

from gagyo.config.sample.tables import DATA  # noqa: E402  # models need Django set up
from gagyo.config.sample.twin_towns import write_log  # noqa: E402

if __name__ == "__main__":
    with (DATA / "mended.csv").open("w", encoding="utf-8", newline="") as file:
        write_log(file)
