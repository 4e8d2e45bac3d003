"""The app in a real browser: corrections with pointer and keyboard, undo, two tabs, hostile text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotate.check import check_annotation
from annotate.export import load
from annotate.models import Annotation
from tests.support.annotations import annotation, person, quotation, span
from tests.support.browser import axe, chromium, misplaced, serious
from tests.support.hostile_annotation import hostile
from tests.support.places import TESTS
from tests.support.reviewing import Server, reviewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

INTERVIEW = TESTS / "view" / "files" / "interview.json"
TEXT = (
    "Dam is safe, minister says 🌊\n\n"
    'The dam is safe, Water Minister Ana Soto said on Friday. "We have checked it twice," Soto told reporters.\n\n'
    "Engineer Bo Lind disagreed. He plans three steps: sensors, drills and a new spillway.\n"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of the module; each opens a page of its own."""
    with chromium() as started:
        yield started


def dam() -> Annotation:
    """Return an annotation of which much is missing or wrong."""
    return annotation(
        TEXT,
        fields={"id": "dam"},
        participants=(person(TEXT, 1, "Ana Soto", confidence=0.5), person(TEXT, 2, "Bo Lind", confidence=0.7)),
        quotations=(quotation(TEXT, 1, "The dam is safe", kind="direct", cue=span(TEXT, "said"), speakers=("p2",)),),
    )


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server]]:
    """A folder and the app for it; one server for all tests of the module."""
    made = tmp_path_factory.mktemp("annotations")
    filled(made)
    with reviewing(made) as started:
        yield made, started


