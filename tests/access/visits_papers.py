"""The papers of a visit: its own office's, and those with names only for who may read contacts."""

from tests.access.groups import CHANGES, OWN_OFFICE, READS_PERSON, Line

URLS: dict[str, Line] = {
    "visits:programme_paper": Line(
        OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk, "language": "ko", "form_name": "ics"}
    ),
    "visits:names_paper": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk, "form_name": "pdf"}),
    "visits:signs_paper": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk}),
    "visits:briefing_paper": Line(READS_PERSON, args=lambda world: {"visit_id": world.visit.pk, "form_name": "pdf"}),
    "visits:report_paper": Line(OWN_OFFICE, args=lambda world: {"visit_id": world.visit.pk, "form_name": "hwpx"}),
    "visits:report_edit": Line(CHANGES, args=lambda world: {"visit_id": world.visit.pk}),
}
