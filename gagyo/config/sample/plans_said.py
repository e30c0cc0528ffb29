"""
What the provinces of the sample plan: every goal, budget and partner is invented.

Two provinces plan with Hanoi in one month and three in Japan, several have no approved plan, and few plan development
cooperation, so that there are overlaps and gaps to be found.
"""

from dataclasses import dataclass

from gagyo.ambassadors.choices import PlanState
from gagyo.config.sample.offices import GYEONGGI
from gagyo.support.choices import RequestField as F

MILLION = 1_000_000
# Korean and English name, month, budget in millions of won (0: not told), country, partner (English name)
Planned = tuple[str, str, int, int, str, str]
# field, what the goal is in Korean and English, and what is planned for it
Goal = tuple[F, str, str, list[Planned]]


@dataclass(frozen=True)
class Sample:
    """A province's plan; last: whether it had one last year too."""

    code: str
    state: PlanState
    goals: list[Goal]
    last: bool = True


PLANS: list[Sample] = [
    Sample(
        "11",
        PlanState.RESULTS_SUBMITTED,
        [
            (
                F.INVESTMENT,
                "스마트시티 분야 해외 투자자 10곳과 상담",
                "Talks with ten investors in smart-city services",
                [
                    ("스마트시티 투자 설명회", "Smart-city investment briefing", 5, 80, "FR", ""),
                    ("핀테크 기업 유치 면담", "Meetings with fintech firms", 9, 30, "SG", ""),
                ],
            ),
            (
                F.PUBLIC_DIPLOMACY,
                "주한 외교단과의 분기별 교류",
                "A meeting with the diplomatic corps each quarter",
                [
                    ("주한 외교단 시정 설명회", "Briefing for the diplomatic corps", 3, 12, "", ""),
                    ("세계도시 문화축제 외교단 초청", "Diplomatic corps at the world cities festival", 6, 25, "", ""),
                ],
            ),
        ],
    ),
    Sample(
        "26",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "해양 분야 국제회의 유치 지원",
                "Support for bids to host maritime conferences",
                [
                    ("국제해양회의 유치 교섭", "Bid for a maritime conference", 4, 60, "ID", ""),
                    ("항만도시 협력 포럼", "Forum of port cities", 10, 90, "JP", "Fukuoka"),
                ],
            ),
            (
                F.EXPORTS,
                "수산식품 수출 판로 개척",
                "New markets for seafood",
                [("하노이 수산식품 상담회", "Seafood consultation in Hanoi", 9, 55, "VN", "Hanoi")],
            ),
        ],
    ),
    Sample(
        "28",
        PlanState.APPROVED,
        [
            (
                F.INVESTMENT,
                "경제자유구역 바이오 기업 유치",
                "Biotechnology firms for the free economic zone",
                [
                    ("바이오 기업 투자 면담", "Meetings with biotechnology firms", 5, 40, "US", ""),
                    ("항공정비 기업 초청", "Visit of aircraft maintenance firms", 11, 35, "DE", ""),
                ],
            )
        ],
    ),
    Sample(
        "30",
        PlanState.RETURNED,
        [
            (
                F.EXCHANGE,
                "과학도시 교류",
                "Exchange among science cities",
                [("과학도시 연합 총회 참석", "Assembly of science cities", 9, 20, "TW", "")],
            )
        ],
    ),
    Sample(
        "36",
        PlanState.APPROVED,
        [
            (
                F.PUBLIC_DIPLOMACY,
                "행정수도 사례 소개",
                "Presenting the administrative capital",
                [
                    ("개발도상국 공무원 연수 지원", "Training of officials from developing countries", 4, 15, "MN", ""),
                    ("한글문화 주간 외교단 초청", "Diplomatic corps at the Hangeul week", 10, 18, "", ""),
                ],
            )
        ],
        last=False,
    ),
    Sample(
        GYEONGGI,
        PlanState.APPROVED,
        [
            (
                F.INVESTMENT,
                "반도체 소재·부품 기업 5곳 유치 상담",
                "Talks with five makers of semiconductor parts",
                [
                    ("반도체 소재 기업 투자 설명회", "Investment briefing on semiconductor materials", 4, 70, "JP", ""),
                    ("수소 산업 협력 면담", "Talks on hydrogen", 10, 0, "JP", ""),
                ],
            ),
            (
                F.EXPORTS,
                "도내 중소기업 동남아 수출 상담 100건",
                "100 export talks of local firms in Southeast Asia",
                [
                    ("하노이 수출상담회", "Export consultation in Hanoi", 9, 65, "VN", "Hanoi"),
                    ("자카르타 뷰티 상담회", "Beauty products in Jakarta", 7, 45, "ID", "Jakarta"),
                ],
            ),
            (
                F.DEVELOPMENT,
                "농업기술 공적개발원조 사업 발굴",
                "New development projects in farming",
                [("농업기술 전수 조사단", "Mission on farming methods", 6, 38, "UZ", "Fergana Region")],
            ),
        ],
    ),
    Sample(
        "51",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "동계 스포츠 국제행사 유치",
                "Winter sports events",
                [("동계 청소년 대회 협력 회의", "Meeting on winter youth games", 11, 32, "MN", "")],
            ),
            (
                F.EXCHANGE,
                "환동해 지방정부 교류",
                "Exchange of governments around the East Sea",
                [("환동해 지방정부 회의", "Meeting of regional governments", 10, 28, "JP", "")],
            ),
        ],
    ),
    Sample(
        "43",
        PlanState.SUBMITTED,
        [
            (
                F.EXPORTS,
                "화장품 수출 지원",
                "Exports of cosmetics",
                [("오송 화장품 바이어 초청", "Buyers of cosmetics", 10, 50, "AE", "Dubai")],
            )
        ],
        last=False,
    ),
    Sample(
        "44",
        PlanState.RESULTS_APPROVED,
        [
            (
                F.EXPORTS,
                "농식품 수출 다변화",
                "New markets for farm products",
                [
                    ("농식품 바이어 초청 상담회", "Buyers of farm products", 5, 42, "VN", ""),
                    ("할랄 식품 시장 조사", "Study of the halal market", 3, 15, "AE", ""),
                ],
            ),
            (
                F.INVESTMENT,
                "디스플레이 산업 투자 유치",
                "Investment in display makers",
                [("디스플레이 투자 상담", "Investment talks on displays", 6, 33, "DE", "")],
            ),
        ],
    ),
    Sample(
        "52",
        PlanState.APPROVED,
        [
            (
                F.PUBLIC_DIPLOMACY,
                "전통문화로 알리는 지역",
                "The region through its traditions",
                [
                    ("한지 공예 순회전", "Travelling show of paper craft", 8, 22, "FR", ""),
                    ("세계한인 청소년 초청", "Korean youth from abroad", 7, 30, "US", ""),
                ],
            )
        ],
    ),
    Sample(
        "46",
        PlanState.APPROVED,
        [
            (
                F.EXPORTS,
                "김·전복 수출 확대",
                "Exports of laver and abalone",
                [
                    ("수산물 판촉전", "Seafood promotion", 11, 48, "US", ""),
                    ("친환경 농산물 상담회", "Organic produce", 4, 20, "SG", ""),
                ],
            )
        ],
    ),
    Sample(
        "47",
        PlanState.APPROVED,
        [
            (
                F.DEVELOPMENT,
                "새마을 시범사업 사후관리",
                "Follow-up of village projects",
                [("시범마을 점검단", "Inspection of model villages", 3, 26, "LA", "")],
            ),
            (
                F.INVESTMENT,
                "이차전지 기업 유치",
                "Battery makers",
                [("이차전지 투자 면담", "Talks with battery makers", 6, 36, "CN", "")],
            ),
        ],
    ),
    Sample(
        "48",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "우주항공 국제행사 유치",
                "Aerospace events",
                [("우주항공 전시회 협력", "Aerospace exhibition", 6, 75, "FR", "")],
            )
        ],
        last=False,
    ),
    Sample(
        "50",
        PlanState.DRAFT,
        [
            (
                F.EVENTS,
                "평화·기후 국제회의 유치",
                "Conferences on peace and climate",
                [("기후 국제회의 유치 교섭", "Bid for a climate conference", 5, 40, "", "")],
            )
        ],
    ),
]