def filled(folder: Path) -> Path:
    """Put two annotations into a folder, and nothing else; return the folder."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "dam.json").write_text(dam().to_json(indent=2), encoding="utf-8", newline="")
    shutil.copy(INTERVIEW, folder / "interview.json")
    return folder


@pytest.fixture
def folder(serving: tuple[Path, Server]) -> Path:
    """A folder of two annotations."""
    return filled(serving[0])


@pytest.fixture
def server(serving: tuple[Path, Server], folder: Path) -> Server:
    """The app for the folder."""
    return serving[1]


@contextmanager
def at(browser: Browser, server: Server, name: str = "", **context: Any) -> Iterator[Page]:
    """Open the app at an article, or at the queue; nothing may fail and nothing may leave this machine."""
    inside = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce", **context})
    page = inside.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: (errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda sent: None if sent.url.startswith((server.base, "data:")) else errors.append(sent.url))
    page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
    try:
        page.goto(server.address)
        if name:
            page.goto(f"{server.base}/article/{name}")
        yield page
        assert errors == []
    finally:
        inside.close()


def saved(folder: Path, name: str = "dam") -> Annotation:
    """Return what the file holds now, which is always without errors."""
    (found,) = load(folder / f"{name}.json")
    assert [fault for fault in check_annotation(found) if fault.severity == "error"] == []
    return found


def selects(page: Page, words: str) -> None:
    """Select the first place of some words with the pointer, from their first character to their last."""
    edges = page.evaluate(
        """words => {
          const text = document.getElementById("text");
          const at = text.textContent.indexOf(words);
          const place = (units) => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              if (units < node.data.length) return [node, units];
              units -= node.data.length;
            }
          };
          const box = (units) => {
            const range = document.createRange(), [node, offset] = place(units);
            range.setStart(node, offset);
            range.setEnd(node, offset + 1);
            return range.getBoundingClientRect();
          };
          const first = box(at), last = box(at + words.length - 1);
          return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
        }""",
        words,
    )
    page.mouse.move(edges[0] + 0.5, edges[1])
    page.mouse.down()
    page.mouse.move(edges[2] - 0.5, edges[3], steps=4)
    page.mouse.up()
    page.locator("#tools").wait_for(state="visible")


@contextmanager
def changing(page: Page) -> Iterator[None]:
    """Wait for the page that is loaded after a change, which must not be refused."""
    page.evaluate("document.body.dataset.before = ''")
    yield
    # The app's policy lets no test evaluate a string again and again; a selector does as well.
    page.locator("body:not([data-before]), #alert p").first.wait_for(state="attached")
    page.wait_for_load_state("load")
    assert page.locator("#alert").inner_text() == ""


def test_a_full_correction(browser: Browser, server: Server, folder: Path) -> None:
    """Select words, make a quotation of them, say how and who: it stands in the file, with who changed what."""
    with at(browser, server, "dam") as page:
        selects(page, '"We have checked it twice,"')
        with changing(page):
            page.locator("#tools").get_by_role("button", name="Quotation").click()
        assert page.evaluate("document.body.dataset.selected") == "q2"
        with changing(page):
            page.locator('#editor [data-field="kind"]').select_option("direct")
        with changing(page):
            page.locator('#editor [data-field="speakers"]').select_option(label="Ana Soto")
        selects(page, "told")
        with changing(page):
            page.keyboard.press("2")
        selects(page, "Soto")
        page.keyboard.press("Escape")
        page.locator("#tools").wait_for(state="hidden")
        assert misplaced(page, saved(folder))[1] == []
    found = saved(folder)
    made = found.quotations[1]
    assert [piece.text for piece in made.content] == ['"We have checked it twice,"']
    assert (made.kind, made.speakers, made.cue and made.cue.text, made.confidence) == ("direct", ("p1",), "told", 1.0)
    assert [edit.who for edit in found.provenance.edits] == ["Ada"] * 4
    assert [edit.path for edit in found.provenance.edits][-1] == "$.quotations[1].cue"
    assert list(folder.glob(".*")) == []


def test_accepting_rejecting_and_undoing(browser: Browser, server: Server, folder: Path) -> None:
    """Y and x accept and reject; undo takes back one change after the other, redo makes them again."""
    with at(browser, server, "dam") as page:
        page.locator("#q1").click()
        with changing(page):
            page.keyboard.press("y")
        assert saved(folder).quotations[0].confidence == 1
        with changing(page):
            page.keyboard.press("x")
        assert saved(folder).quotations == ()
        with changing(page):
            page.keyboard.press("u")
        with changing(page):
            page.keyboard.press("Control+z")
        assert saved(folder).quotations == dam().quotations
        assert page.locator("#undo").is_disabled()
        with changing(page):
            page.keyboard.press("r")
        with changing(page):
            page.locator("#redo").click()
        assert saved(folder).quotations == ()
        assert page.locator("#redo").is_disabled()
    assert len(saved(folder).provenance.edits) == 6, "undo is a change too, and the history keeps all"


def test_participants(browser: Browser, server: Server, folder: Path) -> None:
    """A participant is named anew, given a mention, merged into another, and split from it again."""
    with at(browser, server, "dam") as page:
        page.locator('.row[data-pick="p2"]').click()
        selects(page, "He plans"[:2])
        with changing(page):
            page.keyboard.press("1")
        assert [mention.form for mention in saved(folder).participants[1].mentions] == ["name", "pronoun"]
        with changing(page):
            page.locator('#editor [data-field="kind"]').select_option("organization")
        page.locator('#editor [data-field="role"]').fill("Engineer")
        with changing(page):
            page.keyboard.press("Enter")
        page.locator('#editor [data-field="into"]').select_option(label="Ana Soto")
        with changing(page):
            page.get_by_role("button", name="Merge").click()
        (merged,) = saved(folder).participants
        assert (merged.name, merged.aliases, merged.role) == ("Ana Soto", ("Bo Lind",), "Engineer")
        assert saved(folder).quotations[0].speakers == ("p1",)
        for words in ("Bo Lind", "He"):
            page.get_by_role("checkbox", name=f"Split off “{words}”").check()
        with changing(page):
            page.get_by_role("button", name="Make the ticked ones").click()
    assert [p.name for p in saved(folder).participants] == ["Ana Soto", "Bo Lind"]
    assert len(saved(folder).participants[1].mentions) == 2


def test_lists_and_the_event(browser: Browser, server: Server, folder: Path) -> None:
    """A group of pillars, whose items stand in the order of the text however they were added; and an event."""
    with at(browser, server, "dam") as page:
        selects(page, "three steps")
        with changing(page):
            page.keyboard.press("g")
        for words in ("a new spillway", "sensors", "drills"):
            selects(page, words)
            with changing(page):
                page.keyboard.press("2")
        with changing(page):
            page.get_by_role("button", name="Remove the item 1").click()
        page.locator('#editor [data-field="declared_count"]').fill("3")
        with changing(page):
            page.keyboard.press("Enter")
        (group,) = saved(folder).pillars
        assert group.label.text == "three steps"
        assert [item.text for item in group.items] == ["sensors", "drills", "a new spillway"]
        assert group.declared_count == 3
        selects(page, "checked it")
        with changing(page):
            page.locator("#tools").get_by_role("button", name="Event").click()
        with changing(page):
            page.locator('#editor [data-field="type"]').select_option("statement")
        page.locator('#editor [data-field="date"]').fill("2024-02")
        with changing(page):
            page.keyboard.press("Enter")
    event = saved(folder).event
    assert event
    assert (event.name and event.name.text, event.type, event.date) == ("checked it", "statement", "2024-02")


def test_what_cannot_be_is_refused(browser: Browser, server: Server, folder: Path) -> None:
    """A change that `annotate validate` would find wrong is not saved, and the page says why."""
    before = (folder / "dam.json").read_bytes()
    with at(browser, server, "dam") as page:
        page.locator('.row[data-pick="p1"]').click()
        page.locator('#editor [data-field="name"]').fill("Anna Sotto")
        page.keyboard.press("Enter")
        alert = page.get_by_role("alert")
        alert.filter(has_text="Not saved: a name must stand in the text").wait_for()
        assert serious(axe(page)) == ""
    assert (folder / "dam.json").read_bytes() == before


def test_two_tabs(browser: Browser, server: Server, folder: Path) -> None:
    """The second of two tabs that change one article is told so; its change is not saved and the first one's stays."""
    with at(browser, server, "dam") as page:
        other = page.context.new_page()
        other.goto(f"{server.base}/article/dam")
        page.locator("#q1").click()
        with changing(page):
            page.keyboard.press("y")
        first = (folder / "dam.json").read_bytes()
        other.locator("#q1").click()
        other.keyboard.press("x")
        other.get_by_role("alert").filter(has_text="Another tab or person changed this article").wait_for()
        assert serious(axe(other)) == ""
        assert (folder / "dam.json").read_bytes() == first
        with changing(other):
            other.keyboard.press("Enter")  # "Load what is there now" has the focus
        other.locator("#q1").click()
        with changing(other):
            other.keyboard.press("x")
        # The first tab, loaded anew, must not undo what the other one did since.
        with changing(page):
            page.reload()
        assert page.locator("#undo").is_disabled()
    assert saved(folder).quotations == ()


