"""The sample as it stands in the database: loaded once for all of these tests, and taken back."""

import stat
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import CharField, Count, F, Q
from django.db.models.functions import Length
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.tests.make import NOW, make_user
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, system
from gagyo.config.sample import RealDataThereError, SampleSummary, load, load_sample
from gagyo.config.sample.accounts import emails
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.problem import Seat
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import AgreedItem, Assignment, Delegate, Meeting, MeetingRound, ParticipantLink
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import plan_of
from gagyo.meetings.rules.plan import problem_of
from gagyo.partnerships.choices import DatePrecision, ProjectState, TieState
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
from gagyo.registry.models import Body, Person, Place
from gagyo.support.choices import ItemOutcome, LegState, RequestState
from gagyo.support.models import Answer, Leg, LegPause, RequestItem, SupportRequest
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.figures import request_figures
from gagyo.support.queries.standing import STANDINGS

BY = system(label="gagyo demo", channel="cli")
TODAY = timezone.localdate(NOW)


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "sample_accounts.txt"


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, note: Path
) -> Iterator[tuple[SampleSummary, list[tuple[str, float]]]]:
    """Load the sample, tell how long it took, and roll it back after the last test here."""
    steps: list[tuple[str, float]] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "SAMPLE_ACCOUNTS", note)
        with transaction.atomic():
            began = time.monotonic()
            summary = load_sample(by=BY, now=NOW, progress=lambda step, share: steps.append((step, share)))
            print(f"reference and sample: {time.monotonic() - began:.1f} s")  # noqa: T201  # measured, not asserted
            # Foreign keys are checked once here: PostgreSQL would otherwise check every row after every test.
            connection.check_constraints()
            yield summary, steps
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _after_loading(loaded: object, db: None) -> None:
    """Let each test see the sample."""


def test_the_counts_are_those_of_the_summary(loaded: tuple[SampleSummary, Any]) -> None:
    summary, _steps = loaded
    assert (summary.rows_of_the_list, summary.merged, summary.left_out) == (578, 24, 15)
    # The list's 539, and two of Namyangju's that are not in it; its third is Dartford, which is.
    assert summary.ties == Tie.objects.filter(is_sample=False).count() == 541
    assert summary.invented_ties == Tie.objects.filter(is_sample=True).count() == 5
    assert summary.projects == ExchangeProject.objects.count()
    assert summary.people == Person.objects.count()
    assert summary.accounts == User.objects.filter(email__in=emails()).count() == len(emails())
    assert summary.offices == Office.objects.count()


def test_progress_goes_from_nothing_to_all(loaded: tuple[SampleSummary, list[tuple[str, float]]]) -> None:
    shares = [share for _step, share in loaded[1]]
    assert (shares[0], shares[-1], shares) == (0.0, 1.0, sorted(shares))


def test_no_local_government_of_korea_is_missing() -> None:
    standing = Body.objects.filter(kind__in=LOCAL_GOVERNMENTS, reference_key__startswith="kr-", code__isnull=False)
    assert standing.filter(Q(ends_on=None) | Q(ends_on__gte=TODAY)).count() >= 243


def test_each_tie_has_a_korean_party_with_the_office_that_owns_it() -> None:
    ours = Count("parties", filter=Q(parties__body__country="KR", parties__body__works_as=F("office")))
    counted = Tie.objects.annotate(ours=ours, all=Count("parties"))
    assert list(counted.exclude(ours=1, all=2)) == []


def test_each_government_abroad_has_a_country_and_a_place_unless_invented() -> None:
    abroad = Body.objects.filter(kind=BodyKind.FOREIGN_GOVERNMENT)
    assert set(abroad.filter(place=None)) == set(abroad.filter(is_sample=True))
    assert list(abroad.exclude(place=None).exclude(place__country=F("country"))) == []
    assert list(abroad.filter(country="KR")) == []


def test_partners_stand_in_their_provinces() -> None:
    place = Place.objects.select_related("parent").get(bodies__reference_key="US:Columbia")
    assert (place.name_en, place.parent and place.parent.name_en) == ("Columbia", "Missouri")
    seat = Body.objects.get(reference_key="GB:Dartford").place
    assert seat is not None and (seat.name_ko, seat.name_en, seat.country_id) == ("다트퍼드", "Dartford", "GB")


def test_ties_of_the_list_are_public_name_their_source_and_claim_no_date() -> None:
    listed = Tie.objects.filter(is_sample=False)
    assert list(listed.filter(source="")) == []
    assert list(listed.exclude(visibility=Visibility.PUBLIC)) == []
    dated = listed.exclude(signed_precision=DatePrecision.UNKNOWN).order_by("signed_on", "pk")
    assert [(str(tie), tie.signed_on and tie.signed_on.year, tie.signed_online) for tie in dated] == [
        ("남양주시 – 다트퍼드", 1996, False),
        ("남양주시 – 브레아", 2020, True),
        ("남양주시 – 포트리", 2020, True),
    ]


