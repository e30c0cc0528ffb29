"""What the docs say of settings and commands is so, and nothing in the tree names this machine or a registry."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from gagyo.config.cli import COMMANDS, command

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r"""(?:text|flag|whole|items)\(\s*["'](GAGYO_[A-Z_]+)["']|environ\.get\(\s*["'](GAGYO_[A-Z_]+)["']""")
NAMED = re.compile(r"GAGYO_[A-Z_]+")
# A path of one machine, or the host of a package registry; the names are broken up so as not to find themselves.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:home|root|opt|wt|work|Users)/[\w.]+",
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "registry" + r"\.npmjs",
            r"--(?:extra-)?index" + "-url",
            r"--find" + "-links",
        ]
    )
)
# Debian's own folders for programs and fonts are the same on every machine.
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".json", ".html", ".css", ".js", ".po", ".yml", ".yaml", ".sh", ""}


def tracked() -> list[Path]:
    """Return the files of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def settings_read() -> set[str]:
    """Return the environment variables that the package reads."""
    text = "\n".join(
        path.read_text() for path in (ROOT / "gagyo" / "config").rglob("*.py") if "tests" not in path.parts
    )
    return {name for pair in READ.findall(text) for name in pair if name}


def test_every_setting_is_explained_and_every_explained_one_is_read() -> None:
    explained = set(NAMED.findall((ROOT / "docs" / "configuration.md").read_text()))
    assert settings_read() == explained


def test_nothing_in_the_tree_names_this_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXT and path.stat().st_size < 2_000_000
        for match in FORBIDDEN.finditer(path.read_text(errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_that_names_its_exit_codes(name: str) -> None:
    said = CliRunner().invoke(command, [name, "--help"])
    assert said.exit_code == 0
    assert "Exit codes:" in said.output
