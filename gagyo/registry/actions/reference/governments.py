"""Korean local governments, with the history of their names, codes and parents."""

from gagyo.registry.actions.reference.files import day, table
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, BodyName, BodySuccession


def load_governments() -> int:
    """Add the local governments that are missing, with their history, and return how many."""
    dates = {row["key"]: row for row in table("formation")}
    rows = [_government(row, dates.get(f"kr-{row['code']}")) for row in table("local_governments")]
    listed = {row.reference_key for row in rows}
    rows += [_former(row) for key, row in dates.items() if key not in listed]
    parents = {row["code"]: row["parent_code"] for row in table("local_governments")}
    parents |= {key: row["parent"] for key, row in dates.items() if key not in listed}
    added = add_bodies(rows)
    if added:
        _set_parents(added, parents)
        _add_names(added)
        _add_successions(added)
    return len(added)


def add_bodies(rows: list[Body]) -> dict[str, Body]:
    """Add the bodies whose reference key is not there yet, and return those by key."""
    held = set(Body.objects.exclude(reference_key=None).values_list("reference_key", flat=True))
    missing = [row for row in rows if row.reference_key not in held]
    Body.objects.bulk_create(missing)
    return {row.reference_key: row for row in missing if row.reference_key}


def _government(row: dict[str, str], dates: dict[str, str] | None) -> Body:
    return Body(
        reference_key=f"kr-{row['code']}",
        kind=BodyKind(row["level"]),
        country_id="KR",
        code=row["code"],
        iso_code=row["iso_3166_2"],
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        starts_on=day(dates["starts_on"]) if dates else None,
        ends_on=day(dates["ends_on"]) if dates else None,
    )


def _former(row: dict[str, str]) -> Body:
    return Body(
        reference_key=row["key"],
        kind=BodyKind(row["kind"]),
        country_id="KR",
        code=row["code"] or None,
        name_ko=row["name_ko"],
        name_en=row["name_en"],
        starts_on=day(row["starts_on"]),
        ends_on=day(row["ends_on"]),
    )


def _set_parents(added: dict[str, Body], parents: dict[str, str]) -> None:
    ids = _ids()
    for key, body in added.items():
        parent = parents.get(body.code or key, "")
        body.parent_id = ids[f"kr-{parent}"] if parent else None
    Body.objects.bulk_update(added.values(), ["parent"])


def _ids() -> dict[str, int]:
    return {
        key: pk
        for key, pk in Body.objects.exclude(reference_key=None).values_list("reference_key", "pk")
        if key is not None
    }


def _add_names(added: dict[str, Body]) -> None:
    ids = _ids()
    BodyName.objects.bulk_create(
        BodyName(
            body=added[f"kr-{row['code']}"],
            name_ko=row["name_ko"],
            name_en=row["name_en"],
            code=row["code_then"],
            parent_id=ids[f"kr-{row['parent_then']}"] if row["parent_then"] else None,
            starts_on=day(row["starts_on"]),
            ends_on=day(row["ends_on"]),
        )
        for row in table("name_history")
        if f"kr-{row['code']}" in added
    )


def _add_successions(added: dict[str, Body]) -> None:
    ids = _ids()
    BodySuccession.objects.bulk_create(
        BodySuccession(
            predecessor_id=ids[row["predecessor"]],
            successor_id=ids[row["successor"]],
            kind=row["kind"],
            happened_on=row["happened_on"],
        )
        for row in table("successions")
        if row["predecessor"] in added or row["successor"] in added
    )
