"""`gagyo prepare`: the database brought up to date, and a new one filled; what ./run calls before it serves."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from gagyo.config.cli.start import database_faults, start_django

SETUP_JOB = "setup.database"


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    click.echo(f"- {name} ...")
    began = time.monotonic()
    yield
    click.echo(f"  done in {time.monotonic() - began:.1f} s")


def migrate() -> None:
    """Run the migrations that are still to come."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with step(f"Bringing the database up to date ({len(plan)} migrations)"):
            call_command("migrate", verbosity=0, interactive=False)


def fill_new(*, empty: bool, now: datetime) -> None:
    """Load the sample data into a database that nobody has used yet, once, unless it shall stay empty."""
    from gagyo.common.actions.jobs import begin_job
    from gagyo.common.models import JobRun
    from gagyo.common.rules import system
    from gagyo.config.sample import holds_real_data, load_sample

    if JobRun.objects.filter(job=SETUP_JOB).exists():
        return
    if not holds_real_data() and not empty:
        with step("Loading the sample data"):
            load_sample(
                by=system(label="gagyo prepare", channel="cli"),
                now=now,
                progress=lambda step, share: click.echo(f"  {share:4.0%} {step}"),
            )
    begin_job(job=SETUP_JOB, slot="empty" if empty else "filled", now=now)


@click.command()
@click.option("--empty", is_flag=True, help="Leave a new database without the sample data.")
def prepare(*, empty: bool) -> int:
    """
    Bring the database up to date, and fill a new one with sample data.

    \b
    Exit codes: 0 done or nothing to do, 1 the database does not answer or the disk is full.
    """
    start_django()
    from django.utils import timezone

    with database_faults():
        migrate()
        fill_new(empty=empty, now=timezone.now())
    return 0
