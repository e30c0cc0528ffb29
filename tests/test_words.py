"""One English word has one Korean word on every screen, whichever app it stands in."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override, pgettext
from messages import apps, catalogue_path

# What stood for the same thing before one word was chosen: the first is not written any more.
SETTLED = {
    "영접자": "안내 담당",
    "견본 자료": "예시 자료",
    "후속 조치": "후속조치",
    "연수 과정": "연수과정",
    "그 사이": "그사이",
    "십시오": "세요",
}


@pytest.mark.parametrize("app", [app for app in apps() if Path(catalogue_path(app)).exists()])
def test_one_thing_has_one_korean_word(app: str) -> None:
    korean = catalogue_path(app).read_text()
    assert [word for word in SETTLED if word in korean] == []


@pytest.mark.parametrize("app", [app for app in apps() if Path(catalogue_path(app)).exists()])
def test_each_message_is_shown_as_its_own_catalogue_says(app: str) -> None:
    with catalogue_path(app).open("rb") as file:
        catalogue = read_po(file, locale="ko")
    shown_otherwise = {}
    with override("ko"):
        for message in catalogue:
            if not message.id or isinstance(message.id, list | tuple):
                continue
            shown = pgettext(message.context, message.id) if message.context else gettext(message.id)
            if shown != message.string:
                shown_otherwise[message.id] = (message.string, shown)
    assert shown_otherwise == {}
