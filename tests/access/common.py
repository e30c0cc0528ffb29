"""The gallery and the contrast switch."""

from tests.access.groups import PUBLIC, Line, back

URLS: dict[str, Line] = {
    "common:contrast": Line(back(PUBLIC), method="post", data={"contrast": "high"}),
    "common:gallery": Line(PUBLIC),
}
