"""The sample's files: each row as a dataclass, in the file's order."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file in data/ by their headings."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@dataclass(frozen=True)
class Side:
    """One city of a pair, as the source writes it; its coordinate is not to be trusted and not read."""

    name: str
    country: str


@dataclass(frozen=True)
class Pair:
    """A pair of the source; line: in the whole file of the world, whose first line is the heading."""

    line: int
    first: Side
    second: Side


def pairs() -> list[Pair]:
    """Return the pairs that touch Korea, as the source has them."""
    return [
        Pair(int(row["line"]), Side(row["city1"], row["country1"]), Side(row["city2"], row["country2"]))
        for row in rows("twin_towns.csv")
    ]


@dataclass(frozen=True)
class Name:
    """
    What a name of the source stands for.

    target: the code of a Korean local government or the key of one abroad; empty if it is no local government
    fault, why: what was mended, and the reason; empty if nothing was
    """

    target: str
    fault: str
    why: str


def korean_names() -> dict[str, Name]:
    """Return the Korean names of the source."""
    return {row["name"]: Name(row["code"], row["fault"], row["why"]) for row in rows("names_korea.csv")}


def names_abroad() -> dict[Side, Name]:
    """Return the names abroad of the source."""
    return {
        Side(row["name"], row["country"]): Name(row["key"], row["fault"], row["why"])
        for row in rows("names_abroad.csv")
    }


@dataclass(frozen=True)
class Government:
    """
    A local government abroad.

    kind: city, county, district or province; province: GeoNames code of the first-level division
    latitude, longitude: degrees, None where the source's fits nothing
    name_ko_source: geonames, press (the usual spelling, by hand) or transcribed (by the rules, by hand)
    """

    key: str
    country: str
    kind: Literal["city", "county", "district", "province"]
    name_en: str
    name_ko: str
    name_ko_source: str
    province: str
    geoname_id: int | None
    latitude: float | None
    longitude: float | None
    note: str
    note_ko: str


def governments_abroad() -> list[Government]:
    """Return the local governments abroad."""
    return [
        Government(
            **{
                **row,
                "geoname_id": int(row["geoname_id"]) if row["geoname_id"] else None,
                "latitude": float(row["latitude"]) if row["latitude"] else None,
                "longitude": float(row["longitude"]) if row["longitude"] else None,
            }  # type: ignore[arg-type]  # the file's headings are the fields
        )
        for row in rows("governments_abroad.csv")
    ]
