"""
The Korean messages, without gettext's programs: a fresh Debian has none.

    python scripts/messages.py update [APP ...]   bring gagyo/APP/locale/ko/LC_MESSAGES/django.po up to date
    python scripts/messages.py check              list what is untranslated, fuzzy, missing or no longer used
    python scripts/messages.py compile            write the .mo files

Source strings are English, so English needs no catalogue.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "gagyo"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def apps() -> list[str]:
    """Return the folders that hold code with messages."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py") if path.parent.name != "kernels")


def sources(app: str) -> Iterator[tuple[Path, str]]:
    """Return each file of an app with its text as Python."""
    for path in sorted((PACKAGE / app).rglob("*")):
        if {"migrations", "tests", "static", "node_modules"} & set(path.relative_to(PACKAGE).parts):
            continue
        if path.suffix == ".py":
            yield path, path.read_text()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            text = templatize(path.read_text(), origin=str(path))
            # What was indented HTML is read as Python, which would take the indent for its own.
            yield path, "\n".join(line.lstrip() for line in text.splitlines())


def wanted(app: str) -> Catalog:
    """Return the messages that an app uses."""
    found = Catalog(locale="ko", charset="utf-8", project="gagyo", fuzzy=False)
    for path, text in sources(app):
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            found.add(message, context=context, locations=[(str(path.relative_to(PACKAGE.parent)), 0)])
    return found


def catalogue_path(app: str) -> Path:
    """Return where an app's Korean messages are."""
    return PACKAGE / app / "locale" / "ko" / "LC_MESSAGES" / "django.po"


def held(app: str) -> Catalog:
    """Return the messages that an app's catalogue holds."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale="ko", charset="utf-8", project="gagyo", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def update(names: list[str]) -> None:
    """Add new messages, drop unused ones, keep translations."""
    for app in names or apps():
        catalogue, uses = held(app), wanted(app)
        catalogue.update(uses, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if not len(catalogue):
            continue
        path = catalogue_path(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.fuzzy = False
        with path.open("wb") as file:
            write_po(file, catalogue, omit_header=False, sort_output=True, no_location=True, width=120)
        empty = sum(1 for message in catalogue if message.id and not filled(message.string))
        print(f"{app}: {len(catalogue)} messages, {empty} without Korean")


def filled(string: object) -> bool:
    """Tell whether a translation is there, in all its plural forms."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


def problems() -> list[str]:
    """Return a sentence for each message that is missing, empty, fuzzy or no longer used."""
    found = []
    for app in apps():
        catalogue, uses = held(app), wanted(app)
        keys = {(m.context, str(m.id)): m for m in catalogue if m.id}
        used = {(m.context, str(m.id)) for m in uses if m.id}
        found += [f"{app}: {key[1]!r} is not in its catalogue" for key in sorted(used - set(keys), key=str)]
        found += [f"{app}: {key[1]!r} is no longer used" for key in sorted(set(keys) - used, key=str)]
        found += [f"{app}: {key[1]!r} has no Korean" for key, m in keys.items() if not filled(m.string)]
        found += [f"{app}: {key[1]!r} is fuzzy" for key, m in keys.items() if m.fuzzy]
    return found


def compile_all() -> None:
    """Write the .mo files that Django reads."""
    for path in PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parts[-3])
        target = path.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)


def main(arguments: list[str]) -> int:
    """Run one of update, check, compile."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    match arguments:
        case ["update", *names]:
            update(names)
        case ["compile"]:
            compile_all()
        case ["check"]:
            found = problems()
            print("\n".join(found) or "every message has its Korean")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
