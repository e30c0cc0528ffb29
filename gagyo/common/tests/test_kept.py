"""Keeping what a query returns until data changes."""

import pytest
from django.db import transaction

from gagyo.common.actions.record import raise_version
from gagyo.common.queries import kept_until_data_changes


@pytest.mark.django_db(transaction=True)
def test_a_kept_answer_is_read_again_once_data_has_changed_and_never_kept_in_a_transaction() -> None:
    read: list[str] = []

    @kept_until_data_changes
    def answer(name: str) -> int:
        read.append(name)
        return len(read)

    assert [answer("a"), answer("a"), answer("b")] == [1, 1, 2]
    with transaction.atomic():
        assert [answer("a"), answer("a")] == [3, 4]
        raise_version()
    assert [answer("a"), answer("a")] == [5, 5]
