// Searching, filtering and sorting the articles of a folder. What is asked stands in the address, so that it can be sent.
(() => {
  const list = document.getElementById("articles");
  const found = document.getElementById("found");
  const none = document.getElementById("none");
  const field = (id) => document.getElementById(id);
  const fields = ["words", "type", "language", "holding", "from", "until", "sort"];
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = [...list.children].map((element, at) => ({
    element,
    at,
    words: null,
    title: element.querySelector("h2").textContent,
    ...element.dataset,
  }));
  const words = (entry) => (entry.words ??= plain(entry.element.textContent));

  const orders = {
    order: (a, b) => a.at - b.at,
    newest: (a, b) => (b.date || "").localeCompare(a.date || "") || a.at - b.at,
    oldest: (a, b) => (a.date || "9").localeCompare(b.date || "9") || a.at - b.at,
    title: (a, b) => a.title.localeCompare(b.title) || a.at - b.at,
    quotations: (a, b) => b.quotations - a.quotations || a.at - b.at,
  };
  const fits = (entry, asked) =>
    asked.words.every((word) => words(entry).includes(word)) &&
    (!asked.type || entry.type === asked.type) &&
    (!asked.language || entry.language === asked.language) &&
    (!asked.holding || Number(entry[asked.holding]) > 0) &&
    (!asked.from || (entry.date && entry.date.slice(0, 10) >= asked.from.slice(0, entry.date.length))) &&
    (!asked.until || (entry.date && entry.date.slice(0, 10) <= asked.until.slice(0, entry.date.length)));

  let sorted = "order";
  const show = () => {
    const values = Object.fromEntries(fields.map((id) => [id, field(id).value]));
    const asked = { ...values, words: plain(values.words).split(/\s+/).filter(Boolean) };
    let count = 0;
    for (const entry of entries) {
      const shown = Boolean(fits(entry, asked));
      if (entry.element.hidden === shown) entry.element.hidden = !shown;
      count += Number(shown);
    }
    if (sorted !== values.sort) {
      sorted = values.sort;
      list.append(...[...entries].sort(orders[sorted] || orders.order).map((entry) => entry.element));
    }
    const all = entries.length.toLocaleString("en");
    found.textContent = count === entries.length ? `All ${all} articles` : `${count.toLocaleString("en")} of ${all} articles`;
    none.hidden = count > 0;
    const query = new URLSearchParams(Object.entries(values).filter(([id, value]) => value && !(id === "sort" && value === "order")));
    try {
      history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    } catch {
      // A page opened from a file may not change its address in some browsers.
    }
  };

  const asked = new URLSearchParams(location.search);
  for (const id of fields) if (asked.has(id)) field(id).value = asked.get(id);
  for (const id of fields) field(id).addEventListener("input", show);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  field("all").addEventListener("click", () => {
    for (const id of fields) if (id !== "sort") field(id).value = "";
    show();
    field("words").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select")) return;
    event.preventDefault();
    field("words").focus();
  });
  show();
})();
