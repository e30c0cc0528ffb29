"""What waits in an office, as figures that open: one rule and one list of rows each."""

from datetime import date
from typing import Final

from gagyo.accounts.rules import may_read_contacts
from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.partnerships.queries.anniversaries import coming_anniversaries
from gagyo.partnerships.queries.office import (
    RETENTION_NOTICE_DAYS,
    contacts_to_renew,
    own_ties,
    projects_owing_a_result,
    waiting_imports,
)

RESULTS: Final = CountingRule(
    code="waiting-results",
    name_ko="결과가 없는 교류사업",
    name_en="Projects without a result",
    sentence_ko="우리 기관의 교류사업 가운데 어제까지 끝났고 취소되지 않았으며 결과가 기록되지 않은 것을 1건씩 셉니다.",
    sentence_en="The office's projects that ended before today, were not cancelled and have no result, each once.",
)
DATES: Final = CountingRule(
    code="waiting-dates",
    name_ko="체결일이 없는 결연",
    name_en="Ties without a date",
    sentence_ko="우리 기관의 유효한 결연 가운데 체결 연도도 기록되지 않은 것을 1건씩 셉니다.",
    sentence_en="The office's ties in force of which not even the year of signing is recorded, each once.",
)
CONSENT: Final = CountingRule(
    code="waiting-consent",
    name_ko="의회 동의가 없는 결연",
    name_en="Ties without the council's consent",
    sentence_ko="우리 기관의 결연(종료 제외) 가운데 의회 동의가 필요하지만 기록되지 않은 것을 1건씩 셉니다.",
    sentence_en="The office's ties, ended ones left out, that need the council's consent and have none recorded.",
)
CONTACT: Final = CountingRule(
    code="waiting-contact",
    name_ko="연락처가 없는 결연",
    name_en="Ties without a contact",
    sentence_ko="우리 기관의 결연(종료 제외) 가운데 연락처가 하나도 없는 것을 1건씩 셉니다.",
    sentence_en="The office's ties, ended ones left out, for which nobody is named to talk to.",
)
DORMANT: Final = CountingRule(
    code="waiting-dormant",
    name_ko="활동이 없는 결연",
    name_en="Ties without activity",
    sentence_ko="우리 기관의 유효한 결연 가운데 마지막 활동(체결·사업·상태 변경)이 오래된 것을 셉니다.",
    sentence_en="The office's ties in force whose last activity (signing, project, state) is past the limit.",
)
NEAR: Final = CountingRule(
    code="anniversaries-near",
    name_ko="다가오는 기념일",
    name_en="Anniversaries coming",
    sentence_ko="우리 기관이 관리하는 유효한 결연의 10·20·25·30·40·50주년 등이 준비 기간 안에 드는 것을 1건씩 셉니다.",
    sentence_en="Ties in force of the own office whose 10th, 20th, 25th, 30th ... year falls within the lead time.",
)
RETENTION: Final = CountingRule(
    code="waiting-retention",
    name_ko="보유 기간이 끝나는 연락처",
    name_en="Contacts whose retention ends",
    sentence_ko=f"보유 기간이 {RETENTION_NOTICE_DAYS}일 안에 끝나거나 이미 끝난 우리 기관 연락처를 1명씩 셉니다.",
    sentence_en=f"The office's contacts whose retention ends in {RETENTION_NOTICE_DAYS} days or has ended.",
)
IMPORTS: Final = CountingRule(
    code="waiting-imports",
    name_ko="미리보기 중인 가져오기",
    name_en="Imports in preview",
    sentence_ko="우리 기관이 올렸으나 아직 반영하지 않은 가져오기를 1건씩 셉니다.",
    sentence_en="Imports that the office uploaded and has not applied yet, each once.",
)


def waiting_for(*, actor: Actor, today: date) -> list[Waiting]:
    """Return what waits in the actor's office; the number of queries does not grow with the rows."""
    own = own_ties(actor=actor, today=today)
    owing = list(projects_owing_a_result(actor=actor, today=today).select_related("lead", "country"))
    near = [each for each in coming_anniversaries(actor=actor, today=today) if each.is_near]
    found = [
        Waiting("results", "project", "projects", RESULTS, owing),
        Waiting("anniversaries", "tie", "anniversaries", NEAR, near),
        Waiting("dormant", "tie", "ties", DORMANT, own.dormant),
        Waiting("dates", "tie", "ties", DATES, own.without_date),
        Waiting("consent", "tie", "ties", CONSENT, own.without_consent),
        Waiting("contact", "tie", "ties", CONTACT, own.without_contact),
    ]
    if may_read_contacts(actor=actor):
        people = list(contacts_to_renew(actor=actor, today=today))
        found.append(Waiting("retention", "person", "people", RETENTION, people))
    found.append(Waiting("imports", "item", "imports", IMPORTS, list(waiting_imports(actor=actor))))
    return found
