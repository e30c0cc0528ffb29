"""Korea's provinces in the order of every table."""

from collections.abc import Collection

from django.db.models import Case, Q, Value, When

from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
from gagyo.registry.models import Body
from gagyo.registry.rules.provinces import LAST, PROVINCE_CODES, province_place


def province_order() -> Case:
    """Return what to order bodies by, so that local governments stand in the order of their provinces."""
    places = [
        When(kind__in=LOCAL_GOVERNMENTS, code__startswith=code, then=Value(place))
        for place, code in enumerate(PROVINCE_CODES)
    ]
    return Case(*places, default=Value(LAST))


def provinces(*, also: Collection[int] = ()) -> list[Body]:
    """
    Return the provinces of today in the order of every table, those without a row too.

    also: ids of further bodies that have rows, such as provinces of former days; they come by their codes
    """
    every = Q(kind=BodyKind.METROPOLITAN, country="KR", archived_at=None, merged_into=None, ends_on=None)
    rows = Body.objects.filter(every | Q(pk__in=also)).only("name_ko", "name_en", "code", "iso_code")
    return sorted(rows, key=lambda body: (province_place(body.code), body.code or "", body.pk))
