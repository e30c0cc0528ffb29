"""What every test may use."""

from collections import Counter
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

# No deadline: how long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("gagyo", deadline=None)
hypothesis.settings.load_profile("gagyo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Refuse two tests of one name: of those, pytest-xdist runs one and says nothing.

    :raises pytest.UsageError: naming them
    """
    twice = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"Several tests have one name; give each its own: {', '.join(twice)}")


@pytest.fixture(autouse=True)
def _quiet_cache() -> Iterator[None]:
    from django.core.cache import cache

    from gagyo.common.queries import forget_kept
    from gagyo.common.views.parts import KEPT

    cache.clear()
    forget_kept()
    KEPT.forget()
    yield


@pytest.fixture(autouse=True, scope="session")
def _flush_leaves_the_audit_record() -> Iterator[None]:
    """Let a transactional test empty the other tables: the database refuses to empty the audit record."""
    operations: type[BaseDatabaseOperations] = type(connection.ops)
    original = operations.sql_flush
    kept = {"common_auditrecord", "common_dataversion"}

    def sql_flush(self, style, tables, **options):  # type: ignore[no-untyped-def]
        # CASCADE would reach the audit record on PostgreSQL through its keys' tables; it has no constraints.
        return original(self, style, [table for table in tables if table not in kept], **options)

    operations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    operations.sql_flush = original  # type: ignore[method-assign]
