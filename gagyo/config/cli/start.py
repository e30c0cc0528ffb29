"""Django for a command, and sentences for the faults that a command meets first."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Refused(click.ClickException):
    """Something that a command will not do; the message says why and what to do instead."""

    def show(self, file: object = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=True)


def start_django() -> None:
    """
    Load settings and apps.

    :raises Refused: if a setting is wrong
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(f"A setting is wrong. {error}") from None


@contextmanager
def database_faults() -> Iterator[None]:
    """
    Turn a database that does not answer, or a full disk, into a sentence.

    :raises Refused: for these
    """
    from django.db import OperationalError, ProgrammingError, connection

    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        words = str(error).strip().splitlines()
        sentence = words[0] if words else type(error).__name__
        if "disk is full" in sentence or "No space left" in sentence:
            raise Refused("The disk is full. Free some space and run this again.") from None
        if "no such" in sentence or ("does not exist" in sentence and "database" not in sentence):
            raise Refused(
                f"The database is not laid out for this version: {sentence}. Run gagyo prepare --empty first."
            ) from None
        place = connection.settings_dict["NAME"]
        raise Refused(
            f"The database {place} does not answer: {sentence}. "
            "Check GAGYO_DATABASE_URL and that the server runs (docs/operations.md)."
        ) from None


def is_terminal() -> bool:
    """Tell whether a progress bar would be seen by somebody."""
    return sys.stderr.isatty()
