"""`gagyo serve`: the web server's processes and the background worker, started and stopped as one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException

import click

from gagyo.config.cli.start import Refused
from gagyo.config.places import PROJECT_DIR, SAMPLE_ACCOUNTS

RESTART_SECONDS = 3.0
STOP_SECONDS = 15.0


class BackgroundWorker:
    """The process of `gagyo worker`, started again should it end by itself."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and the thread that looks after it."""
        self._spawn()
        threading.Thread(target=self._keep, daemon=True).start()

    def _spawn(self) -> None:
        # In a session of its own, Ctrl+C reaches only the supervisor, which then stops the worker in order.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gagyo", "worker", "--with-parent"],
            cwd=PROJECT_DIR,
            start_new_session=True,
        )

    def _keep(self) -> None:
        while not self.stopping.is_set():
            assert self.process is not None
            code = self.process.wait()
            if self.stopping.wait(RESTART_SECONDS):
                return
            click.echo(f"The background worker ended with code {code}; starting it again.", err=True)
            self._spawn()

    def stop(self) -> None:
        """Let the running task finish, at most STOP_SECONDS."""
        self.stopping.set()
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def check_free(*, host: str, port: int) -> None:
    """
    Refuse a port that is taken.

    :raises Refused: saying so
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(f"Cannot serve at {host}:{port}: {error.strerror}. Choose another with --port.") from None


def announce(*, host: str, port: int, began: float) -> None:
    """Say where the server is, once it answers."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  # compared, not bound
    while time.monotonic() - began < 60:
        with suppress(OSError, HTTPException):
            connection = HTTPConnection(shown, port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                break
        time.sleep(0.05)
    else:
        return
    click.echo(f"Gagyo answers at http://{shown}:{port}/ (English: /en/) after {time.monotonic() - began:.1f} s.")
    if SAMPLE_ACCOUNTS.exists():
        click.echo(SAMPLE_ACCOUNTS.read_text().rstrip())
    click.echo("Stop it with Ctrl+C.")


def metrics_folder() -> str | None:
    """Return a folder in which the processes share their counters, if metrics are asked for."""
    if not os.environ.get("GAGYO_METRICS_TOKEN", "").strip():
        return None
    folder = tempfile.mkdtemp(prefix="gagyo-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    return folder


def run_server(*, host: str, port: int, workers: int, threads: int) -> int:
    """Serve until a signal comes; return the exit code."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "gagyo.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        working_dir=PROJECT_DIR,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    try:
        server.serve()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32), help="Threads of each process.")
@click.option("--background/--no-background", default=True, help="Run the background worker as well (default: yes).")
def serve(*, host: str, port: int, workers: int, threads: int, background: bool) -> int:
    """
    Serve Gagyo: web processes and one background worker.

    Stops on Ctrl+C and SIGTERM, children too. Run behind a proxy that ends TLS (docs/operations.md).

    \b
    Exit codes: 0 stopped as asked, 1 could not serve, 2 wrong arguments.
    """
    began = time.monotonic()
    check_free(host=host, port=port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
    # A shell's "&" starts programs with Ctrl+C ignored, which the children would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = metrics_folder()
    worker = BackgroundWorker()
    if background:
        worker.start()
    threading.Thread(target=announce, kwargs={"host": host, "port": port, "began": began}, daemon=True).start()
    try:
        return run_server(host=host, port=port, workers=workers, threads=threads)
    finally:
        worker.stop()
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
