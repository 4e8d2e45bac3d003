"use strict";
// The editor: what is chosen shows its form, what is selected its tools; and the keys of both.
(() => {
  const { text } = annotateView;
  const { state, send, undo, redo, can } = annotateChanges;
  const { draw, parts, put, button, key, finding, accept, reject } = annotateForm;
  const editor = document.getElementById("editor");
  const tools = document.getElementById("tools");
  const KINDS = { q: ["quotation", "Quotation"], p: ["participant", "Participant"], o: ["proposals", "Proposals"], g: ["pillars", "Pillars"], e: ["event", "Event"] };

  const chosen = () => annotateView.selected;
  const show = () => editor.replaceChildren(...draw(chosen()));
  document.addEventListener("annotate:select", show);
  show();
  // Beside the text the editor stands on top; what is chosen is to be seen there.
  const top = () => {
    if (getComputedStyle(annotateView.panels).position === "sticky") annotateView.panels.scrollTop = 0;
  };
  let before = null;
  document.addEventListener("click", () => {
    if (chosen() && chosen() !== before) top();
    before = chosen();
  });

  const add = (kind) => {
    const span = annotateSelection.span();
    if (span) send({ do: "add", what: KINDS[kind][0], span }, { said: `Added ${KINDS[kind][0]}` });
  };
  const part = (number) => {
    const span = annotateSelection.span();
    const wanted = chosen() && finding(chosen()) ? parts(chosen())[number - 1] : null;
    if (span && wanted) put(chosen(), wanted, span);
  };

  // The tools stand above the selected words, or below where there is no room.
  const place = () => {
    const boxes = [...annotateSelection.box()];
    const box = boxes[0];
    if (!box) return;
    tools.hidden = false;
    const room = document.querySelector(".bar").getBoundingClientRect().bottom;
    const above = box.top - tools.offsetHeight - 8;
    const below = boxes.at(-1).bottom + 8;
    const left = Math.min(Math.max(box.left, 16), innerWidth - tools.offsetWidth - 16);
    tools.style.left = `${left + scrollX}px`;
    tools.style.top = `${(above > room ? above : below) + scrollY}px`;
  };
  const fill = () => {
    const hold = { mousedown: (event) => event.preventDefault() };
    const made = Object.entries(KINDS).map(([letter, [, name]]) => button([`${name} `, key(letter)], () => add(letter), { ...hold, disabled: letter === "e" && state.annotation.event !== null }));
    const id = chosen();
    const own = id && finding(id) ? parts(id).slice(0, 9) : [];
    const named = own.map((one, at) => button([`${one.label} `, key(String(at + 1))], () => part(at + 1), hold));
    const rows = [annotateForm.make("div", {}, annotateForm.make("span", { class: "of" }, "New"), ...made)];
    if (named.length) rows.push(annotateForm.make("div", {}, annotateForm.make("span", { class: "of" }, annotateForm.names[id[0]]), ...named));
    tools.replaceChildren(...rows);
  };
  let dragging = false;
  const update = () => {
    const span = dragging ? null : annotateSelection.span();
    for (const each of editor.querySelectorAll(".needs")) each.disabled = !span;
    if (!span) return void (tools.hidden = tools.contains(document.activeElement) ? tools.hidden : true);
    document.getElementById("card").hidden = true;
    fill();
    place();
  };
  document.addEventListener("selectionchange", update);
  document.addEventListener("annotate:select", update);
  text.addEventListener("mousedown", () => {
    dragging = true;
  });
  document.addEventListener("mouseup", () => {
    if (!dragging) return;
    dragging = false;
    setTimeout(update);
  });

  // All findings in the order of the text, for j and k: those that are only listed beside it come last.
  const order = [...new Set([...text.querySelectorAll(".mk[data-id]"), ...document.querySelectorAll("#panels [data-id]")].map((mark) => mark.dataset.id))].filter(finding);
  const step = (by) => {
    const at = order.indexOf(chosen());
    const next = order[at < 0 ? (by > 0 ? 0 : order.length - 1) : at + by];
    if (!next) return;
    annotateView.select(next, { scroll: true });
    top();
  };

  const go = () => document.getElementById("next")?.click();
  const confirm = () => send({ do: "confirm" }, { stacked: () => {}, after: state.after ? `/article/${encodeURIComponent(state.after)}` : "/" });
  const undoing = document.getElementById("undo");
  const redoing = document.getElementById("redo");
  undoing.disabled = !can.undo;
  redoing.disabled = !can.redo;
  undoing.addEventListener("click", undo);
  redoing.addEventListener("click", redo);
  document.getElementById("confirm").addEventListener("click", confirm);

  const onChosen = (act) => () => chosen() && finding(chosen()) && act(chosen());
  const actions = {
    u: undo,
    r: redo,
    n: go,
    d: confirm,
    y: onChosen(accept),
    x: onChosen(reject),
    j: () => step(1),
    k: () => step(-1),
    f: () => editor.querySelector("[data-field]")?.focus(),
    w: () => {
      const focused = document.activeElement;
      const from = chosen() ? annotateView.marksOf(chosen())[0] : focused !== text && text.contains(focused) ? focused : null;
      annotateSelection.begin(from);
    },
  };
  // Before the keys of the page: j and k step through all findings here, not through quotations alone.
  document.addEventListener(
    "keydown",
    (event) => {
      const typing = event.target.closest?.("input:not([type=checkbox], [type=range]), select, textarea");
      if (event.altKey || typing) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== "z") return;
        event.preventDefault();
        (event.shiftKey ? redo : undo)();
        return;
      }
      if (event.key === "Escape" && annotateSelection.span()) {
        event.stopPropagation();
        annotateSelection.clear();
        return;
      }
      if (event.key in KINDS && annotateSelection.span()) add(event.key);
      else if (/^[1-9]$/.test(event.key)) part(Number(event.key));
      else if (event.key in actions) actions[event.key]();
      else return;
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );
})();
