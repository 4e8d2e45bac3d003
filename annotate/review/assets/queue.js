"use strict";
// The keyboard in the queue: j and k step, n opens the first.
(() => {
  const links = [...document.querySelectorAll(".entry h2 a")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = links.indexOf(document.activeElement);
    if (event.key === "j") links[Math.min(at + 1, links.length - 1)]?.focus();
    else if (event.key === "k") links[Math.max(at - 1, 0)]?.focus();
    else if (event.key === "n") links[0]?.click();
  });
})();
