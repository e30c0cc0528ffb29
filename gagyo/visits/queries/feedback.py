"""What an office's visitors thought, how much its sites are used, and what was asked for afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.count import Key, Measure, Table, count, distinct, tally, total
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.visits.choices import FollowUpKind, VisitState
from gagyo.visits.models import FollowUp, Site, SiteScore, Stop, SurveyAnswer, Theme, Visit, VisitParty

ANSWERS_OF_VISIT: Final = CountingRule(
    code="survey-answers-of-a-visit",
    name_ko="설문 응답",
    name_en="Answers",
    sentence_ko="이 방문의 설문에 보낸 응답을 1건씩 셉니다.",
    sentence_en="The answers sent to this visit's survey, each once.",
)
MEAN_OF_VISIT: Final = CountingRule(
    code="survey-mean-of-a-visit",
    name_ko="전반 만족도",
    name_en="Satisfaction",
    sentence_ko="1~5점의 평균이며, 응답이 3건 이상일 때만 계산합니다.",
    sentence_en="The mean of scores from 1 to 5; a mean needs three answers at least.",
)
ANSWERS: Final = CountingRule(
    code="survey-answers",
    name_ko="설문 응답",
    name_en="Answers",
    sentence_ko="우리 기관 방문의 설문 응답을 1건씩 셉니다. 견학지 점수는 그 견학지에 점수를 준 응답만 셉니다.",
    sentence_en="Answers to the surveys of the own office's visits; for a site only those that scored it.",
)
MEAN: Final = CountingRule(
    code="survey-mean",
    name_ko="만족도",
    name_en="Satisfaction",
    sentence_ko="1~5점의 평균입니다. 응답이 3건보다 적으면 평균을 내지 않고 응답 수만 보입니다.",
    sentence_en="The mean of scores from 1 to 5; with fewer than three answers only their number is shown.",
)
SITE_VISITS: Final = CountingRule(
    code="site-visits",
    name_ko="견학지 방문",
    name_en="Visits to sites",
    sentence_ko="일정에 견학지가 있는 방문(취소 제외)을 견학지마다 1회씩, 방문이 시작한 달에 셉니다.",
    sentence_en="Visits, cancelled ones left out, whose programme has the site, once a site, in the month they begin.",
)
SITE_PERSONS: Final = CountingRule(
    code="site-persons",
    name_ko="견학지 방문 인원",
    name_en="Persons at sites",
    sentence_ko="견학지를 보는 방문단의 실인원을 방문마다 한 번 더합니다. 방문단을 정하지 않은 일정은 모두가 봅니다.",
    sentence_en="Persons of the parties that see the site, once a visit; a stop for no party in particular is for all.",
)
LEADS: Final = CountingRule(
    code="visit-leads",
    name_ko="방문 후 요청",
    name_en="Leads after visits",
    sentence_ko="우리 기관 방문의 후속 조치 가운데 교류 제안·수출 제안·자료 요청을 처리 여부와 관계없이 1건씩 셉니다.",
    sentence_en="Follow-ups of the own visits that are leads for ties or exports or ask for information, done or not.",
)
LEAD_KINDS: Final = (FollowUpKind.TIE_LEAD, FollowUpKind.EXPORT_LEAD, FollowUpKind.INFORMATION)


@dataclass(frozen=True)
class FeedbackQuestion:
    """Whose feedback of which year (by the day a visit begins; None: all), of one site or theme (code) or of all."""

    actor: Actor
    year: int | None = None
    site: int | None = None
    theme: str = ""

    @property
    def visits(self) -> "QuerySet[Visit]":
        """The own office's visits of that year that were not cancelled."""
        rows = Visit.objects.own(self.actor).exclude(state=VisitState.CANCELLED)
        return rows.filter(starts_on__year=self.year) if self.year else rows


def years_of(actor: Actor) -> list[int]:
    """Return the years in which the own office's visits begin, the latest first."""
    days = Visit.objects.own(actor).dates("starts_on", "year", order="DESC")
    return [day.year for day in days]


def own_sites(actor: Actor) -> list[Site]:
    """Return the office's sites, by name."""
    return list(Site.objects.own(actor).order_by("name_ko", "pk"))


