// Who speaks, in the margin beside the line where a quotation begins; a name is given again when the speaker changes.
(() => {
  const { text, quotations, entriesOf, select } = annotateView;
  const margin = document.getElementById("margin");
  const APART = 2;

  const draw = () => {
    margin.replaceChildren();
    if (getComputedStyle(margin).display === "none" || text.classList.contains("without-quotation")) return;
    const top = margin.getBoundingClientRect().top;
    let before = null;
    const notes = [];
    for (const quotation of quotations) {
      if (quotation.classList.contains("off")) continue;
      const { who = "", named = "" } = entriesOf(quotation.dataset.id)[0]?.dataset || {};
      if (!who || who === before) continue;
      before = who;
      const note = document.createElement("div");
      note.textContent = who;
      note.className = [named ? "" : "described", ...[...quotation.classList].filter((c) => /^v\d$/.test(c))].join(" ");
      note.style.color = "var(--voice, var(--quiet))";
      note.addEventListener("click", () => select(quotation.dataset.id));
      notes.push([note, quotation.getClientRects()[0]?.top ?? 0]);
    }
    margin.append(...notes.map(([note]) => note));
    const height = notes[0]?.[0].offsetHeight ?? 0;
    let free = -Infinity;
    for (const [note, line] of notes) {
      const at = Math.max(line - top + 6, free);
      note.style.top = `${at}px`;
      free = at + height + APART;
    }
  };
  document.addEventListener("annotate:layout", draw);
  new ResizeObserver(draw).observe(text);
  document.fonts?.ready.then(draw);
})();
