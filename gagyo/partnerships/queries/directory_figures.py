"""Figures about ties, each with its as-of date, its counting rule and the address of the very rows."""

from datetime import date
from typing import Final

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.models import TieParty
from gagyo.partnerships.queries.directory_filter import IN_FORCE_STATES, TieFilter, ties_for
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.registry.choices import LOCAL_GOVERNMENTS

TIES_IN_FORCE: Final = CountingRule(
    code="ties-in-force",
    name_ko="유효한 결연",
    name_en="Ties in force",
    sentence_ko=(
        "기준일에 체결 또는 휴면 상태인 결연을 1건씩 셉니다. 당사자가 셋 이상이어도 1건이며, "
        "체결일을 모르는 결연은 포함하고 기준일까지 끝난 결연은 뺍니다."
    ),
    sentence_en=(
        "Ties that are signed or dormant on the as-of date, each counted once however many parties it has; "
        "ties whose signing date is unknown are counted, ties that have ended by then are not."
    ),
)
TIES_LISTED: Final = CountingRule(
    code="ties-in-chosen-state",
    name_ko="선택한 상태의 결연",
    name_en="Ties in the chosen state",
    sentence_ko="기준일에 선택한 상태인 결연을 당사자 수와 관계없이 1건씩 셉니다.",
    sentence_en="Ties that are in the chosen state on the as-of date, each counted once however many parties it has.",
)
TIES_PER_COUNTRY: Final = CountingRule(
    code="ties-in-force-per-country",
    name_ko="나라별 유효한 결연",
    name_en="Ties in force per country",
    sentence_ko=(
        "기준일에 체결 또는 휴면 상태인 결연을 상대 나라마다 셉니다. 여러 나라와 맺은 결연은 나라마다 1건이지만 "
        "합계에서는 1건이며, 국내 결연은 대한민국에 셉니다."
    ),
    sentence_en=(
        "Ties signed or dormant on the as-of date, counted in each partner country; a tie with several countries "
        "counts in each of them but once in the total, and a domestic tie counts under South Korea."
    ),
)
COUNTRIES: Final = CountingRule(
    code="tied-countries",
    name_ko="교류 국가",
    name_en="Countries with a tie",
    sentence_ko="기준일에 유효한 결연의 상대가 있는 나라를 1번씩 세며, 대한민국은 뺍니다.",
    sentence_en="Countries of partners in ties in force on the as-of date, each once, South Korea not counted.",
)
GOVERNMENTS: Final = CountingRule(
    code="tied-governments",
    name_ko="결연이 있는 지방자치단체",
    name_en="Local governments with a tie",
    sentence_ko="기준일에 유효한 결연의 당사자인 국내 광역·기초 지방자치단체를 1번씩 셉니다.",
    sentence_en="Korean metropolitan and basic local governments that are party to a tie in force, each once.",
)
CITIES: Final = CountingRule(
    code="tied-cities",
    name_ko="교류 도시",
    name_en="Partner cities",
    sentence_ko="기준일에 유효한 결연의 국외 상대가 있는 곳을 1번씩 셉니다. 위치가 정해지지 않은 상대는 뺍니다.",
    sentence_en="Places abroad with a partner in a tie in force, each once; partners without a place are not counted.",
)
SAME_PROVINCE: Final = CountingRule(
    code="governments-tied-to-one-foreign-province",
    name_ko="같은 국외 지역과 맺은 결연",
    name_en="Ties with the same foreign province",
    sentence_ko=(
        "기준일에 유효한 결연을 상대가 속한 성·주·현마다 셉니다. 한 결연에 같은 지역의 상대가 여럿이어도 1건입니다. "
        "소속 지역이 정해지지 않은 상대는 뺍니다."
    ),
    sentence_en=(
        "Ties in force on the as-of date, counted for the province or state that the partner belongs to, each once; "
        "partners whose province is not recorded are left out."
    ),
)
RULES: Final = {
    rule.code: rule
    for rule in (TIES_IN_FORCE, TIES_LISTED, TIES_PER_COUNTRY, COUNTRIES, GOVERNMENTS, CITIES, SAME_PROVINCE)
}


def rule_for(wanted: TieFilter) -> CountingRule:
    """Return the rule by which a list of ties is counted."""
    return TIES_IN_FORCE if wanted.state == IN_FORCE_STATES else TIES_LISTED


def ties_figure(*, actor: Actor, wanted: TieFilter, today: date) -> Figure:
    """Return how many ties the filter means; it opens exactly them."""
    count = ties_for(actor=actor, wanted=wanted, today=today).count()
    return Figure(count, "tie", wanted.day(today), rule_for(wanted), wanted.href())


def parties_of(*, actor: Actor, wanted: TieFilter, today: date) -> QuerySet[TieParty]:
    """Return the parties of the ties that the filter means."""
    return TieParty.objects.filter(tie__in=ties_for(actor=actor, wanted=wanted, today=today).values("pk"))


def of_local_governments(parties: QuerySet[TieParty]) -> QuerySet[TieParty]:
    """
    Return the parties that are Korean local governments.

    SQLite without statistics would begin at the index of kinds and try every body with every tie (350 ms for 5,000
    ties instead of 10); an expression has no index to begin at.
    """
    return parties.annotate(party_kind=Coalesce("body__kind", Value(""))).filter(party_kind__in=LOCAL_GOVERNMENTS)


def countries_figure(*, actor: Actor, wanted: TieFilter, today: date) -> Figure:
    """Return the number of countries with such a tie; it opens the list of countries."""
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME)
    count = parties.values("body__country").distinct().count()
    return Figure(count, "country", wanted.day(today), COUNTRIES, wanted.href("partnerships:countries"))


def governments_figure(*, actor: Actor, wanted: TieFilter, today: date) -> Figure:
    """Return the number of Korean local governments with such a tie; it opens the list of them."""
    parties = of_local_governments(parties_of(actor=actor, wanted=wanted, today=today))
    count = parties.values("body").distinct().count()
    return Figure(count, "government", wanted.day(today), GOVERNMENTS, wanted.href("partnerships:governments"))


def cities_figure(*, actor: Actor, wanted: TieFilter, today: date) -> Figure:
    """Return the number of places abroad with such a tie; it opens the list by city."""
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME).exclude(body__place=None)
    count = parties.values("body__place").distinct().count()
    return Figure(count, "city", wanted.day(today), CITIES, wanted.href("partnerships:ties_by_city"))
