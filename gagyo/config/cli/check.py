"""`gagyo check`: whether this installation stands well, line by line, with what to do."""

import click

from gagyo.config.cli.start import start_django

COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command()
@click.option("--strict", is_flag=True, help="Let a warning fail the check as well.")
def check(*, strict: bool) -> int:
    """
    Check configuration, database, migrations, disk, mail, background work, backup and clock.

    Each line says ok, warn or fail, and what to do about it.

    \b
    Exit codes: 0 nothing failed, 1 something failed (with --strict: or warned).
    """
    start_django()
    from django.utils import timezone

    from gagyo.config.checks import findings

    found = findings(now=timezone.now())
    for finding in found:
        click.echo(f"{click.style(finding.level.ljust(4), COLOURS[finding.level])}  {finding.what}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    levels = {finding.level for finding in found}
    return 1 if "fail" in levels or (strict and "warn" in levels) else 0
