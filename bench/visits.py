"""
Visits as they grow: the list and the calendar with 10,000 visits, and the half-year figures over 1,000,000 party rows.

Input, made here with a fixed seed: 2,500 visits of one office, spread evenly over the ten years 2015 to 2024, each of
four parties from 7 countries, one party in three with its person-days recorded, one visit in four cancelled; copied
under further ids until there are 10,000, 100,000 and 1,000,000 parties. The half asked for is the first of 2024, as of
30 June: one party in twenty, less the cancelled.
"all years": the same question over every row, which no half asks, to tell the cost of a row.
Database: a new SQLite file, or what GAGYO_DATABASE_URL names (it must be empty).
Measured: the best of five; for figures the function that pages, API and command use (`half_years.totals`), for pages
the whole answer of the server to a signed-in officer.
Results, SQLite, two cores shared with other work: half-year 17 ms at 10,000 parties, 26 ms (5.3 µs a row counted) at
100,000, 145 ms (2.9 µs) at 1,000,000; before the parties' index covered person-days 20 ms (4.0 µs) and 307 ms (6.1 µs).
Page, XLSX and HWPX of the half at 1,000,000 parties: 0.8, 1.1 and 1.4 s of processor time (page 5.6 s, XLSX 7.5 s on a
busy machine when each table still grouped every row anew; 2.5 and 3.8 s on the same busy machine now): the page is
within the aim of 1 s where a processor is free for it, the files are not yet.
10,000 visits: list 0.2 s, calendar 0.08 s (before the list summed persons only where it is the order: 0.5 to 0.7 s).
Results, PostgreSQL of the tests (scripts/cluster.py), while some twenty other processes wanted the two cores, so that
all is several times slower than alone: half-year 36 ms at 10,000 parties, 115 ms (23 µs a row counted) at 100,000,
412 ms (8.2 µs) at 1,000,000; all years 4.3 µs a row. 10,000 visits: list 0.5 to 0.6 s, calendar 0.5 s, the whole page
of half-year figures 1.7 s.
Run: PYTHONPATH=. python bench/visits.py [PARTIES ...], on PostgreSQL with GAGYO_DATABASE_URL set
"""

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

COUNTRIES = ("GB", "US", "JP", "CN", "VN", "KH", "MN")
FIRST, DAYS = date(2015, 1, 1), 3650
PARTIES_EACH = 4
SIZES = (10_000, 100_000, 1_000_000)
PAGES_AT = 40_000
# The aim for half-year figures, and what two runs of the same thing may differ by.
MOST_SECONDS, NOISE = 1.0, 0.1
BASE = 2_500


def best(work: Callable[[], Any], *, times: int = 5) -> float:
    """Return the shortest of several runs, in seconds."""
    found = []
    for _n in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def first_visits(office: Any) -> None:
    """Make the first BASE visits with their parties."""
    from gagyo.visits.models import Visit, VisitParty

    chance = random.Random(36)
    visits = Visit.objects.bulk_create(
        [
            Visit(
                id=at + 1,
                office=office,
                visibility="public",
                name_ko=f"방문단 {at}",
                name_en=f"Delegation {at}",
                starts_on=(day := FIRST + timedelta(days=chance.randrange(DAYS))),
                ends_on=day + timedelta(days=chance.randrange(4)),
                state=chance.choice(("done", "done", "done", "cancelled")),
            )
            for at in range(BASE)
        ],
        batch_size=500,
    )
    parties = [
        VisitParty(
            id=at * PARTIES_EACH + order + 1,
            visit=visit,
            country_id=chance.choice(COUNTRIES),
            persons=10 + chance.randrange(20),
            person_days=40 if chance.randrange(3) == 0 else None,
            order=order,
        )
        for at, visit in enumerate(visits)
        for order in range(PARTIES_EACH)
    ]
    VisitParty.objects.bulk_create(parties, batch_size=500)


def copy_visits(number: int) -> None:
    """Add the first visits and their parties once more under further ids; number: which copy it is, from 1."""
    from gagyo.visits.models import Visit, VisitParty

    copied(Visit, {"id": number * BASE}, "id", BASE)
    copied(VisitParty, {"id": number * BASE * PARTIES_EACH, "visit_id": number * BASE}, "visit_id", BASE)


def copied(model: Any, raised: dict[str, int], up_to: str, last: int) -> None:
    """Copy the rows of a table inside the database; raised: what is added to which columns."""
    from django.db import connection

    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f'"{column}" + {raised[column]}' if column in raised else f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE "{up_to}" <= {last}')  # noqa: S608 - names of the model's own columns


