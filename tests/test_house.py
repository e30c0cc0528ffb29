"""What holds in every app: templates load, records have a name, docs point at what is there, words agree."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.db.models import Model
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for folder in ROOT.glob("gagyo/*/templates")
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt"}
)
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")
# A path in backquotes with a folder in it: gagyo/common/rules.py, scripts/messages.py.
NAMED = re.compile(r"`((?:gagyo|tests|scripts|bench|docs|requirements)[\w./-]*/[\w./-]*)`")
OURS = [model for model in apps.get_models() if model.__module__.startswith("gagyo.")]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    """A misspelt tag, filter or argument fails here."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        pytest.fail(f"{name}: {error}")


def test_every_record_says_its_name() -> None:
    nameless = [model.__name__ for model in OURS if model.__str__ is Model.__str__]
    assert nameless == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_points_at_is_there(path: Path) -> None:
    text = path.read_text()
    links = [target for target in LINK.findall(text) if not re.match(r"[a-z]+:|/", target)]
    missing = [target for target in links if not (path.parent / target).exists()]
    missing += [name for name in NAMED.findall(text) if not named_is_there(name)]
    assert missing == []


def named_is_there(name: str) -> bool:
    """Tell whether a path that a document names exists; NAME or * in it stand for anything."""
    pattern = re.sub(r"\b[A-Z]{2,}\b", "*", name).rstrip("/")
    return (ROOT / name).exists() or any(ROOT.glob(pattern))


def test_every_message_has_its_korean() -> None:
    ran = subprocess.run(
        [sys.executable, "scripts/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def glossary() -> list[tuple[str, str]]:
    """Return the English and Korean words of the glossary's table."""
    rows = [line.split("|")[1:-1] for line in (ROOT / "docs" / "glossary.md").read_text().splitlines() if "|" in line]
    return [(row[1].strip(), row[2].strip()) for row in rows[2:]]


def korean_on_screen() -> str:
    """Return all Korean words of the catalogues, one after the other."""
    files = sorted(ROOT.glob("gagyo/*/locale/ko/LC_MESSAGES/django.po"))
    entries = [entry for path in files for entry in polib.pofile(str(path))]
    return "\n".join(text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values()))


def test_the_words_of_the_glossary_are_those_on_the_screens() -> None:
    shown = korean_on_screen()
    unseen = [
        korean
        for _english, korean in glossary()
        if not any(word.strip() in shown for word in re.split(r"[(),]", korean) if word.strip())
    ]
    assert unseen == []