def test_the_keyboard_alone(browser: Browser, server: Server, folder: Path) -> None:
    """From the queue to a new quotation, a rejected participant and the next article, without a pointer."""
    with at(browser, server) as page:
        page.keyboard.press("j")
        page.keyboard.press("j")
        if "dam" not in (page.locator(":focus").get_attribute("href") or ""):
            page.keyboard.press("k")
        page.keyboard.press("Enter")
        page.wait_for_url("**/article/dam")
        page.keyboard.press("w")
        said = "document.getElementById('status').textContent"
        assert page.evaluate(said) == "Selected: Dam"
        page.keyboard.press("ArrowDown")
        assert page.evaluate(said) == "Selected: The"
        page.keyboard.press("ArrowDown")
        assert page.evaluate("getSelection().toString()") == '"'
        for _ in range(7):
            page.keyboard.press("Shift+ArrowRight")
        assert page.evaluate("getSelection().toString()") == '"We have checked it twice,"'
        with changing(page):
            page.keyboard.press("q")
        while page.evaluate("document.body.dataset.selected") != "p2":
            page.keyboard.press("j")
        page.keyboard.press("f")
        assert page.evaluate("document.activeElement.dataset.field") == "name"
        page.keyboard.press("Escape")
        with changing(page):
            page.keyboard.press("x")
        page.keyboard.press("d")
        page.wait_for_url("**/article/interview")
    found = saved(folder)
    assert [[piece.text for piece in q.content] for q in found.quotations][1] == ['"We have checked it twice,"']
    assert [p.name for p in found.participants] == ["Ana Soto"]
    assert found.provenance.edits[-1].note == "looked through"


