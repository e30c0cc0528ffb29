"""
The web pages beside a bare Django view: requests/s, p95 and CPU milliseconds per request, 8 connections.

Input: the reference data (countries, places, bodies) and 5,000 ties between Korean local governments and places of
twin_cities.csv, drawn with seed 7. One granian worker with 4 threads; each page is asked for 2 s to warm up, then 6 s.
CPU time is that of the server's processes (/proc), so the asking program does not count; the bare view is measured
before and after, and the ratio is to the mean of both. Each page is measured three times:
    kept    a visitor, with the cache of public pages at work
    made    GAGYO_PUBLIC_CACHE_PAGES=0: what signed-in people wait for, parts of pages being kept until data changes
    first   nothing kept at all: the first request after each change of any data
Run: python bench/web.py [--ties 5000] [--seconds 6] [--pairs ../shared/data/twin_cities.csv]
     GAGYO_BENCH_DATABASE_URL=postgres://... python bench/web.py    (an empty database)
"""

import argparse
import csv
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("GAGYO_BENCH_PORT", "8159"))
CONNECTIONS = 8
TICK = os.sysconf("SC_CLK_TCK")


MODES = (
    ("kept", "gagyo.config.wsgi:application", "500"),
    ("made", "gagyo.config.wsgi:application", "0"),
    ("first", "bench.first.wsgi:application", "0"),
)


@dataclass(frozen=True)
class Measured:
    """One page: requests per second, 95th percentile and CPU time, both in milliseconds."""

    per_second: float
    p95_ms: float
    cpu_ms: float


def fill(pairs: Path, ties: int) -> int:
    """Load the reference data and make public ties; return one tie's id."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from gagyo.common.actions import renew_planner_counts
    from gagyo.common.actions.record import raise_version
    from gagyo.common.rules import system
    from gagyo.partnerships.models import Tie, TieParty
    from gagyo.registry.actions.reference import load_reference
    from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
    from gagyo.registry.models import Body, Place

    call_command("migrate", verbosity=0)
    load_reference(by=system(label="bench"), now=timezone.now())
    chance = random.Random(7)
    with pairs.open(newline="", encoding="utf-8") as file:
        names = {row["city2"] for row in csv.DictReader(file) if row["country1"] == "South Korea"}
        file.seek(0)
        names |= {row["city1"] for row in csv.DictReader(file)}
    places = list(Place.objects.filter(name_en__in=names).exclude(country="KR").order_by("pk"))
    partners = Body.objects.bulk_create(
        Body(name_ko=p.name_ko, name_en=p.name_en, country_id=p.country_id, place=p, kind=BodyKind.FOREIGN_GOVERNMENT)
        for p in places
    )
    home = list(Body.objects.filter(kind__in=LOCAL_GOVERNMENTS, ends_on=None).order_by("pk"))
    with transaction.atomic():
        made = Tie.objects.bulk_create(
            Tie(
                kind=chance.choice(["sister", "sister", "friendship", "mou"]),
                state=chance.choice(["signed"] * 9 + ["dormant"]),
                visibility="public",
                signed_on=f"{chance.randint(1965, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                signed_precision="day",
            )
            for _ in range(ties)
        )
        TieParty.objects.bulk_create(
            TieParty(tie=tie, body=chance.choice(side), order=order)
            for tie in made
            for order, side in enumerate((home, partners))
        )
        raise_version()
    renew_planner_counts()
    return int(made[0].pk)


def cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and its children."""
    total, wanted = 0.0, {process}
    stats = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _paren, after = path.read_text().rpartition(")")
        except OSError:
            continue
        fields = after.split()
        stats.append((int(before.split()[0]), int(fields[1]), (int(fields[11]) + int(fields[12])) / TICK))
    for _depth in range(3):
        wanted |= {pid for pid, parent, _time in stats if parent in wanted}
    for pid, _parent, used in stats:
        total += used if pid in wanted else 0
    return total


