"""The papers of a visit (its own office's; those with names for who may read contacts), and the calendar."""

from tests.access.groups import CHANGES, GONE, NO_ROW, OWN_OFFICE, PUBLIC, READS_PERSON, WRITERS, Line, back

URLS: dict[str, Line] = {
    "visits:programme_paper": Line(
        OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk, "language": "ko", "form_name": "ics"}
    ),
    "visits:internal_paper": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk, "form_name": "pdf"}),
    "visits:names_paper": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk, "form_name": "pdf"}),
    "visits:signs_paper": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:briefing_paper": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk, "form_name": "pdf"}),
    "visits:report_paper": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk, "form_name": "hwpx"}),
    "visits:calendar": Line(PUBLIC),
    "visits:calendar_feed_make": Line(back(WRITERS), method="post"),
    "visits:calendar_feed_revoke": Line(
        GONE.answering(nobody=302), args=lambda world: {"feed_id": NO_ROW}, method="post"
    ),
    "visits:calendar_feed": Line(GONE, args=lambda world: {"key": "no-key"}),
    "visits:report_edit": Line(CHANGES, args=lambda world: {"visit_id": world.visit.pk}),
}
