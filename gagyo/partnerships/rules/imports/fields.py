"""What a column of an imported file may hold, with the names that Korean offices give it."""

from collections.abc import Mapping
from typing import Final

from gagyo.kernels.tabular.mapping import Field
from gagyo.partnerships.choices import ImportSubject

ID: Final = Field("gagyo_id", "가교 번호", "Gagyo ID", ("gagyo id", "관리번호"))
VISIBILITY: Final = Field("visibility", "공개 범위", "Visible to", ("공개여부", "공개 여부", "visibility"))
COUNTRY: Final = Field(
    "country",
    "국가",
    "Country",
    ("나라", "국가명", "국명", "상대국", "상대 국가", "국가코드", "country name", "countries"),
)

TIE_FIELDS: Final = (
    ID,
    Field(
        "home",
        "지방자치단체",
        "Local government",
        (
            *("지자체", "자치단체", "지자체명", "자치단체명", "시군구", "시군구명", "시도", "시도명", "기관명"),
            *("국내 지자체", "체결 지자체", "우리 지자체", "local governments", "government", "municipality"),
        ),
    ),
    Field(
        "home_code", "지자체 코드", "Local government code", ("법정동코드", "행정표준코드", "기관코드", "자치단체코드")
    ),
    Field(
        "partner",
        "교류도시",
        "Partner",
        (
            *(
                "상대",
                "상대 도시",
                "도시",
                "도시명",
                "외국도시",
                "해외도시",
                "교류지역",
                "교류 지역",
                "상대 지자체",
                "상대방",
            ),
            *("자매도시", "자매결연도시", "우호도시", "체결도시", "결연도시", "상대기관", "교류 상대", "교류대상"),
            *("partners", "partner city", "city", "sister city"),
        ),
    ),
    COUNTRY,
    Field(
        "kind",
        "결연 유형",
        "Kind",
        ("구분", "유형", "결연구분", "결연 구분", "교류유형", "교류 유형", "종류", "결연 종류", "교류구분", "type"),
    ),
    Field("local_kind_ko", "조례상 명칭(국문)", "Name in the ordinance (Korean)", ("local_kind_ko", "조례상 명칭")),
    Field("local_kind_en", "조례상 명칭(영문)", "Name in the ordinance (English)", ("local_kind_en",)),
    Field("state", "상태", "State", ("교류상태", "교류 상태", "결연 상태", "status")),
    Field(
        "signed",
        "체결일",
        "Signed on",
        (
            *(
                "체결일자",
                "체결 연월일",
                "체결연월일",
                "결연일",
                "결연일자",
                "체결년도",
                "체결연도",
                "체결시기",
                "협정일",
            ),
            *("결연년도", "결연연도", "signed", "date signed", "signing date", "date", "year"),
        ),
    ),
    Field("ended_on", "종료일", "Ended on", ("해지일", "종료일자", "결연 종료일", "ended")),
    Field("planned_year", "계획 연도", "Planned for", ("계획연도", "예정 연도", "planned year")),
    Field("signed_online", "온라인 체결", "Signed online", ("비대면 체결", "온라인 여부", "체결 방식")),
    Field(
        "signed_at",
        "체결 장소",
        "Signed at",
        ("서명 장소", "조인 장소", "체결지", "협정 장소", "place of signing", "signing place", "venue"),
    ),
    Field("signatory_home", "지자체 측 서명자", "Local government's signatory", ("우리 측 서명자", "서명자", "체결자")),
    Field(
        "signatory_home_title",
        "지자체 측 서명자 직위",
        "Title of the local government's signatory",
        ("우리 측 서명자 직위", "서명자 직위"),
    ),
    Field(
        "signatory_partner", "상대 측 서명자", "Partner's signatory", ("상대방 서명자", "외국 측 서명자", "상대 서명자")
    ),
    Field(
        "signatory_partner_title",
        "상대 측 서명자 직위",
        "Title of the partner's signatory",
        ("상대방 서명자 직위", "외국 측 서명자 직위", "상대 서명자 직위"),
    ),
    Field("council_consent", "의회 동의", "Council's consent", ("의회 승인", "의회동의 여부", "의회의결")),
    Field("council_consent_on", "의회 동의일", "Council's consent on", ("의회 의결일", "의회승인일", "의회 동의일자")),
    Field("fields", "교류 분야", "Fields", ("분야", "주요분야", "교류내용 분야", "field", "fields of exchange")),
    Field("summary", "개요", "Summary", ("비고", "내용", "설명", "주요내용", "note", "notes")),
    Field("source", "출처", "Source", ("근거", "자료 출처")),
    Field("source_url", "출처 주소", "Source's address", ("출처 URL", "url", "링크", "source url")),
    VISIBILITY,
)
PROJECT_FIELDS: Final = (
    ID,
    Field(
        "name_ko",
        "사업명",
        "Project",
        (
            "사업명(국문)",
            "국문명",
            "한국어 이름",
            "korean name",
            "교류사업명",
            "교류사업",
            "행사명",
            "프로그램명",
            "제목",
            "name_ko",
            "project name",
            "name",
        ),
    ),
    Field("name_en", "사업명(영문)", "Project (English)", ("영문 사업명", "english name", "name_en")),
    Field(
        "home",
        "지방자치단체",
        "Local government",
        ("지자체", "자치단체", "지자체명", "주관기관", "주관", "시군구", "기관명", "lead", "government"),
    ),
    Field("home_code", "지자체 코드", "Local government code", ("법정동코드", "행정표준코드", "기관코드")),
    Field(
        "partner",
        "교류 상대",
        "Partners",
        ("교류도시", "상대 도시", "도시", "도시명", "상대기관", "참여기관", "partner", "partner city", "city"),
    ),
    COUNTRY,
    Field("tie_id", "결연 번호", "Tie's Gagyo ID", ("관련 결연 번호", "tie id", "tie_id", "결연 가교 번호")),
    Field("kind", "사업 유형", "Kind", ("구분", "유형", "사업구분", "사업 구분", "분야", "종류", "type")),
    Field("state", "상태", "State", ("추진상태", "추진 상태", "진행상황", "status")),
    Field(
        "starts_on", "시작일", "From", ("기간 시작", "시작", "개시일", "시작일자", "starts_on", "start", "start date")
    ),
    Field("ends_on", "종료일", "Until", ("기간 종료", "종료", "종료일자", "완료일", "ends_on", "end", "end date")),
    Field("persons_out", "파견 인원", "People sent", ("파견인원", "파견(명)", "방문 인원", "persons_out", "sent")),
    Field(
        "persons_in", "초청 인원", "People received", ("초청인원", "초청(명)", "방한 인원", "persons_in", "received")
    ),
    Field("budget_krw", "예산(원)", "Budget (won)", ("예산", "예산액", "사업비", "소요예산", "budget", "budget_krw")),
    Field("outcome", "성과", "Outcome", ("결과", "추진성과", "주요성과", "사업 결과", "result")),
    Field("outcome_on", "성과 입력일", "Outcome recorded on", ("결과 입력일", "결과보고일")),
    VISIBILITY,
)
FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    ImportSubject.TIES.value: TIE_FIELDS,
    ImportSubject.PROJECTS.value: PROJECT_FIELDS,
}
# Without a column for the local government, the rows are the office's own; the kind may be said for the whole file.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    ImportSubject.TIES.value: ("partner",),
    ImportSubject.PROJECTS.value: ("name_ko", "starts_on"),
}
LENGTHS: Final[Mapping[str, int]] = {
    "local_kind_ko": 60,
    "local_kind_en": 60,
    "signatory_home": 1000,
    "signatory_home_title": 1000,
    "signatory_partner": 1000,
    "signatory_partner_title": 1000,
    "source": 300,
    "source_url": 500,
    "name_ko": 200,
    "name_en": 200,
    "summary": 10_000,
    "outcome": 10_000,
}
LONGEST_NAME: Final = 200
LONGEST_SIGNATORY: Final = 100


def field_of(*, subject: str, key: str) -> Field:
    """Return a field by its key."""
    return next(each for each in FIELDS[subject] if each.key == key)


def field_name(*, subject: str, key: str, language: str) -> str:
    """Return what a field is called in a language."""
    field = field_of(subject=subject, key=key)
    return field.name_ko if language.startswith("ko") else field.name_en
