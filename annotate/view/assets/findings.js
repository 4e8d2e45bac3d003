// The findings of the page and what is selected. Other scripts use `annotateView`, and hear of a change by the event
// "annotate:select" on the document, whose detail is the id of the finding, or null.
const annotateView = (() => {
  const text = document.getElementById("text");
  const panels = document.getElementById("panels");
  const status = document.getElementById("status");
  const marks = new Map();
  for (const mark of text.querySelectorAll(".mk[data-id]")) {
    const id = mark.dataset.id;
    if (!marks.has(id)) marks.set(id, []);
    marks.get(id).push(mark);
  }
  const entries = new Map();
  for (const entry of panels.querySelectorAll("[data-id]")) {
    const id = entry.dataset.id;
    if (!entries.has(id)) entries.set(id, []);
    entries.get(id).push(entry);
  }
  const quotations = [...text.querySelectorAll(".mk.quotation.content[id]")];
  let selected = null;

  const known = (id) => marks.has(id) || entries.has(id);
  const marksOf = (id) => marks.get(id) || [];
  const entriesOf = (id) => entries.get(id) || [];
  const say = (words) => {
    status.textContent = words;
  };

  // The ids that belong to a finding: to a participant also its quotations.
  const together = (id) => {
    const said = id.startsWith("p") ? [...panels.querySelectorAll(`#said-${CSS.escape(id)} .said`)] : [];
    return [id, ...said.map((entry) => entry.dataset.id)];
  };

  const address = (fragment) => {
    try {
      history.replaceState(null, "", fragment || location.pathname + location.search);
    } catch {
      // A page in the frame of a notebook has no address to change.
    }
  };

  const expand = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    const more = document.getElementById(button.getAttribute("aria-controls"));
    if (more) more.hidden = !open;
  };

  const clear = () => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const row of panels.querySelectorAll('.row[aria-expanded="true"]')) expand(row, false);
    if (selected === null) return;
    selected = null;
    delete text.dataset.selected;
    delete document.body.dataset.selected;
    address("");
    document.dispatchEvent(new CustomEvent("annotate:select", { detail: null }));
  };

  const select = (id, { scroll = false, focus = false } = {}) => {
    if (!known(id)) return false;
    clear();
    selected = id;
    document.body.dataset.selected = id;
    for (const each of together(id)) for (const mark of marksOf(each)) mark.classList.add("lit");
    for (const entry of entriesOf(id)) {
      entry.classList.add("lit");
      const row = entry.querySelector(":scope > .row") || entry.closest(".voice")?.querySelector(".row");
      if (row) expand(row, true);
      const folded = entry.closest("details");
      if (folded) folded.open = true;
    }
    address(`#${id}`);
    document.dispatchEvent(new CustomEvent("annotate:select", { detail: id }));
    const first = document.getElementById(id)?.closest("#text") ? document.getElementById(id) : marksOf(id)[0];
    if (scroll) (first || entriesOf(id)[0])?.scrollIntoView({ block: "center" });
    if (focus && first?.hasAttribute("tabindex")) first.focus({ preventScroll: true });
    const places = marksOf(id).filter((mark) => "first" in mark.dataset).length;
    const said = together(id).length - 1;
    const name = entriesOf(id)[0]?.querySelector(".name, .pick, a")?.textContent.trim() || id;
    say(`${name}: ${places} ${places === 1 ? "place" : "places"} in the text${said ? `, ${said} ${said === 1 ? "quotation" : "quotations"}` : ""}`);
    return true;
  };

  // The finding that a click in the text means: the innermost mark, but the whole quotation for its cue and source.
  const meant = (target) => target.closest?.(".mk[data-id]:not(.off)")?.dataset.id;

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button");
    if (button && !button.dataset.pick && button.hasAttribute("aria-controls")) {
      expand(button, button.getAttribute("aria-expanded") !== "true");
      return;
    }
    if (button?.dataset.pick) {
      const id = button.dataset.pick;
      if (selected === id) clear();
      else select(id, { scroll: !id.startsWith("p") });
      return;
    }
    if (!text.contains(event.target) || !getSelection().isCollapsed) return;
    const id = meant(event.target);
    if (!id) clear();
    else if (id !== selected) {
      select(id);
      const entry = entriesOf(id)[0];
      if (entry && getComputedStyle(panels).position === "sticky") entry.scrollIntoView({ block: "nearest" });
    }
  });

  const follow = () => {
    // Ids are plain ASCII: a fragment that is written otherwise names none.
    const id = location.hash.slice(1);
    if (id) select(id, { scroll: true, focus: true });
  };
  addEventListener("hashchange", follow);
  addEventListener("load", follow);

  return { text, panels, quotations, marksOf, entriesOf, select, clear, say, get selected() { return selected; } };
})();
