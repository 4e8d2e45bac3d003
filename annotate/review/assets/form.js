"use strict";
// The form of a finding: its fields, its parts, and what can be done with it. Everything is put in as text.
const annotateForm = (() => {
  const { state, send } = annotateChanges;
  const { annotation, choices } = state;
  const NAMES = { q: "Quotation", p: "Participant", e: "Event", s: "Proposals", g: "Pillars" };

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(name, value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== null) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  };
  const isolated = (words) => make("bdi", {}, words);
  const button = (words, click, attributes = {}) => make("button", { type: "button", class: "do", click, ...attributes }, ...[words].flat());
  const key = (name) => make("kbd", {}, name);

  const finding = (id) =>
    [annotation.event, ...annotation.related_events, ...annotation.participants, ...annotation.quotations, ...annotation.proposals, ...annotation.pillars].find(
      (one) => one?.id === id,
    );
  const person = (id) => annotation.participants.find((one) => one.id === id)?.name ?? id;

  const field = (label, control) => make("label", { class: "field" }, make("span", {}, label), control);
  const set = (id, name, value) => send({ do: "set", id, field: name, value }, { said: `Set ${name.replace("_", " ")}` });
  const options = (values, chosen) =>
    values.map(([value, words]) => {
      const made = make("option", { value }, words);
      made.selected = value === (chosen ?? "");
      return made;
    });
  const choice = (id, name, values, chosen) =>
    make("select", { "data-field": name, change: (event) => set(id, name, event.target.value || null) }, ...options(values, chosen));
  const plain = (values) => values.map((value) => [value, value]);
  const people = (except = []) => annotation.participants.filter((one) => !except.includes(one.id)).map((one) => [one.id, one.name]);
  const words = (id, name, value, { from = (entered) => entered.trim() || null, ...attributes } = {}) =>
    make("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      value: value ?? "",
      "data-field": name,
      ...attributes,
      change: (event) => set(id, name, from(event.target.value)),
      keydown: (event) => event.key === "Escape" && ((event.target.value = value ?? ""), event.target.blur(), event.stopPropagation()),
    });
  const number = (id, value) =>
    make("input", {
      type: "number",
      min: "1",
      value: value ?? "",
      "data-field": "declared_count",
      change: (event) => set(id, "declared_count", event.target.value === "" ? null : Number(event.target.value)),
    });
  const several = (id, name, label, ids) =>
    make(
      "div",
      { class: "field", role: "group", "aria-label": label },
      make("span", {}, label),
      make(
        "div",
        { class: "chips" },
        ...ids.map((one) =>
          make(
            "span",
            { class: "chip" },
            isolated(person(one)),
            button("×", () => set(id, name, ids.filter((other) => other !== one)), { "aria-label": `Take away ${person(one)}`, class: "take" }),
          ),
        ),
        make(
          "select",
          { "data-field": name, "aria-label": `Add to: ${label}`, change: (event) => event.target.value && set(id, name, [...ids, event.target.value]) },
          make("option", { value: "" }, "add …"),
          ...options(people(ids), null).map((option) => ((option.selected = false), option)),
        ),
      ),
    );

  // The parts of a finding: [label, part, index, span]; a span of null is one that can be added.
  const one = (found, label, part) => ({ label, part, span: found[part] });
  const parts = (id) => {
    const found = finding(id);
    if (!found) return [];
    const kind = id[0];
    if (kind === "q") {
      const pieces = found.content.map((span, index) => ({ label: found.content.length > 1 ? `piece ${index + 1}` : "content", part: "content", index, span }));
      const another = { label: "another piece", part: "content", index: found.content.length, span: null };
      return [...pieces, one(found, "cue", "cue"), one(found, "source", "source"), another];
    }
    if (kind === "e") return [one(found, "name", "name"), one(found, "date", "date_text"), one(found, "place", "place")];
    if (kind === "p") return [{ label: "another mention", part: "mentions", index: found.mentions.length, span: null }];
    const items = found.items.map((item, index) => ({ label: `item ${index + 1}`, part: "items", index, span: kind === "s" ? item.content : item }));
    const another = { label: "another item", part: "items", index: items.length, span: null };
    if (kind === "g") return [one(found, "label", "label"), another, ...items];
    const markers = found.items.map((item, index) => ({ label: `marker ${index + 1}`, part: "markers", index, span: item.marker }));
    return [one(found, "label", "label"), one(found, "proposer", "proposer_text"), another, ...items, ...markers];
  };
  const put = (id, part, span) =>
    send({ do: "span", id, part: part.part, span, ...(part.index === undefined ? {} : { index: part.index }) }, { said: `${part.label} set` });
  const setter = (id, part, number_) =>
    button(["Set", ...(number_ <= 9 ? [" ", key(String(number_))] : [])], () => put(id, part, annotateSelection.span()), {
      class: "do needs",
      disabled: true,
      "aria-label": `Make the selected words the ${part.label}`,
      mousedown: (event) => event.preventDefault(),
    });
  const remover = (id, part, last) =>
    part.span && !last
      ? button("×", () => send({ do: "span", id, part: part.part, span: null, ...(part.index === undefined ? {} : { index: part.index }) }, { said: `${part.label} removed` }), {
          class: "take",
          "aria-label": `Remove the ${part.label}`,
        })
      : null;
  const row = (id, part, number_) => {
    const needed = part.part === "content" || part.part === "items";
    const last = (needed && parts(id).filter((other) => other.part === part.part && other.span).length === 1) || (id[0] === "g" && part.part === "label");
    return make(
      "li",
      { class: part.span && needed ? "part wide" : "part" },
      make("span", { class: "of" }, part.label),
      part.span ? make("span", { class: "words" }, isolated(part.span.text)) : make("span", { class: "words none" }, "none"),
      make("span", { class: "acts" }, setter(id, part, number_), remover(id, part, last)),
    );
  };
  const rows = (id) => make("ol", { class: "parts", "aria-label": "Parts" }, ...parts(id).map((part, at) => row(id, part, at + 1)));

  const mentions = (id, found) => {
    const boxes = found.mentions.map((mention, index) => make("input", { type: "checkbox", value: index, "aria-label": `Split off “${mention.text}”` }));
    const list = found.mentions.map((mention, index) =>
      make(
        "li",
        { class: "part" },
        boxes[index],
        make("span", { class: "words" }, isolated(mention.text)),
        make(
          "span",
          { class: "acts" },
          make(
            "select",
            { "aria-label": `How “${mention.text}” names it`, change: (event) => send({ do: "form", id, index, value: event.target.value }, { said: "Set form" }) },
            ...options(plain(choices.form).map(([value]) => [value, value.replace("_", " ")]), mention.form),
          ),
          button("×", () => send({ do: "span", id, part: "mentions", index, span: null }, { said: "Mention removed" }), { class: "take", "aria-label": `Remove the mention “${mention.text}”` }),
        ),
      ),
    );
    const split = button("Make the ticked ones a participant of their own", () => send({ do: "split", id, mentions: boxes.filter((box) => box.checked).map((box) => Number(box.value)) }, { said: "Split" }), { disabled: true });
    const ticked = () => {
      const count = boxes.filter((box) => box.checked).length;
      split.disabled = !count || count === boxes.length;
    };
    const shown = make("details", { class: "mentions" }, make("summary", {}, `${list.length} ${list.length === 1 ? "mention" : "mentions"}`), make("ol", { class: "parts", change: ticked }, ...list), list.length > 1 ? split : null);
    shown.open = list.length <= 8;
    return shown;
  };

  const forms = {
    q: (id, found) => [field("Kind", choice(id, "kind", plain(choices.said), found.kind)), several(id, "speakers", "Speakers", found.speakers), rows(id)],
    p: (id, found) => {
      const into = make("select", { "data-field": "into", "aria-label": "Merge into" }, make("option", { value: "" }, "choose …"), ...options(people([id]), null).map((option) => ((option.selected = false), option)));
      const merge = button("Merge", () => into.value && send({ do: "merge", id, into: into.value }, { said: `Merged into ${person(into.value)}` }));
      const alias = (entered) => entered.split(";").map((each) => each.trim()).filter(Boolean);
      return [
        field("Name", words(id, "name", found.name, { from: (entered) => entered.trim() })),
        field("Kind", choice(id, "kind", plain(choices.kind), found.kind)),
        field("Role", words(id, "role", found.role)),
        field("Also called", words(id, "aliases", found.aliases.join("; "), { from: alias, title: "Several are separated by semicolons" })),
        annotation.participants.length > 1 ? make("div", { class: "field" }, make("span", {}, "Same as"), make("span", { class: "pair" }, into, merge)) : null,
        rows(id),
        mentions(id, found),
      ];
    },
    e: (id, found) => [
      field("Type", choice(id, "type", plain(choices.type), found.type)),
      field("First day", words(id, "date", found.date, { placeholder: "2020-11-10", pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?" })),
      field("Last day", words(id, "date_end", found.date_end, { placeholder: "where there are several", pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?" })),
      field("Host", choice(id, "host", [["", "none"], ...people()], found.host)),
      several(id, "participants", "Taking part", found.participants),
      rows(id),
    ],
    s: (id, found) => [
      field("Proposer", choice(id, "proposer", [["", "none"], ...people()], found.proposer)),
      field("Count in the text", number(id, found.declared_count)),
      rows(id),
    ],
    g: (id, found) => [field("Count in the text", number(id, found.declared_count)), rows(id)],
  };

  const title = (id) => {
    const percent = Math.round(100 * finding(id).confidence);
    return [make("span", {}, NAMES[id[0]]), make("span", { class: "sure" }, `${id} · ${percent} %`)];
  };
  const accept = (id) => send({ do: "accept", id }, { said: "Accepted" });
  const reject = (id) => send({ do: "remove", id }, { said: "Rejected" });

  const draw = (id) => {
    if (!id || !finding(id)) {
      return [make("h2", {}, "Editor"), make("p", { class: "quiet" }, "Choose a finding to correct it, or select words to make one.")];
    }
    return [
      make("h2", {}, ...title(id)),
      make("p", { class: "verdict" }, button(["Accept ", key("y")], () => accept(id), { "aria-keyshortcuts": "y", class: "do yes" }), button(["Reject ", key("x")], () => reject(id), { "aria-keyshortcuts": "x", class: "do no" })),
      ...forms[id[0]](id, finding(id)),
    ].filter((each) => each !== null);
  };
  return { draw, parts, put, make, button, key, finding, accept, reject, names: NAMES };
})();