def listed_answers(asked: FeedbackQuestion) -> "QuerySet[SurveyAnswer]":
    """Return the answers that a figure counts, the latest first."""
    rows = SurveyAnswer.objects.filter(visit__in=asked.visits.values("pk"))
    if asked.site:
        rows = rows.filter(site_scores__site=asked.site)
    if asked.theme:
        rows = rows.filter(visit__theme_rows__theme__code=asked.theme)
    scores = Prefetch("site_scores", SiteScore.objects.select_related("site").order_by("pk"))
    return rows.select_related("visit").prefetch_related(scores).order_by("-sent_at", "-pk")


@dataclass(frozen=True)
class Score:
    """One score: of a site, or overall with the themes of its visit."""

    id: int
    score: int
    site: int = 0
    themes: tuple[str, ...] = ()


MEASURES: Final = {"answers": count(), "total": total("score")}


def site_scores(asked: FeedbackQuestion) -> Table[Score]:
    """Return answers and their sum by site."""
    rows = SiteScore.objects.filter(answer__visit__in=asked.visits.values("pk"), site__office_id=asked.actor.office_id)
    found = [Score(pk, score, site) for pk, score, site in rows.values_list("pk", "score", "site_id")]
    return tally(found, [Key("site", "site")], MEASURES)


def theme_scores(asked: FeedbackQuestion) -> Table[Score]:
    """Return answers and the sum of their overall scores by theme; an answer counts in each theme of its visit."""
    rows = SurveyAnswer.objects.filter(visit__in=asked.visits.values("pk"))
    pairs = Visit.themes.through.objects.filter(visit__in=asked.visits.values("pk"))
    themes: dict[int, list[str]] = {}
    for visit_id, code in pairs.values_list("visit_id", "theme__code"):
        themes.setdefault(visit_id, []).append(code)
    found = [
        Score(pk, overall, themes=tuple(themes.get(visit_id, ())))
        for pk, overall, visit_id in rows.values_list("pk", "overall", "visit_id")
    ]
    return tally(found, [Key("theme", "themes", several=True)], MEASURES)


def theme_names() -> dict[str, str]:
    """Return the themes' names by code, in their order."""
    return {theme.code: theme.name for theme in Theme.objects.all()}


@dataclass(frozen=True)
class Use:
    """A party at a site on one visit; month: of the day on which the visit begins."""

    id: str
    site: int
    visit: int
    month: str
    persons: int


def site_use(asked: FeedbackQuestion) -> Table[Use]:
    """Return visits and persons by site and month, from all stops there: a meeting at a site uses it too."""
    stops = Stop.objects.filter(
        Q(site=asked.site) if asked.site else Q(site__office_id=asked.actor.office_id or 0),
        visit__in=asked.visits.values("pk"),
    )
    found = stops.values_list("pk", "site_id", "visit_id", "visit__starts_on")
    named: dict[int, set[int]] = {}
    for stop_id, party_id in Stop.parties.through.objects.filter(stop__in=stops).values_list("stop_id", "party_id"):
        named.setdefault(stop_id, set()).add(party_id)
    parties: dict[int, dict[int, int]] = {}
    rows = VisitParty.objects.filter(visit__in=stops.values("visit_id"))
    for party_id, visit_id, persons in rows.values_list("pk", "visit_id", "persons"):
        parties.setdefault(visit_id, {})[party_id] = persons
    uses: dict[str, Use] = {}
    for stop_id, site_id, visit_id, day in found:
        _add_use(
            uses, site=site_id or 0, visit=visit_id, day=day, parties=parties.get(visit_id, {}), only=named.get(stop_id)
        )
    measures: dict[str, Measure[Use]] = {"visits": distinct("visit"), "persons": total("persons")}
    return tally(uses.values(), [Key("site", "site"), Key("month", "month")], measures)


def _add_use(
    uses: dict[str, Use], *, site: int, visit: int, day: date, parties: dict[int, int], only: set[int] | None
) -> None:
    """Add each party at the site once a visit, however many stops it has there; a visit without parties still came."""
    coming = {pk: persons for pk, persons in parties.items() if only is None or pk in only} or {0: 0}
    for party, persons in coming.items():
        key = f"{site}-{visit}-{party}"
        uses[key] = Use(key, site, visit, f"{day:%Y-%m}", persons)


def leads_of(asked: FeedbackQuestion) -> "Sequence[FollowUp]":
    """Return what visitors asked for: the open ones first, by the day they are due."""
    rows = FollowUp.objects.filter(visit__in=asked.visits.values("pk"), kind__in=LEAD_KINDS)
    return list(rows.select_related("visit", "owner", "answer"))
