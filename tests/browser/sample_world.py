"""
The rows that the access table's addresses name, as the server under test has them.

The access table asks a World for `tie.pk`; here the same words give a row of the sample data, read past Django
because the server's database is not the one of this process.
"""

import sqlite3
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints

from gagyo.accounts.choices import Role
from tests.access.table import World

OFFICER = "officer@example.org"
# Where the first row of a model would show little: the officer's tie with the most projects, and the like.
BEST: dict[str, str] = {
    "office": "SELECT o.* FROM accounts_office o WHERE o.id = :office",
    "tie": "SELECT t.* FROM partnerships_tie t WHERE t.office_id = :office AND t.archived_at IS NULL ORDER BY "
    "(SELECT count(*) FROM partnerships_exchangeproject p WHERE p.tie_id = t.id) DESC, t.id",
    "project": "SELECT p.* FROM partnerships_exchangeproject p WHERE p.office_id = :office AND p.archived_at IS NULL "
    "ORDER BY p.outcome_on DESC, p.id",
    "visit": "SELECT v.* FROM visits_visit v WHERE v.office_id = :office ORDER BY v.id",
    "follow_up": "SELECT f.* FROM visits_followup f JOIN visits_visit v ON v.id = f.visit_id WHERE v.office_id = "
    ":office ORDER BY f.visit_id, f.id",
    "stop": "SELECT s.* FROM visits_stop s JOIN visits_visit v ON v.id = s.visit_id WHERE v.office_id = :office "
    "ORDER BY v.id, s.id",
    "version_sent": "SELECT p.* FROM visits_programmeversion p JOIN visits_visit v ON v.id = p.visit_id WHERE "
    "v.office_id = :office ORDER BY p.number",
    "public_site": "SELECT s.* FROM visits_site s WHERE s.office_id = :office AND s.visibility = 'public' "
    "ORDER BY s.id",
    "survey": "SELECT s.* FROM visits_surveylink s JOIN visits_visit v ON v.id = s.visit_id WHERE v.office_id = "
    ":office ORDER BY s.id",
    "council_member": "SELECT m.* FROM visits_councilmember m JOIN visits_workingcouncil c ON c.id = m.council_id "
    "WHERE c.office_id = :office ORDER BY m.id",
    "council_meeting": "SELECT m.* FROM visits_councilmeeting m JOIN visits_workingcouncil c ON c.id = m.council_id "
    "WHERE c.office_id = :office ORDER BY m.id",
    "release": "SELECT r.* FROM visits_figurerelease r ORDER BY r.id",
    "meeting_round": "SELECT r.* FROM meetings_meetinground r WHERE r.office_id = :office AND r.state = 'running' "
    "ORDER BY r.id",
    "participant": "SELECT p.* FROM meetings_participant p JOIN meetings_participantlink l ON l.participant_id = p.id",
    "wish": "SELECT w.* FROM meetings_wish w JOIN meetings_participantlink l ON l.participant_id = w.asker_id "
    "WHERE w.rank = 1",
    "held_meeting": "SELECT m.* FROM meetings_meeting m JOIN meetings_participantlink l "
    "ON l.participant_id IN (m.first_id, m.second_id) WHERE m.state = 'held' ORDER BY m.id",
    "agreed_item": "SELECT a.* FROM meetings_agreeditem a JOIN meetings_meeting m ON m.id = a.meeting_id "
    "JOIN meetings_participantlink l ON l.participant_id IN (m.first_id, m.second_id) ORDER BY a.id",
    "timetable_version": "SELECT v.* FROM meetings_timetableversion v JOIN meetings_meetinground r "
    "ON r.id = v.round_id WHERE r.office_id = :office AND v.state = 'published' ORDER BY v.id",
    "mended_version": "SELECT v.* FROM meetings_timetableversion v WHERE v.state = 'trial' ORDER BY v.id DESC",
    "support_request": "SELECT s.* FROM support_supportrequest s WHERE s.office_id = :office AND "
    "s.state = 'under_way' ORDER BY s.id",
    "support_draft": "SELECT s.* FROM support_supportrequest s WHERE s.office_id = :office AND s.state = 'draft'",
    "support_waiting": "SELECT s.* FROM support_supportrequest s WHERE s.office_id = :office AND s.state = 'approval'",
    "support_leg": "SELECT l.* FROM support_leg l JOIN support_supportrequest s ON s.id = l.request_id "
    "WHERE s.office_id = :office AND l.state = 'sent' AND s.number = 'X-under_way'",
    "support_leg_held": "SELECT l.* FROM support_leg l JOIN support_supportrequest s ON s.id = l.request_id "
    "JOIN accounts_office o ON o.id = l.office_id WHERE s.office_id = :office AND l.state = 'accepted' "
    "AND o.code = 'sample-abroad' ORDER BY l.id",
    "support_leg_parted": "SELECT l.* FROM support_leg l JOIN support_supportrequest s ON s.id = l.request_id "
    "JOIN accounts_office o ON o.id = l.office_id WHERE s.office_id = :office AND l.state = 'accepted' "
    "AND o.code = 'sample-abroad' AND (SELECT count(*) FROM support_legitem i WHERE i.leg_id = l.id) > 1 AND EXISTS "
    "(SELECT 1 FROM support_leg j WHERE j.request_id = l.request_id AND j.id <> l.id AND j.state = 'sent') "
    "ORDER BY l.id",
    "support_filter": "SELECT f.* FROM support_savedfilter f WHERE f.office_id = :office",
    "support_absence": "SELECT a.* FROM support_absence a WHERE a.office_id = :office",
    "support_bureau": "SELECT b.* FROM support_routingrule b",
    "support_template": "SELECT t.* FROM support_requesttemplate t",
    "support_answer_waiting": "SELECT s.* FROM support_supportrequest s WHERE s.number = 'X-answer_approval'",
    "support_answered": "SELECT s.* FROM support_supportrequest s WHERE s.number = 'X-answered'",
    "province": "SELECT b.* FROM registry_body b WHERE b.code = '41'",
    "case_public": "SELECT c.* FROM ambassadors_case c WHERE c.office_id = :office AND c.state = 'approved'",
    "case_draft": "SELECT c.* FROM ambassadors_case c WHERE c.office_id = :office AND c.state = 'draft'",
    "case_submitted": "SELECT c.* FROM ambassadors_case c WHERE c.office_id = :office AND c.state = 'submitted'",
    "case_figure": "SELECT f.* FROM ambassadors_casefigure f JOIN ambassadors_case c ON c.id = f.case_id "
    "WHERE c.office_id = :office AND c.state = 'draft'",
    "plan_draft": "SELECT p.* FROM ambassadors_annualplan p WHERE p.office_id = :office AND p.state = 'draft'",
    "plan_submitted": "SELECT p.* FROM ambassadors_annualplan p WHERE p.office_id = :office AND p.state = 'submitted'",
    "plan_approved": "SELECT p.* FROM ambassadors_annualplan p WHERE p.office_id = :office AND p.state = 'approved'",
    "plan_told": "SELECT p.* FROM ambassadors_annualplan p WHERE p.office_id = :office AND "
    "p.state = 'results_submitted'",
    "plan_goal": "SELECT g.* FROM ambassadors_plangoal g JOIN ambassadors_annualplan p ON p.id = g.plan_id "
    "WHERE p.office_id = :office AND p.state = 'draft'",
    "planned_activity": "SELECT a.* FROM ambassadors_plannedactivity a JOIN ambassadors_plangoal g ON g.id = a.goal_id "
    "JOIN ambassadors_annualplan p ON p.id = g.plan_id WHERE p.office_id = :office AND p.state = 'draft'",
    "planned_in_force": "SELECT a.* FROM ambassadors_plannedactivity a JOIN ambassadors_plangoal g ON g.id = a.goal_id "
    "JOIN ambassadors_annualplan p ON p.id = g.plan_id WHERE p.office_id = :office AND p.state = 'approved'",
    "plan_edition": "SELECT e.* FROM ambassadors_consolidatedplan e ORDER BY e.id",
    "posting": "SELECT p.* FROM ambassadors_posting p WHERE p.office_id = :office ORDER BY p.id",
    "activity": "SELECT a.* FROM ambassadors_activity a WHERE a.office_id = :office ORDER BY a.id",
    "support_attachment": "SELECT a.* FROM support_attachment a WHERE a.archived_at IS NULL AND a.comment_id IS NULL",
    "heard_meeting": "SELECT m.* FROM support_heardmeeting m WHERE m.visibility = 'public' ORDER BY m.id",
    "heard_kept": "SELECT i.* FROM support_hearditem i JOIN support_heardmeeting m ON m.id = i.meeting_id "
    "WHERE m.office_id = :office AND i.request_id IS NULL ORDER BY i.id",
    "heard_item": "SELECT i.* FROM support_hearditem i JOIN support_heardmeeting m ON m.id = i.meeting_id "
    "WHERE m.visibility = 'public' AND i.is_public ORDER BY i.id",
    "body": "SELECT b.* FROM registry_body b WHERE b.works_as_id = :office",
    "partner": "SELECT b.* FROM registry_body b JOIN partnerships_tieparty p ON p.body_id = b.id JOIN "
    "partnerships_tie t ON t.id = p.tie_id WHERE t.office_id = :office AND b.country_id <> 'KR' ORDER BY t.id",
    "place": "SELECT p.* FROM registry_place p WHERE p.name_en = 'Dartford'",
    "audit_record": "SELECT a.* FROM common_auditrecord a WHERE a.about_type <> '' ORDER BY a.id DESC",
    "member": "SELECT m.* FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id WHERE m.office_id = "
    ":office AND u.email = 'interpreter@example.org'",
}


