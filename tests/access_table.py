"""
Who may open which address: one line for each URL name and each API operation (docs/access.md).

test_access_matrix.py opens every one as every role and as nobody, and fails for one that has no line here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from gagyo.accounts.choices import OfficeKind, Role, Visibility
from gagyo.accounts.models import ApiToken, Invitation, Membership, Office, User
from gagyo.accounts.rules import KEEPS_REGISTRY, MANAGES_MEMBERS, READS_AUDIT, READS_CONTACTS, WRITES_OWN_OFFICE
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office, make_user
from gagyo.common.models import AuditRecord
from gagyo.partnerships.actions.imports.prepare import start_import
from gagyo.partnerships.models import ExchangeProject, ImportBatch, Tie
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.actions import merge_rows
from gagyo.registry.models import Body, Merge, Person, Place, PlaceName, Post
from gagyo.registry.tests.make import make_body, make_government, make_person, make_place

NOBODY = "nobody"
# An account without an office that opens the admin; on every other screen it is an account without a role.
SUPERUSER = "superuser"
ROLES = frozenset(role.value for role in Role)
WHO = (NOBODY, *(role.value for role in Role), SUPERUSER)
ABROAD = {
    Role.DESK_OFFICER: OfficeKind.MINISTRY,
    Role.MISSION_OFFICER: OfficeKind.MISSION_ABROAD,
    Role.FOREIGN_MISSION: OfficeKind.FOREIGN_MISSION,
    Role.OPERATOR: OfficeKind.ASSOCIATION,
}


class World:
    """
    The rows that addresses name, made when first asked for.

    Officer, manager, ambassador, interpreter and auditor share `office`, which owns the rows.
    """

    def __init__(self) -> None:
        self.office: Office = make_office(name_ko="남양주시 국제협력과")
        self.users: dict[str, User] = {
            role: make_member(role=role, office=make_office(kind=ABROAD[role]) if role in ABROAD else self.office).user
            for role in Role
        }
        self.users[SUPERUSER] = make_user()
        self.users[SUPERUSER].is_staff = self.users[SUPERUSER].is_superuser = True
        self.users[SUPERUSER].save()

    @cached_property
    def member(self) -> Membership:
        """Another member of the office."""
        return make_member(office=self.office)

    @cached_property
    def invitation(self) -> Invitation:
        """An open invitation to the office."""
        return Invitation.objects.create(
            office=self.office, email="x@example.org", role=Role.OFFICER, created_at=NOW, expires_at=NOW
        )

    @cached_property
    def token(self) -> ApiToken:
        """A token of the office."""
        return ApiToken.objects.create(office=self.office, name="x", created_at=NOW)

    @cached_property
    def audit_record(self) -> AuditRecord:
        """What somebody of the office did."""
        return AuditRecord.objects.create(at=NOW, office=self.office, channel="web", event="tie.created")

    @cached_property
    def tie(self) -> Tie:
        """A tie of the office."""
        return make_tie(parties=[self.body, self.partner], office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def project(self) -> ExchangeProject:
        """An exchange project of the office."""
        return make_project(lead=self.body, office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def body(self) -> Body:
        """A local government."""
        return make_government()

    @cached_property
    def partner(self) -> Body:
        """A foreign local government."""
        return make_body()

    @cached_property
    def place(self) -> Place:
        """A city."""
        return make_place()

    @cached_property
    def batch(self) -> ImportBatch:
        """An import of the office, whose columns nobody has looked at yet."""
        actor = make_actor(office=self.office)
        return start_import(
            data="도시명,체결일\n다트퍼드,1996".encode(),
            filename="ties.csv",
            subject="ties",
            office_id=self.office.pk,
            by=actor,
            now=NOW,
        )

    @cached_property
    def person(self) -> Person:
        """A contact of the office."""
        return make_person(office=self.office, visibility=Visibility.OFFICE)

    @cached_property
    def post(self) -> Post:
        """The contact's post."""
        return Post.objects.create(person=self.person, body=self.body)

    @cached_property
    def place_name(self) -> PlaceName:
        """A name that waits for the operator."""
        return PlaceName.objects.create(
            place=self.place, text="다트포드", is_proposed=True, country_code="GB", folded="x"
        )

    @cached_property
    def merge(self) -> Merge:
        """Two contacts of the office, merged."""
        twin = make_person(office=self.office, visibility=Visibility.OFFICE)
        by = make_actor(office=self.office)
        return merge_rows(subject="person", winner_id=self.person.pk, loser_id=twin.pk, by=by, now=NOW)


