"""Ids by their values, as one parameter: the rows that `pk__in` finds, on both engines."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.models import Office

pytestmark = pytest.mark.django_db
MANY = 5_000


def offices(number: int) -> list[int]:
    """Make that many offices, and return their ids."""
    return [Office.objects.create(name_ko=f"기관 {n}", name_en=f"Office {n}", kind="agency").pk for n in range(number)]


def test_named_ids_are_found_and_others_are_not() -> None:
    first, second, third = offices(3)
    assert set(Office.objects.filter(pk__one_of={first, third, 0, -1}).values_list("pk", flat=True)) == {first, third}
    assert list(Office.objects.exclude(pk__one_of=[first, third]).values_list("pk", flat=True)) == [second]
    assert not Office.objects.filter(pk__one_of=[]).exists()


def test_any_number_of_ids_is_one_parameter() -> None:
    (only,) = offices(1)
    with CaptureQueriesContext(connection) as asked:
        found = Office.objects.filter(pk__one_of=range(only, only + MANY))
        assert [row.pk for row in found] == [only]
    assert len(asked) == 1
    sql, given = found.query.sql_with_params()
    assert len(given) == 1 and sql.count("%s") == 1


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Office.objects.filter(pk__one_of=["1); DROP TABLE x"])
