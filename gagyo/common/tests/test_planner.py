"""The database counts its tables anew after they were filled, and every night."""

import pytest
from django.db import connection, transaction

from gagyo.common.actions import renew_planner_counts, renew_planner_counts_after
from gagyo.common.tasks import renew_database_counts


def counted_tables() -> set[str]:
    """Return the tables of ours that the database has counted."""
    query = {
        "sqlite": "SELECT DISTINCT tbl FROM sqlite_stat1",
        "postgresql": "SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_a_committed_load_is_followed_by_a_count_and_a_rolled_back_one_is_not() -> None:
    renew_planner_counts()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_stat1")
    with pytest.raises(RuntimeError), transaction.atomic():
        renew_planner_counts_after()
        raise RuntimeError
    before = counted_tables() if connection.vendor == "sqlite" else set()
    with transaction.atomic():
        renew_planner_counts_after()
    assert [before, "common_dataversion" in counted_tables()] == [set(), True]


@pytest.mark.django_db
def test_the_nightly_job_counts() -> None:
    renew_database_counts.call()
