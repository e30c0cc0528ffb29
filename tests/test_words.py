"""One English word has one Korean word on every screen, whichever app it stands in."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override, pgettext
from messages import apps, catalogue_path


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
