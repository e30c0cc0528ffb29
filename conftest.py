"""What every test may use."""

import gc
from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

from gagyo.kernels.limits.frames import roomy

# No deadline: how long an example takes says more of the machine than of the code.
# The same examples each time, so that a failure is the change's own; --hypothesis-profile=search looks for others.
hypothesis.settings.register_profile("gagyo", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("gagyo")

run_with_room = roomy(runtestprotocol)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option of ./test's turn on PostgreSQL."""
    parser.addoption(
        "--only-database", action="store_true", help="leave out what would do the same on any database engine"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Refuse two tests of one name: of those, pytest-xdist runs one and says nothing.

    :raises pytest.UsageError: naming them
    """
    twice = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"Several tests have one name; give each its own: {', '.join(twice)}")
    if config.getoption("only_database"):
        from tests.engines import says_more

        chosen = {item for item in items if says_more(item)}
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]


def pytest_collection_finish() -> None:
    """Leave what was imported to the end of the process: no test frees it, and each collection would walk it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, with room for the frames of its calls: an eighth of all work was making that room."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    run_with_room(item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001  # has given the process its own name
    django_db_use_migrations: bool,
) -> Iterator[None]:
    """Let the database begin as a copy of the one that the first process of this ./test lays out."""
    from tests.databases import filled, laid_out_database, laid_out_file, shared_folder

    shared = shared_folder()
    if shared is None or not django_db_use_migrations:
        yield
    elif connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = laid_out_database(shared)
        yield
    else:
        with filled(connection.creation._get_test_db_name(), source=laid_out_file(shared)):
            yield


@pytest.fixture(autouse=True)
def _nothing_carried_over() -> Iterator[None]:
    """Begin with nothing kept, and in the usual language: a page leaves its own behind."""
    from django.core.cache import cache
    from django.utils import translation

    from gagyo.common.queries import forget_kept
    from gagyo.common.views.parts import KEPT

    cache.clear()
    forget_kept()
    KEPT.forget()
    translation.deactivate()
    yield


# Tables with rows that migrations wrote: whichever test comes after in the same process counts on them.
FILLED_BY_MIGRATIONS = {
    "common_dataversion",
    "visits_visitrule",
    "visits_theme",
    "support_requesttemplate",
    "ambassadors_clockday",
}
AUDIT = "common_auditrecord"


@pytest.fixture(autouse=True, scope="session")
def _flush_gives_back_the_first_tables() -> Iterator[None]:
    """Let a transactional test empty what tests fill; the audit record too, which refuses that to everybody else."""
    operations: type[BaseDatabaseOperations] = type(connection.ops)
    original = operations.sql_flush

    def sql_flush(self, style, tables, **options):  # type: ignore[no-untyped-def]
        flushed = original(self, style, [table for table in tables if table not in FILLED_BY_MIGRATIONS], **options)
        disarm, arm = guards(self.connection) if AUDIT in tables else ([], [])
        return [*disarm, *flushed, *arm]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    operations.sql_flush = original  # type: ignore[method-assign]


def guards(wrapper: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    """Return what takes the guards of the audit record away, and what puts them back."""
    if wrapper.vendor == "postgresql":
        return [f"ALTER TABLE {AUDIT} DISABLE TRIGGER USER"], [f"ALTER TABLE {AUDIT} ENABLE TRIGGER USER"]
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [AUDIT])
        found = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]
