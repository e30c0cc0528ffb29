"""Cases of ambassadors in every state, marked as sample: what they tell is invented."""

from datetime import datetime, timedelta

from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models import Case, CaseFigure, Posting
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.choices import RequestField as F

Pair = tuple[str, str]
# province, field, state, audience, title, situation, what was done, result, lesson, and (what, number, unit)
Told = tuple[str, F, CaseState, str, Pair, Pair, Pair, Pair, Pair, list[tuple[Pair, int, str]]]
CASES: list[Told] = [
    (
        "44",
        F.EXPORTS,
        CaseState.APPROVED,
        "public",
        ("배 수출 검역 문제를 공관과 함께 풀다", "Solving a quarantine problem for pears with the mission"),
        (
            "도내 농가의 배가 현지 검역 서류 양식이 바뀌어 항구에 묶였다.",
            "Pears of local farms were held in port because a quarantine form had changed.",
        ),
        (
            "국제관계대사가 사흘 안에 공관의 담당관을 찾아 새 양식을 받고, 농가와 검역 기관을 화상으로 이었다.",
            "Within three days the mission had sent the new form, and the farms met the quarantine office online.",
        ),
        (
            "묶였던 물량이 모두 통관되고, 새 양식을 다른 시도에도 알렸다.",
            "All that was held was cleared, and the new form was passed on to other provinces.",
        ),
        (
            "양식이 바뀌면 공관에서 먼저 알 수 있다. 수출 철이 오기 전에 묻는다.",
            "The mission knows first when a form changes. Ask before the season begins.",
        ),
        [(("통관된 화물", "Shipments cleared"), 7, "item"), (("참여 농가", "Farms taking part"), 23, "firm")],
    ),
    (
        "26",
        F.EVENTS,
        CaseState.APPROVED,
        "public",
        ("해양 국제회의 유치 교섭", "Bidding for a maritime conference"),
        (
            "경쟁 도시가 먼저 지지 서한을 모으고 있었다.",
            "A rival city was gathering letters of support already.",
        ),
        (
            "주한 외교단을 시청으로 초청해 회의장을 보이고, 일곱 나라의 질문에 하루 안에 답했다.",
            "The diplomatic corps was shown the venue, and the questions of seven countries were answered in a day.",
        ),
        (
            "열한 나라가 지지를 밝혔고 회의를 유치했다.",
            "Eleven countries declared their support, and the bid was won.",
        ),
        (
            "지지 요청은 회의 이름이 아니라 상대 나라가 얻을 것으로 시작한다.",
            "Begin with what the other country gains, not with the name of the conference.",
        ),
        [(("지지를 밝힌 나라", "Countries in support"), 11, "country")],
    ),
    (
        "41",
        F.INVESTMENT,
        CaseState.APPROVED,
        "shared",
        ("투자 상담에서 찾은 인허가 걸림돌", "Permits that hold investors up"),
        (
            "세 기업이 같은 인허가 단계에서 투자를 미뤘다.",
            "Three firms put off investing at the same step of a permit.",
        ),
        (
            "기업과 시군의 담당자를 한자리에 모아 필요한 서류를 하나로 정리했다.",
            "Firms and cities sat down together and made one list of papers.",
        ),
        ("두 기업이 상담을 다시 시작했다.", "Two firms took their talks up again."),
        ("걸림돌은 한 기업이 아니라 절차에 있다.", "The obstacle lies in the procedure, not in one firm."),
        [(("상담을 다시 시작한 기업", "Firms back in talks"), 2, "firm")],
    ),
    (
        "41",
        F.EXPORTS,
        CaseState.SUBMITTED,
        "public",
        ("하노이 수출상담회에서 배운 것", "Lessons of the export talks in Hanoi"),
        ("첫 상담회는 통역이 모자라 상담이 짧았다.", "At the first talks there were too few interpreters."),
        ("유학생 통역단을 미리 꾸려 상품 교육을 했다.", "Students were trained as interpreters beforehand."),
        ("상담 시간이 두 배로 늘었다.", "Talks lasted twice as long."),
        ("통역은 상품을 알아야 한다.", "Interpreters must know the goods."),
        [],
    ),
    (
        "47",
        F.DEVELOPMENT,
        CaseState.DRAFT,
        "shared",
        ("시범마을 사후관리", "Following up on model villages"),
        ("사업이 끝난 뒤 시설이 멈췄다.", "After the project ended, the pumps stopped."),
        ("마을 사람 두 명을 초청해 정비를 가르쳤다.", "Two villagers were invited and taught to repair them."),
        ("", ""),
        ("", ""),
        [],
    ),
]
SOURCE = "https://example.org/"


def load_cases(*, by: Actor, now: datetime) -> list[Case]:
    """Make the cases, and return them."""
    postings = Posting.objects.past_access(because="the sample's own rows").filter(is_sample=True)
    newest = {row.province.code: row for row in postings.select_related("province").order_by("starts_on")}
    made = []
    for code, field, state, audience, title, situation, done, result, lesson, figures in CASES:
        posting, approved = newest[code], state == CaseState.APPROVED
        row = Case.objects.create(
            office_id=posting.office_id,
            province=posting.province,
            name_ko=title[0],
            name_en=title[1],
            year=now.year,
            field=field,
            situation=both(situation),
            done=both(done),
            result=both(result),
            lesson=both(lesson),
            contact=contact_of(posting),
            audience=audience,
            state=state,
            visibility=audience if approved else Visibility.OFFICE,
            created_at=now - timedelta(days=30),
            approved_at=now - timedelta(days=9) if approved else None,
            is_sample=True,
        )
        CaseFigure.objects.bulk_create(
            CaseFigure(
                case=row, label_ko=label[0], label_en=label[1], value=value, unit=unit, as_of=now.date(), url=SOURCE
            )
            for label, value, unit in figures
        )
        record(event="case.created", by=by, at=now, about=row, after=values_of(row))
        made.append(row)
    return made


def contact_of(posting: Posting) -> TranslatedText:
    """Return a posting's office in both languages."""
    office = posting.office
    return both((office.name_ko, office.name_en)) if office else TranslatedText()


def both(pair: Pair) -> TranslatedText:
    """Return a text in both languages."""
    ko, en = pair
    return TranslatedText(ko, "ko", {"en": (en, "reviewed")}) if ko else TranslatedText()
