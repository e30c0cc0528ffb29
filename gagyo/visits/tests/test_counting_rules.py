"""Counting rules as data: added once, never changed; what was published by one is told beside another, row by row."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import NOW
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor, system
from gagyo.config.cli import command
from gagyo.config.sample.visits import load_second_rule
from gagyo.visits.actions.releases import publish_figures
from gagyo.visits.actions.rules import add_rule
from gagyo.visits.models import FigureRelease, Visit, VisitParty, VisitRule
from gagyo.visits.queries.half_years import HalfQuestion
from gagyo.visits.queries.releases import release_today
from gagyo.visits.queries.rules import rule_in_use
from gagyo.visits.rules.counting_rules import RuleInUse, RuleValues, UnfitRuleError, check_rule
from gagyo.visits.rules.halves import Half
from gagyo.visits.tests.make import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.each_engine]
JUNE = date(2024, 6, 19)
BY_END = RuleValues(
    code="ended-2024",
    name_ko="마친 날 기준",
    name_en="By their last day",
    sentence_ko="기간 안에 끝난 방문을 셉니다.",
    sentence_en="Visits that ended in the period.",
    states=("done",),
    dated_by="ends_on",
    starts_on=date(2024, 7, 1),
)
BY = system(label="test")


@pytest.fixture
def published(member: Membership, actor: Actor) -> FigureRelease:
    """What the office published on 19 June: three visits, of which one lasts until after that day."""
    make_visit(office=member.office, name_ko="하루", starts_on=date(2024, 5, 7), parties=(("VN", 12),))
    make_visit(
        office=member.office, name_ko="아직", starts_on=date(2024, 5, 8), parties=(("JP", 4),), state="under_way"
    )
    make_visit(
        office=member.office,
        name_ko="사흘",
        starts_on=date(2024, 6, 18),
        ends_on=date(2024, 6, 20),
        parties=(("US", 5), ("KH", 6)),
    )
    asked = HalfQuestion(
        actor=actor, half=Half(2024, 1), as_of=JUNE, rule=rule_in_use(day=JUNE), office=member.office_id
    )
    return publish_figures(asked=asked, note="", by=actor, now=NOW)


def test_what_rule_a_published_in_june_comes_out_by_a_in_december_and_b_s_difference_is_told_row_by_row(
    published: FigureRelease, actor: Actor
) -> None:
    second = add_rule(values=BY_END, by=BY, now=NOW)
    assert rule_in_use(day=date(2024, 12, 1)) == second
    by_a = release_today(actor=actor, release=published)
    assert (by_a.again, by_a.now, list(by_a.differences)) == (by_a.now, by_a.again, [])
    assert {name: published.totals[name] for name in by_a.now} == by_a.now
    by_b = release_today(actor=actor, release=published, rule=second)
    assert by_b.again == by_a.again
    assert by_b.now == {"countries": 1, "persons": 12, "person_days": 12, "visits": 1}
    told = [(each.row.visit, each.row.country, by_b.reasons[each.row.id]) for each in by_b.differences]
    outside = "By this rule it falls on 2024-06-20, outside 2024-01-01 to 2024-06-19."
    assert told == [
        ("아직", "JP", "Its state is “Under way”; the rule counts only the state Done."),
        ("사흘", "US", outside),
        ("사흘", "KH", outside),
    ]


def test_the_half_year_page_says_beside_another_rule_what_was_published_and_opens_the_rows(
    published: FigureRelease, member: Membership, client: Client
) -> None:
    add_rule(values=BY_END, by=BY, now=NOW)
    page = f"/en/visits/half-year/?office={member.office_id}&half=2024H1&as_of=2024-06-19"
    assert client.get(page).context["beside"] == []
    ((sentence, href),) = client.get(f"{page}&rule=ended-2024").context["beside"]
    assert sentence == (
        f"Published by the rule “{published.rule.name}” as of 19 June 2024: 4 countries, 27 persons, 3 visits. "
        "By the rule “By their last day”: 1 country, 12 persons, 1 visit."
    )
    text = client.get(href).content.decode()
    assert "outside 2024-01-01 to 2024-06-19" in text
    assert "Counted today by “By their last day”" in text


def test_a_difference_says_which_value_changed_from_what_to_what(
    published: FigureRelease, member: Membership, client: Client
) -> None:
    VisitParty.objects.filter(visit__name_ko="하루").update(persons=14)
    client.force_login(member.user)
    shown = client.get(reverse("visits:figures_release", args=[published.pk])).context["differences"]
    assert [(row["what"], row["before"], row["after"], row["why"]) for row in shown] == [
        (
            "Changed",
            "12 persons (12 person-days), 2024-05-07",
            "14 persons (14 person-days), 2024-05-07",
            "Persons: 12 → 14; Person-days: 12 → 14",
        )
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"archived_at": NOW}, f"The visit was archived on {NOW.date()}."),
        ({"state": "cancelled"}, "Its state is “Cancelled”; the rule counts only the states Under way, Done."),
        (
            {"starts_on": date(2024, 7, 2), "ends_on": date(2024, 7, 3)},
            "By this rule it falls on 2024-07-02, outside 2024-01-01 to 2024-06-19.",
        ),
        ({"office": None}, "The visit belongs to another office now."),
    ],
)
def test_a_row_that_fell_out_says_why(
    published: FigureRelease, actor: Actor, change: dict[str, object], reason: str
) -> None:
    Visit.objects.past_access(because="test").filter(name_ko="하루").update(**change)
    found = release_today(actor=actor, release=published)
    assert list(found.reasons.values()) == [reason]


def test_a_party_that_was_taken_out_says_so_and_a_visit_made_private_still_counts(
    published: FigureRelease, actor: Actor
) -> None:
    Visit.objects.past_access(because="test").filter(name_ko="하루").update(visibility="office")
    assert list(release_today(actor=actor, release=published).differences) == []
    VisitParty.objects.filter(country="KH").delete()
    found = release_today(actor=actor, release=published)
    assert list(found.reasons.values()) == ["The party was taken out of the visit."]


def test_to_others_a_row_that_fell_out_is_only_a_number(published: FigureRelease, client: Client) -> None:
    Visit.objects.past_access(because="test").filter(name_ko="하루").update(archived_at=NOW)
    shown = client.get(reverse("visits:figures_release", args=[published.pk])).context
    assert (shown["differences"], shown["hidden"]) == ([], 1)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"code": "Ended 2024"}, "small letters"),
        ({"code": "first"}, "never changed"),
        ({"sentence_en": " "}, "English"),
        ({"states": ()}, "which states"),
        ({"states": ("done", "cancelled")}, "cancelled"),
        ({"dated_by": "asked_on"}, "asked_on"),
        ({"ends_on": date(2024, 6, 30)}, "before it begins"),
        ({"starts_on": date(2023, 1, 1)}, "in use from 2023-01-01"),
        ({"starts_on": date(2022, 1, 1)}, "in use from 2023-01-01"),
    ],
)
def test_a_rule_that_is_not_whole_or_changes_the_past_is_refused(changed: dict[str, object], word: str) -> None:
    others = [RuleInUse("first", date(2023, 1, 1), None)]
    check_rule(BY_END, others=others)
    check_rule(replace(BY_END, starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31)), others=others)
    with pytest.raises(UnfitRuleError, match=word):
        check_rule(replace(BY_END, **changed), others=others)  # type: ignore[arg-type]  # one field at a time


def run(*words: str) -> tuple[int, str]:
    """Run `gagyo rules ...` and return its exit code and last words."""
    found = CliRunner().invoke(command, ["rules", *words], standalone_mode=False)
    return (0, found.output) if found.exception is None else (1, str(getattr(found.exception, "message", found)))


def test_the_command_lists_rules_and_adds_one_once() -> None:
    words = {
        "code": "ended-2027",
        "name-ko": "마친 날 기준",
        "name-en": "By their last day",
        "sentence-ko": "기간 안에 끝난 방문을 셉니다.",
        "sentence-en": "Visits that ended in the period.",
        "state": "done",
        "dated-by": "end",
        "from": "2027-01-01",
    }
    asked = [part for name, value in words.items() for part in (f"--{name}", value)]
    assert run("add", *asked) == (0, "ended-2027 is in use from 2027-01-01.\n")
    assert run("add", *asked)[0] == 1
    listed = json.loads(run("list", "--json")[1])
    assert [(rule["code"], rule["dated_by"], rule["states"]) for rule in listed] == [
        ("received-visits", "starts_on", ["under_way", "done"]),
        ("ended-2027", "ends_on", ["done"]),
    ]
    assert AuditRecord.objects.filter(event="visit_rule.added").count() == 1


def test_the_sample_s_second_rule_changes_no_day_since_the_first() -> None:
    first = VisitRule.objects.get()
    assert load_second_rule(by=BY, now=NOW) == load_second_rule(by=BY, now=NOW)
    assert {rule_in_use(day=day) for day in (date(2023, 1, 1), JUNE, date(2030, 1, 1))} == {first}
