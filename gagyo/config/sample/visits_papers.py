"""Heads, named members, gifts and a report for the sample visits, so that their papers have something to say."""

from datetime import date

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit, VisitMember

REPORT = TranslatedText(
    "도시통합정보센터의 교통·방범 관제를 둘러보고 운영 예산을 물었다.\n종이 없는 민원실의 화면 설계 자료를 요청했다.",
    "ko",
    {
        "en": (
            "Saw the city information centre.\nAsked for the screen designs of the paperless civil office.",
            TranslationState.REVIEWED.value,
        )
    },
)


def load_papers(*, visits: list[Visit], today: date) -> None:
    """Name two members of each visit ahead (made-up names), and write the report of the latest visit that is done."""
    for visit in visits:
        party = visit.parties.order_by("order", "pk").first()
        if visit.ends_on < today or visit.state == VisitState.ASKED or party is None:
            continue
        party.head_name, party.head_rank = "가상 대표", party.head_rank or "Deputy mayor"
        party.save(update_fields=["head_name", "head_rank"])
        VisitMember.objects.bulk_create(
            [
                VisitMember(party=party, name="가상 단원 1", title="Director", order=0),
                VisitMember(party=party, name="가상 단원 2", title="Officer", note="채식", order=1),
            ]
        )
    done = [visit for visit in visits if visit.state == VisitState.DONE]
    if done:
        latest = max(done, key=lambda visit: visit.starts_on)
        latest.report, latest.gifts_given = REPORT, "전통 부채 1점"
        latest.save(update_fields=["report", "gifts_given"])
