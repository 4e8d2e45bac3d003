"""The page in a real browser: pointer, keyboard, layers, slider, deep links, hostile text, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotate.export import load
from annotate.models import Annotation
from annotate.view.site import write_folder
from annotate.view.web import page as html
from tests.support.annotations import annotation, person, quotation, seed_annotation, seed_annotations
from tests.support.browser import Opened, axe, chromium, misplaced, opened, serious
from tests.support.hostile_annotation import hostile
from tests.support.strategies import random_annotation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: An annotation of the first seed as it once was: what is done to the page does not change with the analysis.
INTERVIEW = Path(__file__).parent / "files" / "interview.json"


def interview_annotation() -> Annotation:
    """Return the annotation of the interview."""
    return next(load(INTERVIEW))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of the module; each opens a page of its own."""
    with chromium() as started:
        yield started


def written(folder: Path, found: Annotation) -> Path:
    """Write the page of an annotation and return its path."""
    path = folder / "page.html"
    path.write_text(html(found), encoding="utf-8", newline="")
    return path


@pytest.fixture
def interview(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """The page of the interview, open."""
    with opened(browser, written(tmp_path, interview_annotation())) as state:
        yield state
        assert state.errors == []
        assert all(url.startswith("file://") for url in state.requests)
        assert len(state.requests) == 1, "a page fetches nothing"


def lit(page: Page) -> set[str]:
    """Return the findings whose marks are lit."""
    return set(page.eval_on_selector_all("#text .lit", "marks => marks.map(m => m.dataset.id)"))


@pytest.mark.parametrize("found", seed_annotations(), ids=lambda a: a.article.id)
def test_marks_stand_at_their_characters(browser: Browser, tmp_path: Path, found: Annotation) -> None:
    """In the browser's own text, every mark of every seed covers the characters of its span."""
    with opened(browser, written(tmp_path, found)) as state:
        assert misplaced(state.page, found)[1] == []
        assert state.errors == []


@pytest.mark.parametrize("seed", range(12))
def test_marks_of_odd_annotations(browser: Browser, tmp_path: Path, seed: int) -> None:
    """The same holds for pictograms, right-to-left letters, carriage returns and mark-up, with any overlaps."""
    found = random_annotation(seed, 12, "odd")
    with opened(browser, written(tmp_path, found)) as state:
        assert misplaced(state.page, found)[1] == []
        assert state.errors == []


def test_hovering_a_quotation(interview: Opened) -> None:
    """A card shows speaker, kind and confidence; source and cue are lit; all disappear when the pointer leaves."""
    page = interview.page
    assert page.locator("#card").is_hidden()
    page.locator("#q3").hover()
    card = page.locator("#card")
    assert card.is_visible()
    for words in ("Zhang Hanhui", "indirect quotation", "“said”", "86 % confidence"):
        assert words in card.inner_text()
    hot = page.eval_on_selector_all("#text .hot", "marks => marks.map(m => [m.dataset.id, m.className.split(' ')[2]])")
    assert {tuple(mark) for mark in hot} == {("q3", "content"), ("q3", "source"), ("q3", "cue")}
    page.mouse.move(5, 600)
    assert card.is_hidden()
    assert page.locator("#text .hot").count() == 0


def test_focusing_a_quotation(interview: Opened) -> None:
    """Focus shows the same card, and a screen reader reads the speaker of the quotation."""
    page = interview.page
    page.locator("#q5").focus()
    assert "Shanghai Cooperation Organization" in page.locator("#card").inner_text()
    name = page.locator("#q5").get_attribute("aria-label") or ""
    assert name.startswith("indirect quotation of Shanghai Cooperation Organization, cue “said”")
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()


def test_choosing_a_participant(interview: Opened) -> None:
    """A click on a mention lights all mentions and quotations of the participant, and lists the quotations."""
    page = interview.page
    assert page.locator("#said-p1").is_hidden()
    page.locator('.mk.participant[data-id="p1"]').nth(1).click()
    found = interview_annotation()
    assert lit(page) == {"p1", *(q.id for q in found.quotations if "p1" in q.speakers)}
    assert page.locator(".mk.participant.lit").count() == len(found.participants[0].mentions)
    assert page.locator("#said-p1 .said").count() == sum("p1" in q.speakers for q in found.quotations)
    assert page.locator("#said-p1").is_visible()
    assert page.url.endswith("#p1")
    assert "8 places" in page.locator("#status").inner_text()
    page.keyboard.press("Escape")
    assert lit(page) == set()
    assert "#" not in page.url


@pytest.mark.parametrize(("layer", "id_"), [("quotation", "q2"), ("repair", "r3"), ("pillar", "g1"), ("event", "e1")])
def test_layers(interview: Opened, layer: str, id_: str) -> None:
    """A layer that is switched off leaves the text without its marks; switched on, the marks return."""
    page = interview.page
    mark = page.locator(f'.mk.{layer}[data-id="{id_}"]').first
    look = (
        "mark => { const style = getComputedStyle(mark);"
        " return [style.backgroundColor, style.textDecorationLine, style.borderBottomStyle]; }"
    )
    before = mark.evaluate(look)
    box = page.locator(f'input[name="layer"][value="{layer}"]')
    box.uncheck(force=True)
    assert mark.evaluate(look) == ["rgba(0, 0, 0, 0)", "none", "none"]
    box.check(force=True)
    assert mark.evaluate(look) == before


def test_confidence(interview: Opened) -> None:
    """The slider hides findings below its value, in the text and beside it, and shows how many are left."""
    page = interview.page
    page.locator("#least").fill("90")
    page.locator("#least").dispatch_event("input")
    assert page.locator("output").inner_text() == "90 %"
    found = interview_annotation()
    for quotation_ in found.quotations:
        mark = page.locator(f"#{quotation_.id}")
        assert ("off" in (mark.get_attribute("class") or "").split()) == (quotation_.confidence < 0.9)
    assert page.locator('.panel.pillars .finding[data-id="g1"]').is_hidden()
    assert "findings shown" in page.locator("#status").inner_text()


@pytest.mark.parametrize("id_", ["q9", "p4", "s1", "g2", "e1", "r20"])
def test_deep_links(browser: Browser, tmp_path: Path, id_: str) -> None:
    """An address with the id of a finding shows it: lit, and in view."""
    with opened(browser, written(tmp_path, interview_annotation()), f"#{id_}") as state:
        state.page.wait_for_function("id => document.body.dataset.selected === id", arg=id_)
        assert id_ in lit(state.page)
        first = state.page.locator(f'#text [data-id="{id_}"]').first
        assert first.evaluate(
            "mark => { const b = mark.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; }"
        )
        if id_ == "q9":
            assert state.page.evaluate("document.activeElement.id") == "q9"


def test_a_deep_link_to_what_the_slider_hides(interview: Opened) -> None:
    """The target of a link is shown, whatever the slider is set to."""
    page = interview.page
    page.locator("#least").fill("90")
    page.evaluate("location.hash = '#q11'")
    page.wait_for_function("document.getElementById('least').value === '0'")
    assert "q11" in lit(page)


def test_unknown_and_hostile_fragments(browser: Browser, tmp_path: Path) -> None:
    """A fragment that names nothing does nothing."""
    path = written(tmp_path, interview_annotation())
    for fragment in ("#q99", "#'\"><script>", "#%E0%A4%A", "#constructor", "#text"):
        with opened(browser, path, fragment) as state:
            state.page.wait_for_load_state("load")
            assert state.errors == []
            assert lit(state.page) == set()


def test_the_keyboard_alone(interview: Opened) -> None:
    """Tab reaches every control; j, k and Enter replace the pointer."""
    page = interview.page
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.value || document.activeElement.dataset.pick || ''"
            )
        )
    assert {"quotation", "repair", "least", "theme", "q1", "p1", "e1"} <= set(reached)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "q1"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "q2"
    assert "Zhang Hanhui" in page.locator("#card").inner_text()
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "q1"
    page.locator('.row[data-pick="p4"]').focus()
    page.keyboard.press("Enter")
    assert page.locator("#said-p4").is_visible()
    assert page.locator('.row[data-pick="p4"]').get_attribute("aria-expanded") == "true"
    page.keyboard.press("l")
    assert page.locator("#q7").evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgba(0, 0, 0, 0)"
    page.keyboard.press("l")
    assert page.locator("#q7").evaluate("mark => getComputedStyle(mark).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_hostile_article(browser: Browser, tmp_path: Path) -> None:
    """Nothing in text, names, file names or metadata is executed, and 200 overlapping marks are in their places."""
    found = hostile()
    with opened(browser, written(tmp_path, found)) as state:
        page = state.page
        assert misplaced(page, found)[1] == []
        assert page.locator("script").count() == 1
        assert page.locator("img").count() == 0
        page.locator("#q1").hover()
        assert "<script>alert('text')</script>" in page.locator("#card").inner_text()
        page.locator('[data-pick="p1"]').click()
        assert page.locator("#said-p1 .said").count() == 201
        assert state.errors == []
        assert len(state.requests) == 1


def test_direction_controls_reach_no_further_than_themselves(browser: Browser, tmp_path: Path) -> None:
    """A bidirectional control is shown by name, and the letters after it keep the order of the text."""
    text = "The file \u202egnp.exe came.\n"
    with opened(browser, written(tmp_path, annotation(text))) as state:
        control = state.page.locator(".control")
        assert control.get_attribute("data-name") == "RLO"
        places = state.page.evaluate(
            """() => {
              const node = [...document.querySelector("#text p").childNodes].at(-1), range = document.createRange();
              return [0, 1, 2].map((n) => {
                range.setStart(node, n);
                range.setEnd(node, n + 1);
                return range.getBoundingClientRect().left;
              });
            }"""
        )
        assert places == sorted(places)


def test_what_no_page_can_hold(browser: Browser, tmp_path: Path) -> None:
    """U+0000 is drawn as U+FFFD, one for one, so that what follows stays in its place."""
    text = "A\0B said yes."
    found = annotation(text, quotations=(quotation(text, 1, "yes"),), participants=(person(text, 1, "A\0B"),))
    with opened(browser, written(tmp_path, found)) as state:
        assert state.page.locator("#text").evaluate("e => e.textContent") == text.replace("\0", "\ufffd")
        assert state.page.locator("#q1").evaluate("e => e.textContent") == "yes"


VIEWS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 800}},
    "forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize(
    ("name", "view"),
    [
        *(("000_cb216ce5513ace95", view) for view in VIEWS),
        *((name, "light") for name in ("two_ministers", "poets_evening", "hafen_de")),
    ],
)
def test_axe_finds_nothing_serious(browser: Browser, tmp_path: Path, name: str, view: str) -> None:
    """axe-core finds nothing serious or critical, with everything unfolded, and in the card of a quotation."""
    with opened(browser, written(tmp_path, seed_annotation(name)), **VIEWS[view]) as state:
        page = state.page
        for row in page.locator(".row").all():
            row.click()
        assert serious(axe(page)) == ""
        page.locator("#text").press("j")
        assert serious(axe(page, "#card")) == ""


