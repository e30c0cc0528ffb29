"""Statistics."""

from tests.access.groups import PUBLIC, Line

URLS: dict[str, Line] = {
    "analytics:statistics": Line(PUBLIC),
    "analytics:statistics_data": Line(PUBLIC, args=lambda world: {"form": "xlsx"}),
}

API: dict[str, Line] = {
    "GET /api/v1/figures/ties": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-country": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-city": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-government": Line(PUBLIC),
    "GET /api/v1/figures/ties/by-province": Line(PUBLIC),
    "GET /api/v1/figures/projects": Line(PUBLIC),
}