def test_a_tie_whose_place_was_found_by_us_says_so_in_both_languages() -> None:
    summary = Tie.objects.get(parties__body__reference_key="US:Columbia").summary
    assert summary.in_language("ko")[0].endswith("목록의 좌표는 이름이 같은 다른 곳이라 고쳐 적었다. 확인이 필요하다.")
    assert summary.in_language("en")[0].endswith("this was mended and is to be confirmed.")


def test_the_public_sees_no_invented_tie() -> None:
    assert list(Tie.objects.for_user(ANYBODY).filter(is_sample=True)) == []


def test_every_state_has_a_tie() -> None:
    assert set(Tie.objects.values_list("state", flat=True)) == set(TieState.values)


def test_people_projects_accounts_and_offices_are_all_marked_as_sample() -> None:
    marked = [model.objects.filter(is_sample=False).count() for model in (Person, ExchangeProject, User, Office)]
    assert marked == [0, 0, 0, 0]


def test_projects_run_in_cambodia_today() -> None:
    running = ExchangeProject.objects.filter(country="KH", starts_on__lte=TODAY, ends_on__gte=TODAY)
    assert set(running.values_list("state", flat=True)) == {ProjectState.RUNNING}
    assert running.filter(lead__code="41360", persons_out__gt=0).exists()


def test_some_projects_ended_without_a_result_and_some_have_one() -> None:
    ended = ExchangeProject.objects.filter(ends_on__lt=TODAY).exclude(state=ProjectState.CANCELLED)
    without = ended.filter(outcome_on=None)
    assert without.filter(lead__code="41360").count() == 2
    assert 0 < without.count() < ended.count()
    assert {year.year for year in ended.dates("starts_on", "year")} == set(range(2021, TODAY.year + 1))
    assert list(ExchangeProject.objects.filter(outcome_on__gt=TODAY)) == []


def test_an_anniversary_is_coming() -> None:
    soon = TODAY + timedelta(days=40)
    tie = Tie.objects.get(is_sample=True, state=TieState.SIGNED)
    assert tie.signed_on is not None
    assert (soon.year - tie.signed_on.year, tie.signed_on.month) == (10, soon.month)


@pytest.mark.parametrize("email", emails())
def test_the_password_opens_each_account(email: str, loaded: tuple[SampleSummary, Any]) -> None:
    found = User.objects.get(email=email)
    assert found.check_password(loaded[0].password)
    assert not found.check_password("")


def test_every_role_has_an_account_and_one_person_has_two_offices() -> None:
    held = Membership.objects.filter(user__is_sample=True)
    assert set(held.values_list("role", flat=True)) == set(Role.values)
    twice = held.values("user__email").annotate(n=Count("office", distinct=True)).filter(n__gt=1)
    assert list(twice) == [{"user__email": "two_offices@example.org", "n": 2}]


def test_namyangju_met_the_two_embassies_at_the_fourth_round() -> None:
    fourth = MeetingRound.objects.past_access(because="a test").get(number=4)
    assert (fourth.starts_on, fourth.ends_on) == (date(2022, 6, 16), date(2022, 6, 17))
    sides = fourth.participants.values("side__order").annotate(n=Count("pk")).values_list("side__order", "n")
    assert sorted(sides) == [(0, 24), (1, 24)]
    met = Meeting.objects.filter(round=fourth, second__body__code="41360", state=MeetingState.HELD)
    countries = set(met.filter(minutes__isnull=False).values_list("first__body__country", flat=True))
    assert {"US", "GB"} <= countries
    agreed = AgreedItem.objects.filter(meeting__round=fourth)
    assert set(agreed.values_list("state", flat=True)) == {"kept", "partly", "open"}
    assert list(Delegate.objects.filter(participant__round=fourth)) == []


def test_the_sample_timetables_hold_what_they_promise() -> None:
    """Nobody is in two places, each table and interpreter once, an interpreter where no language is shared."""
    placed = Assignment.objects.select_related("meeting__first", "meeting__second").order_by("pk")
    taken: Counter[tuple[object, ...]] = Counter()
    for row in placed:
        one, other = row.meeting.first, row.meeting.second
        is_shared = set(one.languages.split()) & set(other.languages.split())
        assert bool(is_shared) == (row.interpreter_id is None)
        keys = [("who", one.pk), ("who", other.pk), ("table", row.table_id), ("interpreter", row.interpreter_id)]
        taken.update((row.timetable_id, row.starts_at, *key) for key in keys if key[1])
    assert placed
    assert [key for key, times in taken.items() if times > 1] == []


