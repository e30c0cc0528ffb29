"""Whole numbers and days that a browser sends in an address or a form: anybody may have altered them."""

from datetime import date

from django.utils.dateparse import parse_date

MOST_DIGITS = 18  # more do not fit into a column of either database
MOST_ID = 10**MOST_DIGITS - 1


def id_sent(text: str | None) -> int | None:
    """Return an id, or nothing for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def number_sent(text: str | None) -> int:
    """Return a whole number, such as the version that a form was opened with; 0, which no row has, for none."""
    return id_sent(text) or 0


def day_sent(text: str | None) -> date | None:
    """Return a day such as "2026-02-28", or nothing for what is none, as 30 February."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None
