"""Loading the sample data, in one transaction: all of it or nothing."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from gagyo.accounts.models import Office, User
from gagyo.config.demo.accounts import make_accounts
from gagyo.config.places import SAMPLE_ACCOUNTS


class RealDataThereError(Exception):
    """The database holds data that is not sample data."""


def holds_real_data() -> bool:
    """Tell whether somebody works here already."""
    return User.objects.filter(is_sample=False).exists() or Office.objects.filter(is_sample=False).exists()


def load_sample(
    *, now: datetime, say: Callable[[str], None], password: str = "", beside_real_data: bool = False
) -> str:
    """
    Load the sample data and return the one password of its accounts; a second call only sets the password anew.

    say: is told each step; password: a random one if empty
    :raises RealDataThereError: if others' data is there, unless beside_real_data
    """
    if holds_real_data() and not beside_real_data:
        raise RealDataThereError(
            "This database holds data that is not sample data, and sample data would mix with it. "
            "Use an empty database (GAGYO_DATABASE_URL or GAGYO_DATA_DIR), or say --yes-add-to-real-data."
        )
    chosen = password or f"gagyo-{secrets.token_hex(4)}"
    with transaction.atomic():
        say("accounts for every role")
        emails = make_accounts(password=chosen, now=now)
    keep_note(emails=emails, password=chosen)
    return chosen


def keep_note(*, emails: list[str], password: str) -> None:
    """Keep whom to sign in as beside the data, for the next start; readable by its owner only."""
    SAMPLE_ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
    SAMPLE_ACCOUNTS.touch(mode=0o600)
    first, *rest = emails
    SAMPLE_ACCOUNTS.write_text(
        f"Sign in as {first} with the password {password}\nThe same password opens: {', '.join(rest)}\n"
    )
