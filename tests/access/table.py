"""
Who may open which address: one line for each URL name and each API operation (docs/access.md).

Each app has a file of its own beside this one, with its lines and the rows that its addresses name.
test_access_matrix.py opens every address as every role and as nobody, and fails for one that has no line.
"""

from tests.access import (
    accounts,
    ambassadors,
    analytics,
    cases,
    common,
    config,
    meetings,
    meetings_after,
    meetings_day,
    meetings_participants,
    meetings_timetable,
    pages,
    partnerships,
    plans,
    registry,
    support,
    support_heard,
    support_legs,
    support_settings,
    support_talk,
    visits,
    visits_courses,
    visits_interpreters,
    visits_papers,
    visits_programme,
    visits_public,
)
from tests.access.groups import Line


class World(
    meetings_after.AfterRows,
    meetings_day.DayRows,
    pages.PageRows,
    cases.CaseRows,
    support_settings.SettingRows,
    support_talk.TalkRows,
    support_heard.HeardRows,
    support_legs.LegRows,
    visits_programme.ProgrammeRows,
    visits_courses.CourseRows,
    visits_interpreters.InterpreterRows,
    visits_public.PublicRows,
):
    """The rows that addresses name, made when first asked for; each app adds its own."""


# "namespace:name" -> line. A name may hold * for all that fit it and have no line of their own (the longest wins).
# An address without a name is written as its route.
URLS: dict[str, Line] = {
    **config.URLS,
    **common.URLS,
    **accounts.URLS,
    **registry.URLS,
    **partnerships.URLS,
    **meetings.URLS,
    **meetings_participants.URLS,
    **meetings_day.URLS,
    **meetings_timetable.URLS,
    **meetings_after.URLS,
    **visits.URLS,
    **visits_courses.URLS,
    **visits_papers.URLS,
    **visits_public.URLS,
    **visits_programme.URLS,
    **visits_interpreters.URLS,
    **support.URLS,
    **support_heard.URLS,
    **support_legs.URLS,
    **support_settings.URLS,
    **support_talk.URLS,
    **ambassadors.URLS,
    **plans.URLS,
    **cases.URLS,
    **analytics.URLS,
    **pages.URLS,
}

# "GET /api/v1/path" -> line, with the path as the OpenAPI schema writes it.
API: dict[str, Line] = {**registry.API, **partnerships.API, **visits.API, **support.API, **analytics.API}
