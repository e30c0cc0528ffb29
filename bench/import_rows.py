"""
An import of 10,000 ties: seconds and peak memory of reading, checking and applying, then of undoing.

Input, made here with a fixed seed: a CSV file of 10,000 rows between one Korean local government and 2,000 foreign
ones in 7 countries, five columns, dates in five ways of writing; one name in fifty is spelt with a slip, so that it
must be compared with all the others; the second run changes the date of every row.
Database: a new SQLite file, or what GAGYO_DATABASE_URL names (it must be empty).
Measured on two cores shared with other work, SQLite, seconds of processor time: keep the file 0.5; check 1.5 to 1.8 for
new rows, 3.8 to 4.2 for changed ones; apply 5.7 for new, 8.5 for changed, checking again and an audit record for each
row included; undo 3.4. Before prepared statements: check 3.4 and 4.5, apply 10.3 and 10.8, undo 6.1.
Run: PYTHONPATH=. python bench/import_rows.py [ROWS]
"""

import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

COUNTRIES = ("GB", "US", "JP", "CN", "VN", "KH", "KR")
SYLLABLES = "가나다라마바사아자차카타파하노도로모보소오조코토포호니디리미비시이지키티피히부수우주쿠투푸"
ABROAD = 2000


def measured(name: str, work: Callable[[], Any]) -> Any:
    """Run a step and print its seconds and the peak memory so far."""
    began, busy = time.perf_counter(), time.process_time()
    result = work()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<34}{seconds:8.2f} s   CPU {busy:6.2f} s   peak {peak:6.0f} MB", flush=True)
    return result


def written(day: date, way: int) -> str:
    """Return a date in one of the ways of Korean tables."""
    ways = (
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}",
    )
    return ways[way % len(ways)]


def main(rows: int) -> None:
    """Print the figures."""
    folder = tempfile.mkdtemp(prefix="gagyo-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
    os.environ["GAGYO_DATA_DIR"] = folder
    os.environ.setdefault("GAGYO_SECRET_KEY", "bench")
    try:
        import django

        django.setup()
        measured_run(rows)
    finally:
        shutil.rmtree(folder)


def measured_run(rows: int) -> None:
    """Make the input and import it, twice, then undo the second."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from gagyo.accounts.tests.make import NOW
    from gagyo.partnerships.actions.imports.apply import apply_import
    from gagyo.partnerships.actions.imports.prepare import check_rows, set_columns, start_import
    from gagyo.partnerships.actions.imports.undo import undo_import
    from gagyo.partnerships.queries.imports.batches import counts
    from gagyo.partnerships.rules.imports.columns import proposed_mapping

    actor, names = make_registry()
    print(f"{rows:,} rows, {len(names):,} foreign governments, {connection.vendor}")
    for turn, shift in (("new", 0), ("changed", 1)):
        data = file_of(rows, names, shift=shift)

        start = partial(start_import, filename="ties.csv", subject="ties", office_id=actor.office_id, by=actor, now=NOW)
        batch = measured(f"{turn}: read and keep the file", partial(start, data=data))
        mapping = proposed_mapping(batch.headings, subject="ties")
        set_columns(batch_id=batch.pk, mapping=mapping, kind="sister", expected=None, by=actor, now=NOW)
        check = partial(check_rows, batch_id=batch.pk, by=actor, now=NOW)
        plan = measured(f"{turn}: check (first time)", check)
        decide(batch.pk, plan, actor)
        measured(f"{turn}: check (names decided)", check)
        batch.refresh_from_db()
        print(f"   {batch.state}: {counts(batch)}")
        apply = partial(apply_import, batch_id=batch.pk, expected=batch.version, by=actor, now=NOW)
        batch = measured(f"{turn}: apply", apply)
    undo = partial(undo_import, batch_id=batch.pk, leave_edited=False, expected=None, by=actor, now=NOW)
    measured("undo the second", undo)


def make_registry() -> tuple[Any, list[tuple[str, str]]]:
    """Make the officer's office and the governments; return who acts, and (name, country) of those abroad."""
    from gagyo.accounts.tests.make import make_actor, make_office
    from gagyo.registry.choices import BodyKind
    from gagyo.registry.models import Body
    from gagyo.registry.tests.make import make_country, make_government

    random.seed(20260504)
    office = make_office(name_ko="남양주시 국제협력과")
    make_government(works_as=office)
    codes = [make_country(code).code for code in COUNTRIES[:6]]
    make_country("KR")
    wanted: dict[str, str] = {}
    while len(wanted) < ABROAD:
        name = "".join(random.choices(SYLLABLES, k=random.randint(3, 5)))
        wanted.setdefault(name, random.choice(codes))
    Body.objects.bulk_create(
        [
            Body(name_ko=name, name_en=f"City {n}", country_id=code, kind=BodyKind.FOREIGN_GOVERNMENT)
            for n, (name, code) in enumerate(wanted.items())
        ]
    )
    return make_actor(office=office), list(wanted.items())


def file_of(rows: int, names: list[tuple[str, str]], *, shift: int) -> bytes:
    """Return the CSV file; shift: days by which every date differs from the first file."""
    lines = ["지자체,도시명,국가코드,체결일자,비고"]
    for n in range(rows):
        name, code = names[n % len(names)]
        spelt = name + "우" if n % len(names) % 50 == 49 else name
        day = date(1990, 1, 1) + timedelta(days=n // len(names) * 900)
        note = f"{n}번째 결연" if not shift else f"{n}번째 결연 고침"
        lines.append(f"남양주시,{spelt},{code},{written(day, n)},{note}")
    return "\r\n".join(lines).encode("cp949")


def decide(batch_id: int, plan: Any, actor: Any) -> None:
    """Confirm the first candidate of each name that is not certain."""
    from gagyo.accounts.tests.make import NOW
    from gagyo.partnerships.actions.imports.prepare import set_decisions

    decisions = {
        key: f"body:{match.candidates[0].body_id}"
        for key, match in plan.matches.items()
        if match.certain is None and match.candidates
    }
    set_decisions(batch_id=batch_id, decisions=decisions, expected=None, by=actor, now=NOW)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