def test_a_phone(browser: Browser, tmp_path: Path) -> None:
    """On a phone nothing is wider than the screen."""
    path = written(tmp_path, interview_annotation())
    with opened(browser, path, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as state:
        assert state.page.evaluate("document.documentElement.scrollWidth") == 360


def test_print(browser: Browser, tmp_path: Path) -> None:
    """On paper there are no controls, and all quotations are listed."""
    with opened(browser, written(tmp_path, interview_annotation()), color_scheme="dark") as state:
        state.page.emulate_media(media="print")
        assert state.page.locator(".bar").is_hidden()
        assert state.page.locator("#said-p1 .said").first.is_visible()
        assert state.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert state.page.pdf().startswith(b"%PDF")


def test_colours(interview: Opened) -> None:
    """The button goes from the system's colours to light to dark and back, and says which."""
    page = interview.page
    button = page.get_by_role("button", name="Colours")
    told = []
    for _ in range(4):
        told.append(
            (
                page.evaluate("getComputedStyle(document.documentElement).colorScheme"),
                button.get_attribute("aria-label"),
            )
        )
        button.click()
    assert told == [
        ("light", "Colours: as the system"),
        ("light", "Colours: light"),
        ("dark", "Colours: dark"),
        ("light", "Colours: as the system"),
    ]


def test_without_script(browser: Browser, tmp_path: Path) -> None:
    """Without script the text is marked, the findings are listed, and links lead to them."""
    path = written(tmp_path, interview_annotation())
    with opened(browser, path, "#q3", java_script_enabled=False) as state:
        assert state.page.locator("#q3").is_visible()
        assert state.page.locator(".panel.proposals li").count() == 4


@pytest.fixture
def folder(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """The index of the pages of all seeds, open."""
    write_folder([*seed_annotations(), hostile()], tmp_path / "pages")
    with opened(browser, tmp_path / "pages" / "index.html") as state:
        yield state
        assert state.errors == []


def shown(page: Page) -> list[str]:
    """Return the headlines that the index shows."""
    # Text contents, not inner texts: an entry that has just come into view is drawn a moment later.
    return [" ".join(text.split()) for text in page.locator(".entry:visible h2").all_text_contents()]


def test_searching_the_index(folder: Opened) -> None:
    """The search covers headlines, people and places and ignores accents; the count shows the number of matches."""
    page = folder.page
    page.locator("#words").fill("xi jinping SHANGHAI")
    assert shown(page) == ["Cooperation more vital than ever, diplomat says"]
    assert page.locator("#found").inner_text() == "1 of 17 articles"
    page.locator("#words").fill("verzogert")
    assert shown(page) == ["Hafenausbau in Nordersiel verzögert sich"]
    page.locator("#words").fill("nothing of the kind")
    assert shown(page) == []
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 17


def test_filtering_and_sorting_the_index(folder: Opened) -> None:
    """Filters are combined, and the order can be chosen."""
    page = folder.page
    page.locator("#type").select_option("talks")
    page.locator("#holding").select_option("repairs")
    assert len(shown(page)) == 1
    page.locator("#type").select_option("")
    page.locator("#holding").select_option("")
    page.locator("#from").fill("2023-01-01")
    page.locator("#sort").select_option("newest")
    dates = page.eval_on_selector_all(".entry:not([hidden])", "list => list.map(e => e.dataset.date)")
    assert dates == sorted(dates, reverse=True)
    assert all(date >= "2023" for date in dates)
    page.reload()
    assert page.locator("#from").input_value() == "2023-01-01"


def test_from_the_index_to_a_page_and_back(folder: Opened) -> None:
    """Each entry leads to its page, whose link leads back."""
    page = folder.page
    for headline in ("Marlow council backs harbour barrier after stormy session", '"><script>alert(1)'):
        page.locator(".entry h2 a").filter(has_text=headline).click()
        page.wait_for_selector("#text")
        page.get_by_role("link", name="All articles").click()
        page.wait_for_selector("#articles")


@pytest.mark.parametrize("view", ["light", "dark", "phone"])
def test_axe_on_the_index(browser: Browser, tmp_path: Path, view: str) -> None:
    """axe-core finds nothing serious in the index."""
    write_folder(seed_annotations(), tmp_path / "pages")
    with opened(browser, tmp_path / "pages" / "index.html", **VIEWS[view]) as state:
        assert serious(axe(state.page)) == ""