def test_the_checker_finds_no_fault_in_the_sample_timetables() -> None:
    rounds = list(MeetingRound.objects.past_access(because="a test").exclude(versions=None).distinct())
    found = {}
    for row in rounds:
        problem = problem_of(plan_of(row, now=NOW.replace(year=2022)))
        number = {slot.starts_at: at for at, slot in enumerate(slots_of_round(row))}
        for version in row.versions.all():
            seats = {
                f"{each.meeting.first_id}-{each.meeting.second_id}": Seat(
                    number[each.starts_at], None, str(each.interpreter_id) if each.interpreter_id else None
                )
                for each in version.assignments.select_related("meeting")
            }
            report = check(problem=problem, seats=seats)
            found[row.pk, version.number] = (report.violations, report.breaks == version.breaks)
    assert len(found) == 2 * len(rounds) == 6
    assert set(found.values()) == {((), True)}, found


def test_support_requests_stand_in_every_state_and_some_are_overdue() -> None:
    rows = SupportRequest.objects.past_access(because="a test").filter(is_sample=True)
    assert (rows.count(), set(rows.values_list("state", flat=True))) == (44, set(RequestState.values))
    asked_alone = rows.exclude(asker__code="41360").values("asker__code").distinct().count()
    assert (asked_alone, rows.filter(confidentiality="restricted").count()) == (17, 2)
    figures = request_figures(actor=ANYBODY, as_of=None, now=NOW, today=TODAY).figures
    numbers = {name: figures[name].value or 0 for name in STANDINGS}
    assert numbers["received"] == numbers["answered"] + numbers["withdrawn"] + numbers["open"]
    assert 0 < numbers["overdue"] < numbers["open"]
    assert numbers["fulfilled"] and numbers["fulfilled_in_part"] and numbers["withdrawn"]


def test_every_way_of_a_leg_is_in_the_sample_and_no_item_is_lost() -> None:
    left = {LegState.PROPOSED.value}
    assert set(Leg.objects.values_list("state", flat=True)) == set(LegState.values) - left
    open_items = RequestItem.objects.filter(outcome=ItemOutcome.OPEN, request__state=RequestState.UNDER_WAY)
    alive = (*OPEN_LEG, LegState.ANSWERED)
    assert open_items
    assert list(open_items.exclude(leg_items__leg__state__in=alive)) == []
    assert LegPause.objects.filter(ends_at=None).exists() and LegPause.objects.filter(ends_at__isnull=False).exists()
    assert list(Leg.objects.filter(answered_at__lt=F("first_answer_at"))) == []
    assert list(Leg.objects.filter(Q(sent_at__gt=NOW) | Q(ended_at__gt=NOW))) == []
    assert list(Answer.objects.filter(sent_at__lt=F("request__legs__ended_at"))) == []


def test_one_round_is_over_two_run_and_one_takes_wishes_until_later() -> None:
    rounds = MeetingRound.objects.past_access(because="a test").order_by("pk")
    assert [(row.state, row.previous and row.previous.state, row.is_sample) for row in rounds] == [
        ("done", None, True),
        ("running", "done", True),
        ("wishing", "running", True),
        ("running", None, True),
    ]
    assert rounds[2].wishes_close_at is not None and rounds[2].wishes_close_at > NOW
    # A link opens a participant's screens: the sample makes none, an officer can.
    assert list(ParticipantLink.objects.all()) == []


def test_a_second_run_changes_nothing(loaded: tuple[SampleSummary, Any], note: Path) -> None:
    before = (AuditRecord.objects.count(), note.read_text(), User.objects.get(email=emails()[0]).password)
    again = load_sample(by=BY, now=NOW + timedelta(days=1))
    assert again == SampleSummary(added=False, password=loaded[0].password)
    after = (AuditRecord.objects.count(), note.read_text(), User.objects.get(email=emails()[0]).password)
    assert after == before


def test_a_lost_note_gives_the_accounts_a_new_password(loaded: tuple[SampleSummary, Any], note: Path) -> None:
    kept = note.read_text()
    note.unlink()
    again = load_sample(by=BY, now=NOW)
    assert again.password != loaded[0].password
    assert User.objects.get(email=emails()[0]).check_password(again.password)
    note.write_text(kept)


def test_the_note_is_for_its_owner_only(loaded: tuple[SampleSummary, Any], note: Path) -> None:
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert loaded[0].password in note.read_text()


def test_real_data_is_not_mixed_with_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user()
    monkeypatch.setattr(load, "sample_is_loaded", lambda: False)
    ties = Tie.objects.count()
    with pytest.raises(RealDataThereError):
        load_sample(by=BY, now=NOW)
    assert Tie.objects.count() == ties


def test_the_load_leaves_a_record_of_itself_and_of_each_tie() -> None:
    assert AuditRecord.objects.filter(event="sample.loaded").count() == 1
    assert AuditRecord.objects.filter(event="tie.created").count() == Tie.objects.count()


def test_every_text_fits_its_column() -> None:
    """SQLite keeps what PostgreSQL refuses."""
    too_long = [
        (row, field.name)
        for model in (Body, Office, Tie, ExchangeProject, Person, Place, User)
        for field in model._meta.concrete_fields
        if isinstance(field, CharField) and field.max_length
        for row in model._default_manager.annotate(size=Length(field.name)).filter(size__gt=field.max_length)
    ]
    assert too_long == []
