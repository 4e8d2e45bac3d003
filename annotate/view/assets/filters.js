// Layers on and off, and the least confidence that is shown.
(() => {
  const { text, panels, say } = annotateView;
  const slider = document.getElementById("least");
  const output = slider.nextElementSibling;
  const boxes = [...document.querySelectorAll('input[name="layer"]')];

  const layers = () => {
    for (const box of boxes) text.classList.toggle(`without-${box.value}`, !box.checked);
    document.dispatchEvent(new Event("annotate:layout"));
  };
  for (const box of boxes) box.addEventListener("change", layers);

  const sure = [...text.querySelectorAll("[data-c]")].map((mark) => [mark, Number(mark.dataset.c)]);
  const listed = [...panels.querySelectorAll("[data-c]")].map((entry) => [entry, Number(entry.dataset.c)]);
  const findings = new Map([...sure, ...listed].map(([element, percent]) => [element.dataset.id, percent]));
  const filter = () => {
    const least = Number(slider.value);
    output.textContent = `${least} %`;
    for (const [mark, percent] of sure) mark.classList.toggle("off", percent < least);
    for (const [entry, percent] of listed) entry.hidden = percent < least;
    const shown = [...findings.values()].filter((percent) => percent >= least).length;
    say(`${shown} of ${findings.size} findings shown`);
    document.dispatchEvent(new Event("annotate:layout"));
  };
  slider.addEventListener("input", filter);
  // A browser may bring back the values of before when a page is loaded again.
  layers();
  if (slider.value !== "0") filter();

  // What somebody links to is shown, whatever the slider says.
  document.addEventListener("annotate:select", (event) => {
    if (event.detail && findings.get(event.detail) < Number(slider.value)) {
      slider.value = "0";
      filter();
    }
  });

  // All layers off, and back as they were.
  let kept = null;
  annotateView.bare = () => {
    if (kept) boxes.forEach((box, at) => (box.checked = kept[at]));
    else boxes.forEach((box) => !box.disabled && (box.checked = false));
    kept = kept ? null : boxes.map((box) => box.defaultChecked);
    layers();
  };
})();