@dataclass(frozen=True)
class Group:
    """
    Which answer each caller gets: `ok` for those who may, `refused` for other accounts, `nobody` for nobody.

    strangers: accounts for which the row does not exist (404)
    """

    may: frozenset[str]
    ok: int = 200
    refused: int = 403
    nobody: int = 302
    strangers: frozenset[str] = frozenset()
    to_sign_in: bool = True  # the matrix checks that nobody's redirect leads to the sign-in page

    def status(self, who: str) -> int:
        """Return the status that a caller must get."""
        if who in self.may:
            return self.ok
        if who in self.strangers:
            return 404
        return self.nobody if who == NOBODY else self.refused

    def answering(self, **changes: Any) -> "Group":
        """Return the same group with other statuses: answering(ok=302) for a POST that leads back."""
        return replace(self, **changes)


ACCOUNTS = ROLES | {SUPERUSER}
PUBLIC = Group(ACCOUNTS | {NOBODY})
SIGNED_IN = Group(ACCOUNTS)
WRITERS = Group(frozenset(WRITES_OWN_OFFICE))
CONTACTS = Group(frozenset(READS_CONTACTS))
KEEPERS = Group(frozenset(KEEPS_REGISTRY))
MEMBERS = Group(frozenset(MANAGES_MEMBERS))
AUDIT = Group(frozenset(READS_AUDIT))
ADMIN = Group(frozenset({SUPERUSER}))
# A record of one office: for everybody else it does not exist.
OWN_OFFICE = Group(
    frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR, Role.INTERPRETER, Role.AUDITOR}), refused=404
)
INSIDERS = OWN_OFFICE.may
SEES_OFFICE = Group(INSIDERS | {Role.OPERATOR}, refused=404)
MANAGES = Group(frozenset(MANAGES_MEMBERS), strangers=ACCOUNTS - INSIDERS - MANAGES_MEMBERS)
WORKERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR})
CHANGES = Group(WORKERS, strangers=ACCOUNTS - INSIDERS)
# A contact of one office: those who may read contacts at all are told nothing of another office's.
OTHER_READERS = frozenset(READS_CONTACTS) - WORKERS - {Role.AUDITOR}
READS_PERSON = Group(WORKERS | {Role.AUDITOR}, strangers=OTHER_READERS)
CHANGES_PERSON = Group(WORKERS, strangers=OTHER_READERS)
NAMES_CONTACTS = Group(WORKERS, strangers=frozenset(role.value for role in READS_CONTACTS) - INSIDERS)
# Who imports, and the auditor; those of other offices do not find this office's import.
IMPORTS_SEEN = Group(WRITERS.may | {Role.AUDITOR})
IMPORT = Group(WORKERS | {Role.AUDITOR, Role.OPERATOR})
IMPORT_CHANGED = Group(WRITERS.may)
NEVER = Group(frozenset())
GUESTS = Group(frozenset({NOBODY}), refused=302)
GONE = Group(frozenset(), refused=404, nobody=404)


@dataclass(frozen=True)
class Line:
    """
    What one address answers.

    args: the address's arguments, from the world's rows; data: what a POST sends
    """

    group: Group
    args: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def back(group: Group) -> Group:
    """Return the group for an address that does its work and leads somewhere else."""
    return group.answering(ok=302)


NO_ROW = 987654321
NO_TASK = "00000000-0000-4000-8000-000000000000"

