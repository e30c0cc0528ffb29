// Stops of a programme are dragged to another place or day. Everything works without: each stop has its buttons.
(() => {
  "use strict";
  let dragged = null;

  const clear = () => {
    for (const each of document.querySelectorAll(".is-target, .is-above")) each.classList.remove("is-target", "is-above");
  };

  // The stop under which the dragged one would come to stand: the last whose middle lies above the pointer.
  const above = (day, y) => {
    let found = null;
    for (const stop of day.querySelectorAll(".programme-stop")) {
      const box = stop.getBoundingClientRect();
      if (stop !== dragged && box.top + box.height / 2 < y) found = stop;
    }
    return found;
  };

  const prepare = () => {
    for (const stop of document.querySelectorAll("#programme .programme-stop")) {
      if (stop.querySelector(".programme-move")) stop.draggable = true;
    }
  };

  document.addEventListener("dragstart", (event) => {
    const stop = event.target instanceof Element ? event.target.closest("#programme .programme-stop[draggable]") : null;
    if (!stop) return;
    dragged = stop;
    stop.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", stop.dataset.stop);
  });

  document.addEventListener("dragover", (event) => {
    const day = dragged && event.target instanceof Element ? event.target.closest("#programme .programme-day") : null;
    if (!day) return;
    event.preventDefault();
    clear();
    day.classList.add("is-target");
    above(day, event.clientY)?.classList.add("is-above");
  });

  document.addEventListener("drop", (event) => {
    const day = dragged && event.target instanceof Element ? event.target.closest("#programme .programme-day") : null;
    if (!day) return;
    event.preventDefault();
    const form = dragged.querySelector(".programme-move");
    form.elements.day.value = day.dataset.day;
    form.elements.after.value = above(day, event.clientY)?.dataset.stop ?? "";
    clear();
    form.requestSubmit();
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });

  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
})();
