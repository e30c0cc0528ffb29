"""The admin, the API's own addresses and the metrics."""

from tests.access.groups import ACCOUNTS, ADMIN, GONE, NEVER, NO_ROW, PUBLIC, Group, Line, back

URLS: dict[str, Line] = {
    "api:openapi-json": Line(PUBLIC),
    "api:api-root": Line(GONE),
    "metrics": Line(GONE),
    "api_description": Line(PUBLIC),
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
}