# "namespace:name" -> line. A name may hold * for all that fit it and have no line of their own (the longest wins).
# An address without a name is written as its route.
URLS: dict[str, Line] = {
    # config
    "api:openapi-json": Line(PUBLIC),
    "api:api-root": Line(GONE),
    "metrics": Line(GONE),
    # common
    "common:contrast": Line(back(PUBLIC), method="post", data={"contrast": "high"}),
    "common:gallery": Line(PUBLIC),
    # registry
    "registry:place_search": Line(PUBLIC),
    "registry:body_search": Line(PUBLIC),
    "registry:bodies": Line(SIGNED_IN),
    "registry:body": Line(SIGNED_IN, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_add": Line(WRITERS),
    "registry:body_edit": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_rename": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_succeed": Line(KEEPERS, args=lambda world: {"body_id": world.body.pk}),
    "registry:body_archive": Line(back(KEEPERS), args=lambda world: {"body_id": world.body.pk}, method="post"),
    "registry:body_restore": Line(back(KEEPERS), args=lambda world: {"body_id": world.body.pk}, method="post"),
    "registry:places": Line(SIGNED_IN),
    "registry:place": Line(SIGNED_IN, args=lambda world: {"place_id": world.place.pk}),
    "registry:place_add": Line(WRITERS),
    "registry:place_edit": Line(KEEPERS, args=lambda world: {"place_id": world.place.pk}),
    "registry:place_name_add": Line(
        back(WRITERS), args=lambda world: {"place_id": world.place.pk}, method="post", data={"text": "다트포드"}
    ),
    "registry:place_name_decide": Line(
        back(KEEPERS), args=lambda world: {"name_id": world.place_name.pk}, method="post", data={"decision": "accept"}
    ),
    "registry:place_archive": Line(back(KEEPERS), args=lambda world: {"place_id": world.place.pk}, method="post"),
    "registry:place_restore": Line(back(KEEPERS), args=lambda world: {"place_id": world.place.pk}, method="post"),
    "registry:countries": Line(SIGNED_IN),
    "registry:country": Line(SIGNED_IN, args=lambda world: {"code": world.place.country_id}),
    "registry:people": Line(CONTACTS),
    "registry:people_contacts": Line(CONTACTS),
    "registry:person_add": Line(WRITERS),
    "registry:person": Line(READS_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:person_edit": Line(CHANGES_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:post_add": Line(CHANGES_PERSON, args=lambda world: {"person_id": world.person.pk}),
    "registry:post_leave": Line(CHANGES_PERSON, args=lambda world: {"post_id": world.post.pk}),
    "registry:person_archive": Line(
        back(CHANGES_PERSON), args=lambda world: {"person_id": world.person.pk}, method="post"
    ),
    "registry:person_restore": Line(
        back(CHANGES_PERSON), args=lambda world: {"person_id": world.person.pk}, method="post"
    ),
    "registry:duplicates": Line(WRITERS),
    "registry:compare": Line(WRITERS.answering(ok=404)),  # asks for two rows
    "registry:merge": Line(WRITERS.answering(ok=404), method="post", data={"subject": "body"}),
    "registry:merge_undo": Line(back(Group(WORKERS)), args=lambda world: {"merge_id": world.merge.pk}, method="post"),
    # pages
    "pages:home": Line(PUBLIC),
    "pages:work": Line(SIGNED_IN),
    "pages:search": Line(PUBLIC, query="?q=Dartford"),
    "api_description": Line(PUBLIC),
    # partnerships: the directory
    "partnerships:ties": Line(PUBLIC),
    "partnerships:ties_map": Line(PUBLIC),
    "partnerships:ties_by_city": Line(PUBLIC),
    "partnerships:ties_data": Line(PUBLIC, args=lambda world: {"form": "json"}),
    "partnerships:countries": Line(PUBLIC),
    "partnerships:country": Line(PUBLIC, args=lambda world: {"code": world.partner.country_id}),
    "partnerships:city": Line(PUBLIC, args=lambda world: {"pk": world.place.pk}),
    "partnerships:governments": Line(PUBLIC),
    "partnerships:government": Line(PUBLIC, args=lambda world: {"pk": world.body.pk}),
    "analytics:statistics": Line(PUBLIC),
    "analytics:statistics_data": Line(PUBLIC, args=lambda world: {"form": "xlsx"}),
    # partnerships: ties and projects
    "partnerships:tie": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_add": Line(WRITERS),
    "partnerships:tie_edit": Line(CHANGES, args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_state": Line(CHANGES, args=lambda world: {"tie_id": world.tie.pk}),
    "partnerships:tie_state_undo": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_archive": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_restore": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_document_add": Line(back(CHANGES), args=lambda world: {"tie_id": world.tie.pk}, method="post"),
    "partnerships:tie_contact_add": Line(
        back(NAMES_CONTACTS), args=lambda world: {"tie_id": world.tie.pk}, method="post"
    ),
    "partnerships:tie_contact_remove": Line(
        CONTACTS.answering(ok=404), args=lambda world: {"tie_id": world.tie.pk, "person_id": NO_ROW}, method="post"
    ),
    "partnerships:tie_document": Line(GONE, args=lambda world: {"tie_id": world.tie.pk, "document_id": NO_ROW}),
    "partnerships:tie_document_*": Line(
        GONE.answering(nobody=302), args=lambda world: {"tie_id": world.tie.pk, "document_id": NO_ROW}, method="post"
    ),
    "partnerships:projects": Line(PUBLIC),
    "partnerships:projects_xlsx": Line(PUBLIC),
    "partnerships:project_add": Line(WRITERS),
    "partnerships:project": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_edit": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_result": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_cancel": Line(CHANGES, args=lambda world: {"project_id": world.project.pk}),
    "partnerships:project_resume": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_archive": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_restore": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_document_add": Line(
        back(CHANGES), args=lambda world: {"project_id": world.project.pk}, method="post"
    ),
    "partnerships:project_document": Line(
        GONE.answering(nobody=302), args=lambda world: {"project_id": world.project.pk, "document_id": NO_ROW}
    ),
    "partnerships:project_document_*": Line(
        GONE.answering(nobody=302),
        args=lambda world: {"project_id": world.project.pk, "document_id": NO_ROW},
        method="post",
    ),
    "partnerships:anniversaries": Line(SIGNED_IN),
    "partnerships:feed_make": Line(back(WRITERS), method="post"),
    "partnerships:feed_revoke": Line(GONE.answering(nobody=302), args=lambda world: {"feed_id": NO_ROW}, method="post"),
    "partnerships:feed": Line(GONE, args=lambda world: {"key": "no-key"}),
    "partnerships:council": Line(SIGNED_IN, args=lambda world: {"body_id": world.body.pk}),
    "partnerships:council_remove": Line(
        GONE.answering(nobody=302), args=lambda world: {"rule_id": NO_ROW}, method="post"
    ),
    "partnerships:incident_choose": Line(CONTACTS),
    "partnerships:incident": Line(CONTACTS, args=lambda world: {"code": world.partner.country_id}),
    "partnerships:handover": Line(WRITERS),
    "pages:audit": Line(AUDIT),
    "pages:audit_record": Line(AUDIT, args=lambda world: {"record_id": world.audit_record.pk}),
    "pages:audit_export": Line(AUDIT, args=lambda world: {"form_name": "csv"}),
    # partnerships: imports
    "partnerships:imports": Line(IMPORTS_SEEN),
    "partnerships:import_add": Line(WRITERS),
    "partnerships:import_template": Line(IMPORTS_SEEN, args=lambda world: {"subject": "ties"}),
    "partnerships:import_batch": Line(back(IMPORT), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_columns": Line(IMPORT_CHANGED, args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_matches": Line(back(IMPORT_CHANGED), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_preview": Line(back(IMPORT), args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_wrong": Line(IMPORT, args=lambda world: {"pk": world.batch.pk}),
    "partnerships:import_mend": Line(
        IMPORT_CHANGED.answering(ok=409), args=lambda world: {"pk": world.batch.pk}, method="post"
    ),
    "partnerships:import_apply": Line(
        IMPORT_CHANGED.answering(ok=409), args=lambda world: {"pk": world.batch.pk}, method="post"
    ),
    "partnerships:import_undo": Line(back(IMPORT_CHANGED), args=lambda world: {"pk": world.batch.pk}),
    "pages:operations": Line(KEEPERS),
    "pages:task_retry": Line(back(KEEPERS), method="post", args=lambda world: {"task_id": NO_TASK}),
    "pages:mail_resend": Line(back(KEEPERS), method="post", args=lambda world: {"mail_id": NO_ROW}),
    # the read-only admin: a superuser looks, nobody changes
    "admin:*": Line(ADMIN),
    "admin:*_add": Line(NEVER),
    "admin:*_delete": Line(NEVER, args=lambda world: {"object_id": NO_ROW}),
    "admin:*_change": Line(back(ADMIN), args=lambda world: {"object_id": NO_ROW}),
    "admin:*_history": Line(back(ADMIN), args=lambda world: {"object_id": NO_ROW}),
    "admin:accounts_office_change": Line(ADMIN, args=lambda world: {"object_id": world.office.pk}),
    "admin:app_list": Line(ADMIN, args=lambda world: {"app_label": "accounts"}),
    "admin:autocomplete": Line(NEVER),
    "admin:login": Line(Group(ACCOUNTS, ok=302)),
    "admin:logout": Line(back(ADMIN)),
    "admin:password_change*": Line(back(ADMIN)),
    "admin:view_on_site": Line(
        ADMIN.answering(ok=404), args=lambda world: {"content_type_id": NO_ROW, "object_id": NO_ROW}
    ),
    "admin/*": Line(back(ADMIN)),
    # accounts
    "accounts:me": Line(SIGNED_IN),
    "accounts:switch_office": Line(back(SIGNED_IN), method="post"),
    "accounts:session_end": Line(SIGNED_IN.answering(ok=404), args=lambda world: {"session_id": NO_ROW}, method="post"),
    "accounts:offices": Line(SIGNED_IN),
    "accounts:office_add": Line(KEEPERS),
    "accounts:office": Line(SEES_OFFICE, args=lambda world: {"office_id": world.office.pk}),
    "accounts:office_edit": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:members_sheet": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:invite": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:tokens": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:token_add": Line(MANAGES, args=lambda world: {"office_id": world.office.pk}),
    "accounts:token_revoke": Line(MANAGES, args=lambda world: {"token_id": world.token.pk}),
    "accounts:role": Line(MANAGES, args=lambda world: {"membership_id": world.member.pk}),
    "accounts:end": Line(MANAGES, args=lambda world: {"membership_id": world.member.pk}),
    "accounts:invitation_withdraw": Line(
        back(MANAGES), args=lambda world: {"invitation_id": world.invitation.pk}, method="post"
    ),
    "accounts:invitation": Line(PUBLIC.answering(ok=410), args=lambda world: {"key": "no-key"}),
    # accounts: allauth's own
    "account_login": Line(GUESTS),
    "account_logout": Line(back(SIGNED_IN).answering(to_sign_in=False), method="post"),
    "account_signup": Line(GUESTS),  # says that one is invited
    "account_inactive": Line(PUBLIC),
    "account_email_verification_sent": Line(PUBLIC),
    "account_reset_password*": Line(PUBLIC, args=lambda world: {"uidb36": "1", "key": "no-key"}),
    "account_confirm_email": Line(PUBLIC, args=lambda world: {"key": "no-key"}),
    "account_confirm_login_code": Line(back(SIGNED_IN)),
    "account_set_password": Line(back(SIGNED_IN)),  # for those without a password
    "account_*": Line(SIGNED_IN),
    "mfa_index": Line(SIGNED_IN),
    "mfa_list_webauthn": Line(SIGNED_IN),
    "mfa_*": Line(back(SIGNED_IN)),  # to the page that asks for the password again
    "mfa_deactivate_totp": Line(SIGNED_IN.answering(ok=404)),  # none yet
    "mfa_download_recovery_codes": Line(SIGNED_IN.answering(ok=404)),
    "mfa_view_recovery_codes": Line(SIGNED_IN.answering(ok=404)),
    "mfa_*_webauthn": Line(back(SIGNED_IN), args=lambda world: {"pk": NO_ROW}),
    "socialaccount_connections": Line(SIGNED_IN),
    "socialaccount_login_cancelled": Line(PUBLIC),
    "socialaccount_login_error": Line(PUBLIC.answering(ok=401)),
    "socialaccount_signup": Line(back(SIGNED_IN)),
    "accounts/social/*": Line(PUBLIC.answering(ok=301)),
    "openid_connect_*": Line(GONE, args=lambda world: {"provider_id": "none"}),
    "usersessions_list": Line(SIGNED_IN),
}

# "GET /api/v1/path" -> line, with the path as the OpenAPI schema writes it.
API: dict[str, Line] = {
    "GET /api/v1/countries": Line(PUBLIC),
    "GET /api/v1/regions": Line(PUBLIC),
    "GET /api/v1/places": Line(PUBLIC, query="?q=Dartford"),
    "GET /api/v1/bodies": Line(PUBLIC),
    "GET /api/v1/ties": Line(PUBLIC),
    "GET /api/v1/ties/{tie_id}": Line(OWN_OFFICE.answering(nobody=404), args=lambda world: {"tie_id": world.tie.pk}),
    "GET /api/v1/projects": Line(PUBLIC),
    "GET /api/v1/projects/{project_id}": Line(
        OWN_OFFICE.answering(nobody=404), args=lambda world: {"project_id": world.project.pk}
    ),
    "GET /api/v1/figures/ties": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-country": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-city": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-government": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-province": Line(PUBLIC),
    "GET /api/v1/figures/projects": Line(PUBLIC),
}
