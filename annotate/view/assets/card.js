// The card beside a quotation that is pointed at or focused: who, how, how sure; its source and cue are lit meanwhile.
(() => {
  const { text, marksOf, entriesOf } = annotateView;
  const card = document.getElementById("card");
  let hot = [];
  let pointed = null;

  const line = (words, className = "") => {
    const made = document.createElement("p");
    made.className = className;
    made.append(...words);
    return made;
  };
  const isolated = (words) => {
    const made = document.createElement("bdi");
    made.textContent = words;
    return made;
  };

  const fill = (quotation, mention) => {
    const { id } = quotation.dataset;
    const { who = "", kind = "", cue = "" } = entriesOf(id)[0]?.dataset || {};
    const percent = Number(quotation.dataset.c);
    const meter = document.createElement("meter");
    meter.max = 100;
    meter.value = percent;
    card.replaceChildren(line([isolated(who || "Source not named")], "who"));
    card.append(line([`${kind} quotation`, ...(cue ? [", cue “", isolated(cue), "”"] : [])], "small"));
    card.append(line([meter, ` ${percent} % confidence`], "small"));
    const name = mention && entriesOf(mention.dataset.id)[0]?.querySelector(".name")?.textContent.trim();
    if (name) card.append(line(["“", isolated(mention.textContent.trim()), "” is ", isolated(name)], "small"));
    card.className = [...quotation.classList].filter((c) => /^v\d$/.test(c)).join("");
  };

  const place = (quotation, event) => {
    const boxes = [...quotation.getClientRects()];
    const box = boxes.find((b) => event && event.clientY >= b.top && event.clientY <= b.bottom) || boxes[0];
    card.hidden = false;
    const left = Math.min(Math.max(box.left, 16), innerWidth - card.offsetWidth - 16);
    // Above, where there is room below the bar: whoever is quoted is mostly named after the words.
    const above = box.top - card.offsetHeight - 8;
    const room = document.querySelector(".bar").getBoundingClientRect().bottom;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(above > room ? above : box.bottom + 8) + scrollY}px`;
  };

  const hide = () => {
    card.hidden = true;
    for (const mark of hot) mark.classList.remove("hot");
    hot = [];
    pointed = null;
  };
  const show = (target, event) => {
    const quotation = target.closest?.(".mk.quotation:not(.off)");
    if (!quotation || !text.contains(quotation) || text.classList.contains("without-quotation")) return hide();
    const inner = target.closest(".mk.participant:not(.off)");
    if (pointed === target) return undefined;
    hide();
    pointed = target;
    hot = marksOf(quotation.dataset.id);
    for (const mark of hot) mark.classList.add("hot");
    fill(quotation, inner);
    return place(quotation, event);
  };

  text.addEventListener("mouseover", (event) => show(event.target, event));
  text.addEventListener("mouseleave", hide);
  text.addEventListener("focusin", (event) => show(event.target));
  text.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
