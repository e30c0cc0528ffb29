"""What the tests need from Debian: Chromium, a Korean font, PostgreSQL's server; fetched by apt where we may."""

import os
import shutil
import subprocess
from pathlib import Path

from environment import UnableToSetUp, explain, step

# Debian's build for machines without a screen: the same engine without the browser's own windows, 60 % of the work.
HEADLESS = "chromium-headless-shell"
CHROMIUM = (HEADLESS, "chromium", "chromium-browser", "google-chrome")
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def chromium() -> str | None:
    """Return where Chromium is, the one without windows first, or None."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def postgres_folder() -> Path | None:
    """Return the folder with initdb and pg_ctl, the newest version, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def offered() -> bool:
    """Tell whether this system's packages hold a Chromium without windows, as far as apt has read their list."""
    if not shutil.which("apt-cache"):
        return False
    return subprocess.run(["apt-cache", "show", HEADLESS], capture_output=True, check=False).returncode == 0


def missing(*, browser: bool) -> list[str]:
    """Return the Debian packages that the tests need and this machine lacks."""
    found = [] if postgres_folder() else ["postgresql"]
    if browser and (not chromium() or (not shutil.which(HEADLESS) and offered())):
        found.append(HEADLESS)
    if browser and not NOTO.exists():
        found.append("fonts-noto-cjk")
    return found


def apt() -> list[str] | None:
    """Return the words that start apt-get with the right to install, or None if we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "apt-get"]
    return None


def fetch_missing(*, browser: bool) -> None:
    """
    Install what is missing.

    :raises UnableToSetUp: if that needs somebody else's hands, naming the command
    """
    packages, words = missing(browser=browser), apt()
    if words is None and chromium():
        packages = [package for package in packages if package != HEADLESS]  # slower without it, and as good
    if not packages:
        return
    by_hand = f"Install it by hand, as root: apt-get install {' '.join(packages)}. Then run ./test again."
    if words is None:
        raise UnableToSetUp(f"The tests need {', '.join(packages)}, and we may not install here. {by_hand}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {', '.join(packages)} by apt"):
        subprocess.run([*words, "update", "-q"], env=environment, capture_output=True, check=False)
        if not offered():
            packages = [package.replace(HEADLESS, "chromium") for package in packages]
        ran = subprocess.run(
            [*words, "install", "-q", "-y", "--no-install-recommends", *packages],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise UnableToSetUp(f"{explain(ran.stdout + ran.stderr, what='apt-get install')}\n{by_hand}")
