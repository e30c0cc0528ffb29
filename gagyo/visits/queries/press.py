"""The half-year figures in the words of a press release, in Korean and in English."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils import translation

from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, counted_text, date_text, number_text, ratio_text
from gagyo.kernels.text.particles import with_particle
from gagyo.visits.queries.half_sums import Pairs
from gagyo.visits.queries.half_tables import HalfRow, HalfTable, half_table
from gagyo.visits.queries.half_years import HalfQuestion

SENTENCES: Final[dict[Language, tuple[str, str, str]]] = {
    "ko": (
        "{who} {half}({day} 기준) {visits}에 걸쳐 {countries} {persons}의 해외 대표단을 맞이했다.",
        "국가 수는 {countries_ratio}({countries_last_year}), 인원은 {persons_ratio}({persons_last_year})이다.",
        "지역별로는 {regions}이다.",
    ),
    "en": (
        "In {half} (as of {day}) {who} received {persons} from {countries} in {visits}.",
        "Countries: {countries_ratio} ({countries_last_year}); persons: {persons_ratio} ({persons_last_year}).",
        "By region: {regions}.",
    ),
}

# Where nobody came in this half, and where nobody came in last year's.
NOBODY: Final[dict[Language, tuple[str, str]]] = {
    "ko": ("{who} {half}({day} 기준)에 맞이한 해외 대표단이 없다.", "전년 동기에는 맞이한 대표단이 없었다."),
    "en": ("In {half} (as of {day}) {who} received no delegation.", "None came in the same period last year."),
}


def half_name(asked: HalfQuestion, language: Language) -> str:
    """Return "2024년 상반기" or "the first half of 2024"."""
    half = asked.half
    if language == "ko":
        return f"{half.year}년 {'상반기' if half.number == 1 else '하반기'}"
    return f"the {'first' if half.number == 1 else 'second'} half of {half.year}"


def press_sentences(
    asked: HalfQuestion, figures: Mapping[str, Figure], pairs: Pairs, *, scheme: str, who: str, language: Language
) -> list[str]:
    """
    Return the sentences of a release: the totals, the comparison with last year, the regions in the usual form.

    figures: from half_year_figures; pairs: from pairs_of; scheme: code of the region scheme
    who: the local government that received them
    """
    said = {name: figure.text(language) for name, figure in figures.items()}
    value = {name: int(figure.value or 0) for name, figure in figures.items()}
    said["half"], said["day"] = half_name(asked, language), date_text(asked.half.cut(asked.as_of), language)
    for name in ("countries", "persons"):
        said[f"{name}_ratio"] = ratio_text(current=value[name], previous=value[f"{name}_last_year"], language=language)
    with translation.override(language):
        said["regions"] = region_words(half_table("region", asked, pairs, scheme=scheme), language)
    said["who"] = with_particle(who, "은/는") if language == "ko" else who
    total, compared, by_region = SENTENCES[language]
    nobody, nobody_before = NOBODY[language]
    if language == "ko":
        said["visits"] = f"{number_text(value['visits'])}차례"
    lines = [
        total if value["visits"] else nobody,
        compared if value["visits_last_year"] else nobody_before,
        by_region if said["regions"] else "",
    ]
    return [line.format(**said) for line in lines if line]


def region_words(regions: HalfTable, language: Language) -> str:
    """Return the regions in the usual press form: "아세안 11개국 150명, 중앙아시아 4개국 24명"."""
    said = [
        f"{row.name} {counted_text(row.figures['countries'].value or 0, 'country', language)} "
        f"{counted_text(row.figures['persons'].value or 0, 'person', language)}"
        for row in named_rows(regions)
    ]
    return ", ".join(said)


def named_rows(regions: HalfTable) -> Sequence[HalfRow]:
    """Return the regions that anybody came from in this half."""
    return [row for row in regions.rows if row.figures["persons"].value]
