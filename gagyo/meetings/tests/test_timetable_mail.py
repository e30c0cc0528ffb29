"""What participants are told of a timetable: all their meetings, what changed in them, and which are gone."""

import pytest
from django.core.mail import EmailMessage

from gagyo.accounts.tests.make import make_office
from gagyo.meetings.actions.timetable_mail import tell_of_timetable
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.rules.timetable import Sitting
from gagyo.meetings.tests.make import at, make_participant, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> MeetingRound:
    """A round with three tables."""
    return make_round(office=make_office())


@pytest.fixture
def mission(row: MeetingRound) -> Participant:
    """A mission that reads English."""
    return make_participant(of=row, name_en="Embassy", email="mission@example.org", language="en")


def test_a_change_says_what_is_new_what_moved_what_is_at_another_table_and_what_is_gone(
    row: MeetingRound, mission: Participant, mailoutbox: list[EmailMessage]
) -> None:
    cities = [make_participant(of=row, side=1, name_en=f"City {n}", language="en") for n in range(1, 6)]
    first, second, _third = (table.pk for table in row.tables.all())

    def sitting(n: int, clock: str, table: int) -> Sitting:
        return Sitting(n, mission.pk, cities[n].pk, at(clock), table)

    same = sitting(0, "10:00", first)
    before = [same, sitting(1, "10:30", first), sitting(2, "11:00", first), sitting(3, "11:30", first)]
    after = [same, sitting(1, "14:00", first), sitting(2, "11:00", second), sitting(4, "14:30", first)]
    told = tell_of_timetable(row, before, after)
    (mail,) = mailoutbox
    assert (told, mail.to) == ([mission], ["mission@example.org"])
    assert [line for line in mail.body.splitlines() if line.startswith("- ")] == [
        "- 16 June 2030 10:00 City 1, Table 1",
        "- 16 June 2030 11:00 City 3, Table 2 (another table)",
        "- 16 June 2030 14:00 City 2, Table 1 (another time)",
        "- 16 June 2030 14:30 City 5, Table 1 (new)",
        "- 16 June 2030 11:30 City 4",
    ]
    assert "No longer in the timetable:\n- 16 June 2030 11:30 City 4" in mail.body


def test_the_first_timetable_marks_nothing_as_new_and_each_reads_it_in_its_language(
    row: MeetingRound, mission: Participant, mailoutbox: list[EmailMessage]
) -> None:
    city = make_participant(of=row, side=1, name_ko="도시", name_en="City", email="city@example.org", language="ko")
    tell_of_timetable(row, [], [Sitting(1, mission.pk, city.pk, at("10:00"), row.tables.all()[0].pk)])
    lines = {mail.to[0]: [line for line in mail.body.splitlines() if line.startswith("- ")] for mail in mailoutbox}
    assert lines == {
        "mission@example.org": ["- 16 June 2030 10:00 City, Table 1"],
        "city@example.org": [f"- 2030. 6. 16. 10:00 {mission.name_ko}, 1번"],
    }
