"use strict";
// Sending changes, and taking them back. The page is loaded anew after each, so that it shows what the file holds.
const annotateChanges = (() => {
  const state = JSON.parse(document.getElementById("state").textContent);
  const alert = document.getElementById("alert");
  const panels = document.getElementById("panels");
  const KEPT = `annotate-kept:${state.name}`;
  const STACK = `annotate-stack:${state.name}`;
  const MOST = 100;

  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };
  // What can be taken back, as long as nobody else changed the file: an earlier state would take back theirs too.
  const found = read(STACK);
  const stack = found?.version === state.version ? found : { undo: [], redo: [] };
  const findings = ({ article, provenance, schema_version, ...rest }) => rest;
  const keep = (version) => {
    const kept = { undo: stack.undo.slice(-MOST), redo: stack.redo.slice(-MOST), version };
    while (!write(STACK, kept) && kept.undo.length) kept.undo.shift();
  };

  const warn = (message, action) => {
    const words = document.createElement("p");
    words.textContent = message;
    alert.replaceChildren(words);
    if (action) alert.append(action);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => alert.replaceChildren());
    alert.append(close);
  };
  const conflict = () => {
    const load = document.createElement("button");
    load.type = "button";
    load.textContent = "Load what is there now";
    load.addEventListener("click", () => location.reload());
    warn("Another tab or person changed this article in the meantime. Your change was not saved, and nothing of theirs was lost.", load);
    load.focus();
  };

  let busy = false;
  const ask = async (change) => {
    const response = await fetch(`/api/${encodeURIComponent(state.name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ version: state.version, change }),
    });
    return [response.status, await response.json().catch(() => ({ error: `the server answered ${response.status}` }))];
  };
  const go = (id, said, where) => {
    // The address names a finding by an id that may have changed; the kept one takes its place.
    history.replaceState(null, "", location.pathname);
    const focus = document.activeElement?.dataset?.field || "";
    if (where) return location.assign(where);
    write(KEPT, { id, said, focus, y: scrollY, beside: panels.scrollTop });
    return location.reload();
  };
  const send = async (change, { said = "Saved", after = null, stacked = null } = {}) => {
    if (busy) return;
    busy = true;
    document.body.classList.add("saving");
    try {
      const [status, answer] = await ask(change);
      if (status === 409) return void conflict();
      if (status !== 200) return void warn(`Not saved: ${answer.error}`);
      if (stacked) stacked();
      else {
        stack.undo.push(findings(state.annotation));
        stack.redo.length = 0;
      }
      keep(answer.version);
      go(answer.id, said, after);
    } catch {
      warn("Not saved: the server does not answer. Is “annotate review” still running?");
    } finally {
      busy = false;
      document.body.classList.remove("saving");
    }
  };
  const back = (from, to, said) => {
    const annotation = stack[from].at(-1);
    if (!annotation) return annotateView.say(`Nothing to ${from}`);
    const stacked = () => {
      stack[from].pop();
      stack[to].push(findings(state.annotation));
    };
    return send({ do: "restore", annotation }, { said, stacked });
  };

  const kept = read(KEPT);
  history.scrollRestoration = "manual";
  addEventListener("load", () => {
    if (!kept) return;
    try {
      sessionStorage.removeItem(KEPT);
    } catch {
      // Then it is shown once more.
    }
    if (kept.id) annotateView.select(kept.id);
    scrollTo({ top: kept.y, behavior: "instant" });
    panels.scrollTop = kept.beside;
    if (kept.focus) document.querySelector(`#editor [data-field="${CSS.escape(kept.focus)}"]`)?.focus({ preventScroll: true });
    annotateView.say(kept.said);
  });

  return {
    state,
    send,
    undo: () => back("undo", "redo", "Undone"),
    redo: () => back("redo", "undo", "Done again"),
    can: { undo: stack.undo.length > 0, redo: stack.redo.length > 0 },
    warn,
  };
})();
