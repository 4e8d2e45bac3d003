"""Pictures of what the program draws, taken in a real browser and on a real terminal; `nox -s pictures` takes them.

They are not compared byte for byte, since pixels depend on the fonts of the machine. Those in `exports/pictures` were
taken with Debian's fonts-inter, fonts-linuxlibertine, fonts-noto-core, fonts-noto-color-emoji and fonts-noto-cjk.
"""

from __future__ import annotations

import html
import io
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from annotate.models import Annotation
from annotate.view.site import write_folder
from annotate.view.web import page
from tests.support.annotations import seed_annotation, seed_annotations
from tests.support.browser import chromium, opened
from tests.support.places import SEEDS
from tests.support.reviewing import reviewing
from tests.support.running import on_terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: More pixels than points, so that type is sharp on today's screens.
_SHARP = {"device_scale_factor": 1.5}
_DESK = {"viewport": {"width": 1280, "height": 800}}
_PHONE = {"viewport": {"width": 390, "height": 780}}
#: Name of the picture: seed, what is pointed at, and how the browser is set.
PAGES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "page-light": ("two_ministers", "#q3", _DESK),
    "page-dark": ("two_ministers", "#q3", {**_DESK, "color_scheme": "dark"}),
    "proposals": ("traffic_plan", "#q4", _DESK),
    "damaged": ("000_cb216ce5513ace95", "", _DESK),
    "phone": ("harbour_vote", "", _PHONE),
    "phone-dark": ("harbour_vote", "", {**_PHONE, "color_scheme": "dark"}),
}
#: Columns of the terminal.
_COLUMNS = 104


def take_pictures(folder: Path) -> None:
    """Write all pictures below a folder, as PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        for name, (seed, target, settings) in PAGES.items():
            _page(browser, Path(scratch), seed_annotation(seed), target, settings, folder / f"{name}.png")
        _index(browser, Path(scratch), folder / "index.png")
        _review(browser, Path(scratch), folder / "review.png")
        _terminal(browser, Path(scratch), folder / "terminal.png")


def _page(
    browser: Browser, scratch: Path, found: Annotation, target: str, settings: dict[str, Any], picture: Path
) -> None:
    path = scratch / "page.html"
    path.write_text(page(found), encoding="utf-8", newline="")
    with opened(browser, path, **_SHARP, **settings) as state:
        if target:
            state.page.locator(target).hover()
        state.page.screenshot(path=picture)


def _index(browser: Browser, scratch: Path, picture: Path) -> None:
    write_folder(seed_annotations(), scratch / "pages")
    with opened(browser, scratch / "pages" / "index.html", **_SHARP, **_DESK) as state:
        state.page.screenshot(path=picture)


def _review(browser: Browser, scratch: Path, picture: Path) -> None:
    """Take the editor with a quotation chosen and words selected, as a person who is about to move its cue."""
    annotations = scratch / "annotations"
    annotations.mkdir()
    found = seed_annotation("two_ministers")
    (annotations / "two_ministers.json").write_text(found.to_json(indent=2), encoding="utf-8", newline="")
    with reviewing(annotations) as server:
        page = browser.new_context(reduced_motion="reduce", **_SHARP, **_DESK).new_page()
        page.goto(server.address)
        page.goto(f"{server.base}/article/two_ministers")
        page.locator("#q3").click()
        for key in ("w", "ArrowRight", "Shift+ArrowRight"):
            page.keyboard.press(key)
        page.locator("#tools").wait_for(state="visible")
        page.screenshot(path=picture)


def _terminal(browser: Browser, scratch: Path, picture: Path) -> None:
    """Set what `annotate show` prints on a terminal in the manner of one."""
    done = on_terminal("show", str(SEEDS / "traffic_plan.txt"), "--no-pager", env={"COLUMNS": str(_COLUMNS)})
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(done.out))
    drawn = console.export_svg(title="annotate show seeds/traffic_plan.txt")
    # rich's template asks the network for a font; the machine's own serves as well.
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    path = scratch / "terminal.html"
    title = html.escape("annotate show")
    path.write_text(f"<!doctype html><meta charset=utf-8><title>{title}</title><body>{drawn}", encoding="utf-8")
    with opened(browser, path, **_SHARP, **_DESK) as state:
        state.page.locator("svg").screenshot(path=picture, omit_background=True)