def test_characters_outside_the_basic_plane(browser: Browser, server: Server, folder: Path) -> None:
    """A pictogram is one code point; what begins behind it, or is cut in it character by character, is in its place."""
    with at(browser, server, "dam") as page:
        page.keyboard.press("w")
        for _ in range(6):
            page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Alt+Shift+ArrowLeft")
        page.keyboard.press("Alt+Shift+ArrowLeft")
        page.keyboard.press("Alt+Shift+ArrowRight")
        page.keyboard.press("Alt+Shift+ArrowRight")
        with changing(page):
            page.keyboard.press("q")
    assert saved(folder).quotations[0].content[0].text == "Dam is safe, minister says 🌊"


def test_a_hostile_article(browser: Browser, server: Server, folder: Path) -> None:
    """Nothing in text, names, metadata or history runs; it is shown, chosen and corrected like any other."""
    found = hostile()
    attack = str(found.article.metadata["title"])
    value = json.loads(found.to_json())
    value["provenance"]["edits"] = [{"when": "2024-01-01T00:00:00Z", "who": attack, "path": attack, "note": attack}]
    (folder / "hostile.json").write_text(json.dumps(value), encoding="utf-8", newline="")
    with at(browser, server) as page:
        assert page.locator("img, script:not([src])").count() == 0
        page.goto(f"{server.base}/article/hostile")
        assert misplaced(page, found)[1] == []
        assert page.locator("img").count() == 0
        assert page.locator("script:not([src])").get_attribute("type") == "application/json"
        page.locator('[data-pick="p1"]').click()
        assert page.locator('#editor [data-field="role"]').input_value() == attack
        page.locator("#q1").click(position={"x": 4, "y": 6})
        with changing(page):
            page.keyboard.press("y")
        assert page.locator("img").count() == 0
    assert saved(folder, "hostile").article == found.article


@pytest.mark.parametrize("view", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 800}}], ids=str)
def test_axe_finds_nothing_serious(browser: Browser, server: Server, view: dict[str, Any]) -> None:
    """axe-core finds nothing serious or critical in the queue, nor with any kind of finding selected."""
    with at(browser, server, **view) as page:
        assert serious(axe(page)) == ""
        page.goto(f"{server.base}/article/interview")
        for id_ in ("p1", "e1", "s1", "g1"):
            page.evaluate("id => annotateView.select(id)", id_)
            assert serious(axe(page, "#editor")) == "", id_
        page.evaluate("annotateView.select('q3')")
        page.keyboard.press("w")
        page.locator("#tools").wait_for(state="visible")
        assert serious(axe(page)) == ""


def test_a_phone(browser: Browser, server: Server) -> None:
    """On a phone nothing is wider than the screen."""
    with at(
        browser, server, "interview", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    ) as page:
        page.evaluate("annotateView.select('p1')")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_server_that_has_gone(browser: Browser, tmp_path: Path) -> None:
    """The page says when a change could not be sent and was not saved."""
    with reviewing(filled(tmp_path)) as server, at(browser, server, "dam") as page:
        server.kill()
        page.locator("#q1").click()
        page.keyboard.press("y")
        page.get_by_role("alert").filter(has_text="the server does not answer").wait_for()
