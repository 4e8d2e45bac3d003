"use strict";
// Colours as the system has them, or as the reader chose; the choice is kept where the browser allows it.
(() => {
  const button = document.getElementById("theme");
  const names = { system: "as the system", light: "light", dark: "dark" };
  let theme = "system";
  try {
    theme = localStorage.getItem("annotate-theme") || "system";
  } catch {
    // A page without storage starts as the system is set.
  }
  const show = () => {
    if (!(theme in names)) theme = "system";
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button?.setAttribute("aria-label", `Colours: ${names[theme]}`);
    button?.setAttribute("title", `Colours: ${names[theme]}`);
  };
  button?.addEventListener("click", () => {
    const order = Object.keys(names);
    theme = order[(order.indexOf(theme) + 1) % order.length];
    try {
      localStorage.setItem("annotate-theme", theme);
    } catch {
      // Then the choice lasts as long as the page.
    }
    show();
  });
  show();
})();