def analyze() -> None:
    """Let the database count its rows, as an installation's does by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def figures(actor: Any, office: Any, *, parties: int) -> None:
    """Print the seconds of the half-year figures, and of the same over all years."""
    from gagyo.visits.queries.filters import VisitFilter
    from gagyo.visits.queries.half_years import HalfQuestion, totals
    from gagyo.visits.queries.rules import rule_in_use
    from gagyo.visits.rules.halves import Half

    day = date(2024, 6, 30)
    asked = HalfQuestion(actor=actor, half=Half(2024, 1), as_of=day, rule=rule_in_use(day=day), office=office.pk)
    everything = VisitFilter(office=office.pk, state=",".join(asked.rule.states), since=FIRST, until=date(2024, 12, 31))
    half, whole = best(lambda: totals(asked)), best(lambda: totals(asked, everything), times=3)
    print(
        f"{parties:>9,} parties   half-year {half * 1000:8.1f} ms ({half / parties * 1e6 * 20:5.2f} µs a row counted)"
        f"   all years {whole * 1000:8.1f} ms ({whole / parties * 1e6:5.2f} µs a row)",
        flush=True,
    )


def answers(office: Any, *, parties: int) -> float:
    """Print the seconds of the page of the half-year and of its files; return those of the slowest."""
    from django.test import Client

    from gagyo.accounts.tests.make import make_member

    client = Client(SERVER_NAME="localhost")
    client.force_login(make_member(office=office).user)
    address = f"/visits/half-year/?office={office.pk}&half=2024H1&as_of=2024-06-30"
    ways = {"page": address, "xlsx": f"{address}&format=xlsx", "hwpx": f"{address}&format=hwpx"}
    found = {}
    for name, path in ways.items():
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        found[name] = best(partial(client.get, path), times=3)
        print(
            f"{parties:>9,} parties   {name:<6}{found[name] * 1000:9.0f} ms"
            f" ({found[name] / parties * 1e6 * 20:5.2f} µs a row of the half)"
            f"   under {MOST_SECONDS:.0f} s: {'pass' if found[name] < MOST_SECONDS else 'MISS'}",
            flush=True,
        )
    return max(found.values())


def compare(slowest: dict[int, float]) -> None:
    """Print whether the answers are slower per row with the most rows than with ten times fewer."""
    if len(slowest) < 2:
        return
    fewer, most = sorted(slowest)[-2:]
    before, after = slowest[fewer] / fewer, slowest[most] / most
    words = "pass" if after <= before * (1 + NOISE) else "MISS"
    print(f"per row at {most:,} against {fewer:,}: {after / before:.2f} times   not slower: {words}", flush=True)


def pages(office: Any, *, parties: int) -> None:
    """Print the seconds of the list, its later pages and the calendar."""
    from django.test import Client

    from gagyo.accounts.tests.make import make_member

    client = Client(SERVER_NAME="localhost")
    client.force_login(make_member(office=office).user)
    paths = {
        "list": "/visits/",
        "list, last page": "/visits/?page=last",
        "list by persons": "/visits/?sort=-persons",
        "list, one country": "/visits/?country=VN",
        "list, one month": "/visits/?month=2024-04",
        "calendar": "/visits/calendar/?month=2024-04",
        "half-year figures": f"/visits/half-year/?office={office.pk}&half=2024H1&as_of=2024-06-30",
    }
    for name, path in paths.items():
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        seconds = best(partial(client.get, path), times=3)
        print(f"{parties // PARTIES_EACH:>9,} visits    {name:<22}{seconds * 1000:8.0f} ms", flush=True)


def main(sizes: tuple[int, ...]) -> None:
    """Print the figures."""
    folder = tempfile.mkdtemp(prefix="gagyo-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
    os.environ["GAGYO_DATA_DIR"] = folder
    os.environ.setdefault("GAGYO_SECRET_KEY", "bench")
    os.environ.setdefault("GAGYO_DEBUG", "yes")
    try:
        import django

        django.setup()
        run(sizes)
    finally:
        shutil.rmtree(folder)


def run(sizes: tuple[int, ...]) -> None:
    """Make the database, fill it step by step and measure at each step."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gagyo.accounts.tests.make import make_actor, make_office
    from gagyo.registry.models import Country

    Country.objects.bulk_create(
        [
            Country(code=code, code3=f"{code}X", number=900 + at, name_ko=code, name_en=code)
            for at, code in enumerate(COUNTRIES)
        ]
    )
    office = make_office()
    actor, copies, slowest = make_actor(office=office), 1, {}
    first_visits(office)
    for size in sorted({*sizes, PAGES_AT}):
        for number in range(copies, size // (BASE * PARTIES_EACH)):
            copy_visits(number)
        copies = max(copies, size // (BASE * PARTIES_EACH))
        analyze()
        if size == PAGES_AT:
            pages(office, parties=size)
        if size in sizes:
            figures(actor, office, parties=size)
            slowest[size] = answers(office, parties=size)
    compare(slowest)


if __name__ == "__main__":
    main(tuple(int(each) for each in sys.argv[1:]) or SIZES)
