"use strict";
// The words that are selected, as code points of the article: by the pointer, or by w and the arrow keys.
const annotateSelection = (() => {
  const { text } = annotateView;
  // As the server has it: in the page some characters that no page can hold are drawn as others, one for one.
  const whole = text.textContent;
  const words = [...whole.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{M}\p{N}]/gu)].map((found) => [
    found.index,
    found.index + found[0].length,
  ]);
  const sentences = words.flatMap(([start], at) => {
    const before = at ? whole.slice(words[at - 1][0], start) : "";
    return !at || /[.!?…]["'”’)\]]*\s+$|\n/u.test(before) ? [at] : [];
  });

  const points = (units) => {
    let count = 0;
    for (const _ of whole.slice(0, units)) count += 1;
    return count;
  };
  // A place in the tree of the page as a count of UTF-16 units of the text.
  const unitsAt = (node, offset) => {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  };
  const place = (units) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let left = units;
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.data.length) return [node, left];
      left -= node.data.length;
      last = node;
    }
    return [last, last.data.length];
  };

  // The selection as UTF-16 units, clipped to the text; null where nothing of it is selected.
  const units = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(text)) return null;
    const inside = document.createRange();
    inside.selectNodeContents(text);
    const start = range.compareBoundaryPoints(Range.START_TO_START, inside) < 0 ? 0 : unitsAt(range.startContainer, range.startOffset);
    const end = range.compareBoundaryPoints(Range.END_TO_END, inside) > 0 ? whole.length : unitsAt(range.endContainer, range.endOffset);
    return whole.slice(start, end).trim() ? [start, end] : null;
  };
  const span = () => {
    const found = units();
    return found && [points(found[0]), points(found[1])];
  };

  let anchor = null;
  let head = null;
  const select = (start, end) => {
    const range = document.createRange();
    range.setStart(...place(start));
    range.setEnd(...place(end));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const box = range.getClientRects()[0];
    if (box && (box.top < 80 || box.bottom > innerHeight - 80)) scrollBy(0, box.top - innerHeight / 2);
    annotateView.say(`Selected: ${whole.slice(start, end)}`);
  };
  const show = () => {
    const [first, last] = anchor <= head ? [anchor, head] : [head, anchor];
    select(words[first][0], words[last][1]);
  };

  const begin = (from) => {
    if (!words.length) return;
    const here = units();
    const start = here ? here[0] : from && text.contains(from) ? unitsAt(from, 0) : -1;
    let at = words.findIndex(([, end]) => end > start);
    if (start < 0) {
      // The first word that can be seen.
      at = words.findIndex(([begins]) => {
        const [node, offset] = place(begins);
        const range = document.createRange();
        range.setStart(node, offset);
        range.setEnd(...place(begins + 1));
        return range.getBoundingClientRect().top > 80;
      });
    }
    anchor = head = Math.max(at, 0);
    text.focus({ preventScroll: true });
    show();
  };
  const clamp = (at) => Math.min(Math.max(at, 0), words.length - 1);
  const steps = {
    ArrowRight: (at) => at + 1,
    ArrowLeft: (at) => at - 1,
    ArrowDown: (at) => sentences.find((first) => first > at) ?? words.length - 1,
    ArrowUp: (at) => sentences.findLast((first) => first < at) ?? 0,
  };
  // By one character, for what is not a whole word.
  const nudge = (key) => {
    const found = units();
    if (!found) return;
    const back = key === "ArrowLeft";
    const pair = (at) => (whole.codePointAt(at) > 0xffff ? 2 : 1);
    const before = (at) => (at > 1 && whole.codePointAt(at - 2) > 0xffff ? 2 : 1);
    const end = back ? found[1] - before(found[1]) : Math.min(found[1] + pair(found[1]), whole.length);
    if (end > found[0]) select(found[0], end);
  };
  text.addEventListener("keydown", (event) => {
    if (head === null || !(event.key in steps) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.altKey) return void (event.shiftKey && nudge(event.key));
    head = clamp(steps[event.key](head));
    if (!event.shiftKey) anchor = head;
    show();
  });
  const clear = () => {
    anchor = head = null;
    getSelection().removeAllRanges();
  };
  text.addEventListener("mousedown", () => (anchor = head = null));

  const box = () => getSelection().getRangeAt(0).getClientRects();
  return { span, begin, clear, box, words: () => getSelection().toString() };
})();
