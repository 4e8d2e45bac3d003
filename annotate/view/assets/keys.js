// The keyboard: Tab reaches one quotation, j and k step through them, Escape clears, l shows the bare text.
(() => {
  const { text, quotations, clear } = annotateView;
  let current = 0;
  const reach = (at) => {
    quotations[current]?.setAttribute("tabindex", "-1");
    current = at;
    quotations[current]?.setAttribute("tabindex", "0");
  };
  reach(0);
  text.addEventListener("focusin", (event) => {
    const at = quotations.indexOf(event.target);
    if (at >= 0) reach(at);
  });
  const step = (by) => {
    const shown = (at) => quotations[at] && !quotations[at].classList.contains("off");
    let at = document.activeElement === quotations[current] ? current + by : current;
    while (quotations[at] && !shown(at)) at += by;
    if (!quotations[at]) return;
    quotations[at].scrollIntoView({ block: "center" });
    quotations[at].focus({ preventScroll: true });
  };
  const actions = { j: () => step(1), k: () => step(-1), l: () => annotateView.bare(), Escape: clear };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox], [type=range]), select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in actions)) return;
    actions[event.key]();
  });
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
})();
