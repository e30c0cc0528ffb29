"""The counting rules of the registry's lists."""

from gagyo.kernels.indicators.figure import CountingRule

BODIES = CountingRule(
    "registry-bodies",
    "등록된 기관",
    "Bodies in the registry",
    "조건에 맞는 기관을 셉니다. 기준일을 고르면 그날 있던 기관만 셉니다.",
    "Counts the bodies that fit the filters; with an as-of date only those that existed on that day.",
)
PLACES = CountingRule(
    "registry-places",
    "등록된 지역",
    "Places in the registry",
    "조건에 맞는 도시와 시·도를 셉니다.",
    "Counts the cities and provinces that fit the filters.",
)
PEOPLE = CountingRule(
    "registry-people",
    "연락처",
    "Contacts",
    "볼 수 있는 연락처 가운데 조건에 맞는 사람을 셉니다.",
    "Counts the contacts that you may read and that fit the filters.",
)
DUE = CountingRule(
    "registry-people-due",
    "곧 파기되는 연락처",
    "Contacts to be destroyed soon",
    "보유기간이 30일 안에 끝나는 우리 기관의 연락처를 셉니다. 보관된 것도 셉니다.",
    "Counts your office's contacts whose retention period ends within 30 days, archived ones too.",
)
COUNTRIES = CountingRule(
    "registry-countries",
    "국가",
    "Countries",
    "ISO 3166-1 부호가 있는 국가와 지역을 셉니다.",
    "Counts the countries and areas with an ISO 3166-1 code.",
)