class SampleWorld:
    """Gives the rows of a server's database under the names that World has for its own."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def rows(self, sql: str, **values: object) -> list[SimpleNamespace]:
        """Return the rows of a query, with `pk` beside their columns."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            found = [dict(row) for row in connection.execute(sql, values)]
        return [SimpleNamespace(pk=row.get("id", row.get("code")), **row) for row in found]

    @cached_property
    def office_id(self) -> int:
        """The officer's office, which owns the rows."""
        sql = "SELECT m.* FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.email = :x"
        found: int = self.rows(sql, x=OFFICER)[0].office_id
        return found

    @cached_property
    def users(self) -> dict[str, SimpleNamespace]:
        """The sample account of each role."""
        found = self.rows("SELECT * FROM accounts_user")
        by_email = {user.email: user for user in found}
        return {role: by_email[f"{role.value}@example.org"] for role in Role}

    def __getattr__(self, name: str) -> Any:
        """
        Return a row for one of World's names.

        :raises AttributeError: if World has no such row, or the sample has none
        """
        sql = BEST.get(name)
        if sql is None:
            made = getattr(World, name)
            table = get_type_hints(made.func)["return"]._meta.db_table
            columns = {row.name for row in self.rows(f"SELECT name FROM pragma_table_info('{table}')")}  # noqa: S608
            where = "WHERE office_id = :office" if "office_id" in columns else ""
            sql = f"SELECT * FROM {table} {where} ORDER BY 1"  # noqa: S608
        found = self.rows(sql, office=self.office_id)
        if not found:
            raise AttributeError(f"The sample data has no {name}. Give BEST in {__name__} a query that finds one.")
        setattr(self, name, found[0])
        return found[0]
