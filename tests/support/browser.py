"""A real browser, Debian's headless Chromium driven by Playwright, and what it reports about our pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotate.models import Annotation
from annotate.view.marks import marks
from tests.support.programs import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

#: The position of each mark in the browser's own text, in code points: [[id, classes, start, end], ...], and the text.
_READ = """() => {
  const root = document.getElementById("text");
  const starts = new Map(), found = [];
  let at = 0;
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { at += [...node.data].length; return; }
    const start = at;
    for (const child of node.childNodes) walk(child);
    if (node.classList.contains("mk")) found.push([node.dataset.id || "", node.className.split(/\\s+/), start, at]);
  };
  for (const child of root.childNodes) walk(child);
  return [found, root.textContent];
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium with a new profile; skip the test with a reason if it is not installed."""
    path = shutil.which("chromium") or absent("Chromium", "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Playwright gives each browser that it starts a new user data folder, and removes it at the end.
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Opened:
    """An open page, with the errors and requests that it caused."""

    page: Page
    errors: list[str]
    requests: list[str]


@contextmanager
def opened(browser: Browser, path: Path, fragment: str = "", **context: Any) -> Iterator[Opened]:
    """Open a file in a context of its own; `context` is what Playwright's `new_context` takes."""
    inside = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce", **context})
    page = inside.new_page()
    state = Opened(page, [], [])
    page.on("pageerror", lambda error: state.errors.append(str(error)))
    page.on("console", lambda line: state.errors.append(line.text) if line.type in ("error", "warning") else None)
    page.on("request", lambda request: state.requests.append(request.url))
    page.on("dialog", lambda dialog: (state.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
    try:
        page.goto(path.as_uri() + fragment)
        yield state
    finally:
        inside.close()


def text_and_marks(page: Page) -> tuple[str, dict[tuple[str, str, str], set[int]]]:
    """Return the browser's text of the article, and the offsets (code points) under each finding, layer and part."""
    found, text = page.evaluate(_READ)
    places: dict[tuple[str, str, str], set[int]] = {}
    for finding, (_, layer, part, *_), start, end in found:
        places.setdefault((finding, layer, part), set()).update(range(start, end))
    return text, places


def misplaced(page: Page, annotation: Annotation) -> tuple[int, list[str]]:
    """Return how many marks an annotation has, and those that are misplaced in the browser."""
    text, places = text_and_marks(page)
    wanted = marks(annotation)
    expected: dict[tuple[str, str, str], set[int]] = {}
    for mark in wanted:
        expected.setdefault((mark.finding, mark.layer.value, mark.part), set()).update(range(mark.start, mark.end))
    wrong = [
        f"{key}: {sorted(expected.get(key, ()))[:3]}"
        for key in expected | places
        if expected.get(key) != places.get(key)
    ]
    if text != annotation.article.text:
        wrong.append("the text differs")
    return len(wanted), wrong


def axe(page: Page, within: str = "") -> list[dict[str, Any]]:
    """Return what axe-core finds wrong with a page, or with one element of it: rule, impact, help and the places."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    # The page's policy blocks other scripts; this one is evaluated through the debugger, which may run it.
    page.evaluate(script)
    report = page.evaluate("within => axe.run(within || document, { resultTypes: ['violations'] })", within)
    return [
        {"rule": v["id"], "impact": v["impact"], "help": v["help"], "places": [n["html"][:120] for n in v["nodes"]]}
        for v in report["violations"]
    ]


def serious(findings: list[dict[str, Any]]) -> str:
    """Return the serious and critical findings as text; empty if there are none."""
    grave = [finding for finding in findings if finding["impact"] in ("serious", "critical")]
    return json.dumps(grave, indent=1, ensure_ascii=False) if grave else ""
