"""
Support requests as they grow: queue, board and search over 100,000 requests, and the escalation of all open legs.

Input, made here by SQL with fixed rules: 245 cities, 4 offices of the ministry and 180 missions with three people each;
100,000 requests over 4 years, a third of them under way with three open legs each (100,000 open legs), the others
answered or settled with three answered legs each (300,000 legs); 1,000,000 comments, ten on each request; every tenth
request restricted with its router named. Database: what GAGYO_DATABASE_URL names, PostgreSQL and empty.
Measured: what the server asks the database for a page, without drawing it, the counts of the views always among it:
`queue` the number and the first 50 of "my queue", `list` the same of all, `board` its columns, `search` one word of two
letters that stands in one request of 997, `common` one that stands in every comment. Each is asked 10 times over each
of 8 connections at once, which two processes share as the server's two do, by an officer of a city, of a mission and of
the ministry's desk, which reads all that is sent. Alone: CPU time of Python and of the database over one connection.
`whole page`: the same pages from the server that ./run starts, drawn, over 8 HTTP connections.
Results of November 2026, PostgreSQL 15, two cores with nothing else on them (city, mission, ministry's desk), p95 in ms
of 8 connections: queue 81, 183, 347; list 138, 163, 466; board 139, 117, 538; search 178, 185, 450; common 422, 436,
1,817. Before, asked by one process and without the counts of the views but in the queue: 901 to 1,251, 621 to 937, 601
to 955, 411 to 743 and 989 to 1,986. CPU alone, Python + database: queue 6 + 12, 21 + 24, 21 + 50; list 8 + 14, 13 + 18,
23 + 58; board 9 + 12, 9 + 18, 30 + 62; search 14 + 14, 12 + 16, 30 + 42; common 30 + 36, 25 + 34, 46 + 268.
The aim of 100 ms is met for the queue of a city, missed by up to 85 ms for the other pages of cities and missions, and
by a factor of 3.5 to 5.4 for the desk that routes all requests.
Whole pages take 347 to 711 ms at p95 for cities and missions and 1,059 to 1,490 for the desk: drawing costs 40 to 60 ms
of Python each, on two cores for eight who ask without a pause.
The queries are as many for every number of rows.
Escalation of 99,999 open legs that all fall due at once three times over: 3.5 s, of it 2.2 s in Python (aim: 5 s, met;
17.1 s before). A run that finds nothing: 0.1 s. The index of words of a million comments: 33 MB, made in 55 s.
SQLite is not measured.
Run: GAGYO_DATABASE_URL=postgres://… PYTHONPATH=. python bench/support.py [--small]
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote

CONNECTIONS = 8
# As the server on these cores: one for each.
PROCESSES = 2
ROUNDS = 10
PAGES = {
    "queue": "/support/?view=mine",
    "list": "/support/",
    "board": "/support/board/",
    "search": f"/support/?q={quote('정원')}&state=all",
}
ROUNDS_ALONE = 5
CITIES, BUREAUS, MISSIONS = 245, 4, 180
SIZES = {"requests": 100_000, "legs": 3, "comments": 10}


def fill(now: datetime, *, requests: int) -> None:
    """Make offices, people, requests, legs, items and comments by SQL."""
    from django.db import connection, transaction

    from gagyo.support.actions.rows import note_next_due_of_all
    from gagyo.support.actions.word_index import lay_out_after_migrating
    from gagyo.support.models.word_index import INDEXED

    offices = CITIES + BUREAUS + MISSIONS
    values: dict[str, Any] = {
        "now": now,
        "requests": requests,
        "legs": SIZES["legs"],
        "comments": SIZES["comments"],
        "cities": CITIES,
        "bureaus": BUREAUS,
        "missions": MISSIONS,
        "offices": offices,
        "desk": CITIES + 1,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        # Made once of all rows, which is quicker than row by row.
        for model in INDEXED:
            cursor.execute(f"DROP INDEX {model._meta.db_table}_grams")
        for sql in FILL:
            began = time.perf_counter()
            cursor.execute(sql, values)
            print(f"  {sql.split('(')[0].strip()}: {cursor.rowcount:,} rows, {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    lay_out_after_migrating(using="default")
    print(f"  index of words: {time.perf_counter() - began:.1f} s")
    note_next_due_of_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


FILL = (
    """INSERT INTO registry_country (name_ko, name_en, code, code3, number, capital, languages, is_independent)
    SELECT 'Country ' || n, 'Country ' || n, chr(65 + n / 26) || chr(65 + n %% 26), 'Z' || chr(65 + n / 26)
    || chr(65 + n %% 26), lpad(n::text, 3, '0'), '', '[]', true FROM generate_series(0, 99) n""",
    """INSERT INTO accounts_office (name_ko, name_en, version, kind, is_sample)
    SELECT '기관 ' || n, 'Office ' || n, 1, CASE WHEN n <= %(cities)s THEN 'local_government'
    WHEN n <= %(cities)s + %(bureaus)s THEN 'ministry' ELSE 'mission_abroad' END, false
    FROM generate_series(1, %(offices)s) n""",
    """INSERT INTO accounts_user
    (password, is_superuser, name_ko, name_en, email, language, is_active, is_staff, is_sample, date_joined)
    SELECT '', false, '사람 ' || n, 'Person ' || n, 'p' || n || '@example.org', 'ko', true, false, false, %(now)s
    FROM generate_series(1, %(offices)s * 3) n""",
    """INSERT INTO accounts_membership (role, starts_on, user_id, office_id)
    SELECT CASE WHEN n %% 3 = 0 THEN 'manager' WHEN o.kind = 'local_government' THEN 'officer'
    WHEN o.kind = 'ministry' THEN 'desk_officer' ELSE 'mission_officer' END, '2020-01-01', n, o.id
    FROM generate_series(1, %(offices)s * 3) n JOIN accounts_office o ON o.id = (n + 2) / 3""",
    """INSERT INTO registry_body
    (name_ko, name_en, version, is_sample, kind, name_local, iso_code, website, wikidata_id, works_as_id, country_id)
    SELECT '시 ' || n, 'City ' || n, 1, false, 'basic', '', '', '', '', n, 'AA'
    FROM generate_series(1, %(cities)s) n""",
    """INSERT INTO support_supportrequest
    (name_ko, name_en, version, visibility, number, field, wanted, confidentiality, state, state_reason,
    document_number, round, attempt, created_at, sent_at, answered_at, is_sample, asker_id, country_id, office_id,
    officer_id, router_id)
    SELECT '지원 요청 ' || n || CASE WHEN n %% 997 = 0 THEN ' 정원' ELSE '' END, 'Request ' || n, 1,
    'office', 'B-' || n,
    (ARRAY['investment', 'exports', 'events', 'exchange', 'other'])[1 + n %% 5],
    jsonb_build_object('original', '대표단의 방문 일정과 면담 주선을 요청합니다. ' || n, 'language', 'ko'),
    CASE WHEN n %% 10 = 0 THEN 'restricted' ELSE 'normal' END, state, '', '', 1, 1, sent, sent,
    CASE WHEN state IN ('answered', 'confirmed') THEN sent + interval '9 days' END, false,
    b.id, chr(65 + n %% 100 / 26) || chr(65 + n %% 100 %% 26), 1 + n %% %(cities)s, 3 * (n %% %(cities)s) + 1 + n %% 2,
    CASE WHEN state = 'sent' THEN NULL ELSE %(desk)s END
    FROM (SELECT n, %(now)s::timestamptz - (n %% 1460) * interval '1 day' AS sent,
    CASE WHEN n %% 3 = 0 THEN 'under_way' WHEN n %% 11 = 1 THEN 'answered' WHEN n %% 29 = 2 THEN 'sent'
    ELSE 'confirmed' END AS state FROM generate_series(1, %(requests)s) n) made
    JOIN registry_body b ON b.works_as_id = 1 + n %% %(cities)s""",
    """INSERT INTO support_requestreader (office_id, user_id, request_id)
    SELECT %(desk)s, NULL, id FROM support_supportrequest WHERE confidentiality = 'restricted'""",
    """INSERT INTO support_requestitem ("order", text, outcome, answer, request_id)
    SELECT 0, jsonb_build_object('original', '면담 주선', 'language', 'ko'),
    CASE WHEN state IN ('answered', 'confirmed') THEN 'granted' ELSE 'open' END, '{}', id
    FROM support_supportrequest""",
    """INSERT INTO support_leg (version, state, because, round, proposed_at, sent_at, due_at, first_due_at, remind_at,
    escalate_at, escalate_further_at, answered_at, ended_at, reason, office_id, owner_id, request_id)
    SELECT 1, CASE WHEN NOT open THEN 'answered' WHEN k = 1 AND r.id %% 40 > 0 THEN 'sent' ELSE 'accepted' END,
    'country', 1, r.sent_at, r.sent_at, due, due - interval '3 days', due - interval '1 day',
    due + interval '4 hours', due + interval '2 days',
    CASE WHEN open THEN NULL ELSE due END, CASE WHEN open THEN NULL ELSE due END, '', office,
    CASE WHEN open AND k = 1 AND r.id %% 40 > 0 THEN NULL ELSE 3 * office - 2 + r.id %% 2 END, r.id
    FROM (SELECT *, state IN ('under_way', 'sent') AS open, greatest(sent_at, %(now)s::timestamptz
    + (id %% 40 - 35) * interval '12 hours') AS due FROM support_supportrequest) r
    CROSS JOIN generate_series(1, %(legs)s) k
    CROSS JOIN LATERAL (SELECT CASE WHEN k = 1 THEN %(cities)s + 1 + r.id %% %(bureaus)s
    ELSE %(cities)s + %(bureaus)s + 1 + (r.id * 7 + k * 31) %% %(missions)s END AS office) to_whom
    WHERE r.state <> 'sent'""",
    """INSERT INTO support_approval ("order", attempt, decision, decided_at, reason, document_number, request_id,
    approver_id, decided_by_id)
    SELECT 1, 1, 'approved', sent_at, '', '', id, 3 * office_id, 3 * office_id FROM support_supportrequest""",
    """INSERT INTO support_legitem (outcome, text, leg_id, item_id)
    SELECT CASE WHEN l.state = 'answered' THEN 'granted' ELSE 'open' END, '{}', l.id, i.id
    FROM support_leg l JOIN support_requestitem i ON i.request_id = l.request_id""",
    """INSERT INTO support_comment (audience, text, words, at, author_id, office_id, request_id)
    SELECT (ARRAY['all', 'legs', 'office'])[1 + k %% 3], jsonb_build_object('original',
    '회의 일정과 통역에 관해 말씀드립니다. ' || r.id || '-' || k, 'language', 'ko'),
    '회의 일정과 통역에 관해 말씀드립니다. ' || r.id || '-' || k, r.created_at + k * interval '1 hour',
    r.officer_id, r.office_id, r.id FROM support_supportrequest r CROSS JOIN generate_series(1, %(comments)s) k""",
)


def actors() -> dict[str, Any]:
    """Return who asks: an officer of a city, of a mission and of the ministry's desk."""
    from gagyo.accounts.models import Membership
    from gagyo.accounts.tests.make import make_actor

    offices = {"city": 7, "mission": CITIES + BUREAUS + 9, "ministry": CITIES + 1}
    rows = Membership.objects.select_related("office", "user")
    return {
        name: make_actor(membership=rows.get(office=office, user=3 * office - 2)) for name, office in offices.items()
    }


