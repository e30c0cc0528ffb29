"""`gagyo worker`: runs background tasks, and puts the nightly ones into the queue."""

import logging
import os
import signal
import threading

import click

from gagyo.config.cli.start import database_faults, start_django

TICK_SECONDS = 5.0
log = logging.getLogger("gagyo.worker")


def keep_schedule(stopped: threading.Event, *, parent: int | None) -> None:
    """Look every few seconds for what is due; end the process if its supervisor is gone."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from gagyo.config.schedule import tick

    while not stopped.wait(TICK_SECONDS):
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        close_old_connections()
        try:
            tick(now=timezone.now())
        except DatabaseError:
            # The next tick tries again: a database that restarts must not end the schedule.
            log.exception("schedule_tick_failed")


@click.command()
@click.option("--once", is_flag=True, help="Run what is waiting and end.")
@click.option("--interval", default=1.0, show_default=True, help="Seconds between looks at the queue.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the process that started this one ends.")
def worker(*, once: bool, interval: float, with_parent: bool) -> int:
    """
    Run background tasks: mail, nightly jobs, big exports.

    Several workers may run at once, on several machines if they share a PostgreSQL database.

    \b
    Exit codes: 0 stopped as asked or nothing left (--once), 1 the database does not answer.
    """
    parent = os.getppid() if with_parent else None
    start_django()
    from django.utils import timezone
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    from gagyo.config.schedule import tick

    runner = Worker(
        queue_names=["default"],
        interval=interval,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    runner.configure_signals()
    stopped = threading.Event()
    with database_faults():
        if once:
            tick(now=timezone.now())
        else:
            threading.Thread(target=keep_schedule, args=(stopped,), kwargs={"parent": parent}, daemon=True).start()
        try:
            runner.run()
        finally:
            stopped.set()
    return 0