@contextmanager
def server(app: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Run granian on an app, and give its process."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4"]
    command += ["--host", "127.0.0.1", "--port", str(PORT), "--no-access-log", app]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, stdout=quiet, stderr=quiet
    )
    try:
        wait_for_it()
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def wait_for_it() -> None:
    """Wait until the server takes connections."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.connect()
        except OSError:
            time.sleep(0.2)
        else:
            connection.close()
            return
    raise SystemExit(f"No server answers on port {PORT}. Set GAGYO_BENCH_PORT to a free one.")


def ask(path: str, until: float, times: list[float], wrong: list[int]) -> None:
    """Ask for a page over one connection until a moment."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    while time.perf_counter() < until:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            wrong.append(answer.status)


def load(path: str, seconds: float) -> list[float]:
    """Ask over all connections at once; return the milliseconds of each request."""
    times: list[float] = []
    wrong: list[int] = []
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=ask, args=(path, until, times, wrong)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{path} answered {sorted(set(wrong))}: nothing was measured.")
    return times


def measure(path: str, process: int, seconds: float) -> Measured:
    """Return the figures of one page."""
    load(path, 2)
    before, began = cpu_seconds(process), time.perf_counter()
    times = load(path, seconds)
    used, passed = cpu_seconds(process) - before, time.perf_counter() - began
    return Measured(len(times) / passed, statistics.quantiles(times, n=20)[18], used / len(times) * 1000)


def bare_view(settings: Mapping[str, str], seconds: float) -> Measured:
    """Return the figures of the bare view."""
    environment = {**settings, "DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
    with server("bench.bare.wsgi:application", environment) as process:
        return measure("/", process, seconds)


def measured(
    app: str, settings: Mapping[str, str], pages: Mapping[str, str], seconds: float
) -> Iterator[tuple[str, Measured]]:
    """Yield the figures of each page, as one server gives them."""
    with server(app, settings) as process:
        for name, path in pages.items():
            print(f"  {name} ...", file=sys.stderr)
            yield name, measure(path, process, seconds)


def show(name: str, found: Measured, bare_cpu_ms: float) -> None:
    """Print one line."""
    ratio = found.cpu_ms / bare_cpu_ms
    print(f"{name:28}{found.per_second:10.0f}{found.p95_ms:10.1f}{found.cpu_ms:10.2f}{ratio:10.2f}", flush=True)


def main() -> None:
    """Fill a database, run the servers, print the table."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--ties", type=int, default=5000)
    given.add_argument("--seconds", type=float, default=6)
    given.add_argument("--pairs", type=Path, default=ROOT.parent / "shared" / "data" / "twin_cities.csv")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("GAGYO_BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3"
        settings = {
            **os.environ,
            "GAGYO_DATA_DIR": folder,
            "GAGYO_DATABASE_URL": url,
            "GAGYO_API_REQUESTS_PER_MINUTE": "0",
            "GAGYO_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "gagyo.config.settings",
        }
        os.environ.update(settings)
        sys.path.insert(0, str(ROOT))
        tie = fill(options.pairs, options.ties)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=settings, check=True
        )
        pages = {
            "home": "/",
            "directory": "/ties/",
            "directory, filtered": "/ties/?country=CN&kind=sister",
            "tie": f"/ties/{tie}/",
            "statistics": "/statistics/",
            "API list": "/api/v1/ties?numOfRows=50",
        }
        print(f"{options.ties:,} ties, {CONNECTIONS} connections, {url.partition(':')[0]}, {os.cpu_count()} CPUs")
        print(f"{'page':28}{'req/s':>10}{'p95 ms':>10}{'CPU ms':>10}{'ratio':>10}")
        before = bare_view(settings, options.seconds)
        found = {
            f"{name} ({mode})": each
            for mode, app, kept in MODES
            for name, each in measured(app, {**settings, "GAGYO_PUBLIC_CACHE_PAGES": kept}, pages, options.seconds)
        }
        after = bare_view(settings, options.seconds)
        bare_cpu = (before.cpu_ms + after.cpu_ms) / 2
        for name, each in {"bare view (before)": before, "bare view (after)": after, **found}.items():
            show(name, each, bare_cpu)


if __name__ == "__main__":
    main()