def questions(actor: Any, now: datetime) -> dict[str, Callable[[], Any]]:
    """Return what the pages ask for somebody."""
    from gagyo.support.queries.board import board_columns
    from gagyo.support.queries.lists import RequestFilter
    from gagyo.support.queries.reach import counts_of_views, reach_of
    from gagyo.support.queries.rows import RequestRows

    def listed(**wanted: Any) -> None:
        reach = reach_of(actor=actor, now=now)
        rows = RequestRows(reach=reach, wanted=RequestFilter(**wanted))
        assert len(rows) >= len(rows[:50])
        counts_of_views(reach)

    def board() -> None:
        reach = reach_of(actor=actor, now=now)
        board_columns(reach=reach, wanted=RequestFilter())
        counts_of_views(reach)

    return {
        "queue": lambda: listed(view="mine"),
        "list": listed,
        "board": board,
        "search": lambda: listed(q="정원", state="all"),
        "common": lambda: listed(q="일정", state="all"),
    }


def ask_here(who: str, page: str, now: datetime) -> list[float]:
    """Ask again and again over this process's share of the connections; return what each took in milliseconds."""
    from django.db import connection

    work, times = questions(actors()[who], now)[page], list[float]()

    def ask() -> None:
        try:
            work()
            for _round in range(ROUNDS):
                began = time.perf_counter()
                work()
                times.append((time.perf_counter() - began) * 1000)
        finally:
            connection.close()

    in_threads(ask, CONNECTIONS // PROCESSES)
    connection.close()
    return times


def in_threads(work: Callable[[], None], number: int) -> None:
    """Do something in so many threads at once."""
    threads = [threading.Thread(target=work) for _n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def set_up() -> None:
    """Make Django ready in a process of its own."""
    import django

    django.setup()


def summed(times: list[float]) -> str:
    """Return the median and the 95th percentile as the columns of a line."""
    return f"{statistics.median(times):8.0f} {statistics.quantiles(times, n=20)[18]:8.0f}"


def queries_of(work: Callable[[], Any]) -> int:
    """Return how many queries something asks, once it has asked before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def cpu_alone(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the CPU milliseconds of one asking over one connection: of Python, and of a PostgreSQL on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    work()
    before, python = _ticks(backend), time.process_time()
    for _round in range(ROUNDS_ALONE):
        work()
    used = time.process_time() - python, (_ticks(backend) - before) / os.sysconf("SC_CLK_TCK")
    return used[0] * 1000 / ROUNDS_ALONE, used[1] * 1000 / ROUNDS_ALONE


def _ticks(stat: Path) -> int:
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return int(user) + int(system)


@contextmanager
def serving() -> Iterator[int]:
    """Serve Gagyo as ./run does, a process for each core; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gagyo", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _try in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.1):
                break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def signed_in(actor: Any) -> str:
    """Return the cookie of somebody who has signed in."""
    from django.conf import settings
    from django.test import Client

    from gagyo.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def opened(port: int, address: str, cookie: str) -> list[float]:
    """Open a page again and again over all connections; return what each took in milliseconds."""
    times: list[float] = []

    def open_pages() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(ROUNDS + 2):
            began = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status == HTTPStatus.OK and b"B-" in body, (answer.status, address, body[-200:])
            if number > 1:  # the first of each process reads templates
                times.append((time.perf_counter() - began) * 1000)

    in_threads(open_pages, CONNECTIONS)
    return times


def measure_questions(now: datetime) -> None:
    """Print what the questions of each page take."""
    print("who       page      queries  median   p95 ms  alone: CPU ms of Python, of the database")
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=set_up) as pool:
        for who, actor in actors().items():
            for page, work in questions(actor, now).items():
                number, (python, database) = queries_of(work), cpu_alone(work)
                shares = [pool.submit(ask_here, who, page, now) for _n in range(PROCESSES)]
                times = [each for share in shares for each in share.result()]
                print(f"{who:<9} {page:<9} {number:7} {summed(times)} {python:8.1f} {database:8.1f}", flush=True)


def measure_pages() -> None:
    """Print what whole pages take, as a browser gets them."""
    print("who       whole page              median   p95 ms")
    with serving() as port:
        for who, actor in actors().items():
            cookie = signed_in(actor)
            for page, address in PAGES.items():
                print(f"{who:<9} {page:<22} {summed(opened(port, address, cookie))}", flush=True)


def measure_escalation(now: datetime) -> None:
    """Print what a run takes that has something to say of every open leg, and one that has nothing to say."""
    from gagyo.common.rules import system
    from gagyo.support.actions.escalation import remind_and_escalate
    from gagyo.support.models import Leg

    # So late that all of them are to be told at once: the most that a run can meet.
    later = now + timedelta(days=60)
    for _run in range(2):
        began, used = time.perf_counter(), time.process_time()
        told = remind_and_escalate(by=system(label="bench"), now=later)
        passed, used = time.perf_counter() - began, time.process_time() - used
        legs = Leg.objects.filter(ended_at=None).count()
        print(f"escalation, {legs:,} open legs: {passed:.1f} s, of it {used:.1f} s in Python; {told}")


def main() -> None:
    """Fill the database where it is empty, and print the figures."""
    set_up()
    from django.core.management import call_command
    from django.utils import timezone

    now = timezone.now()
    if "--again" not in sys.argv:
        call_command("migrate", verbosity=0)
        fill(now, requests=SIZES["requests"] // (100 if "--small" in sys.argv else 1))
    measure_questions(now)
    if "--again" not in sys.argv:
        # Before the server is started, whose own clock would do it.
        measure_escalation(now)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure_pages()


if __name__ == "__main__":
    main()
