/* Zoom and move a map, where scripts run; the picture, its links and its table need none of this.
   A module: a page with three maps runs it once. */

const STEP = 1.6;
const LARGEST = 12;

function prepare(frame) {
  const map = frame.querySelector("svg.map");
  if (!map || frame.dataset.ready) return;
  frame.dataset.ready = "yes";
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: 0, y: 0, scale: 1 };
  const [focusX, focusY] = map.dataset.focus.split(" ").map(Number);

  const show = () => {
    const shown = { width: width / view.scale, height: height / view.scale };
    view.x = Math.min(Math.max(view.x, 0), width - shown.width);
    view.y = Math.min(Math.max(view.y, 0), height - shown.height);
    map.setAttribute("viewBox", `${view.x} ${view.y} ${shown.width} ${shown.height}`);
    for (const dot of map.querySelectorAll(".dot")) {
      dot.dataset.r ??= dot.getAttribute("r");
      dot.setAttribute("r", dot.dataset.r / Math.sqrt(view.scale) ** 1.5);
    }
    map.classList.toggle("zoomed", view.scale > 1);
    smaller.disabled = view.scale <= 1;
    larger.disabled = view.scale >= LARGEST;
  };

  const zoom = (factor, x = view.x + width / view.scale / 2, y = view.y + height / view.scale / 2) => {
    const scale = Math.min(Math.max(view.scale * factor, 1), LARGEST);
    if (view.scale === 1 && x === focusX) {
      view.x = x - width / scale / 2;
      view.y = y - height / scale / 2;
    } else {
      view.x = x - ((x - view.x) * view.scale) / scale;
      view.y = y - ((y - view.y) * view.scale) / scale;
    }
    view.scale = scale;
    show();
  };

  /* The first step goes towards what the map is about; later ones keep the middle. */
  const closer = () => (view.scale === 1 ? zoom(STEP, focusX, focusY) : zoom(STEP));

  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "krds-btn xsmall tertiary";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const words = frame.dataset;
  const larger = button("+", words.larger, closer);
  const smaller = button("\u2212", words.smaller, () => zoom(1 / STEP));
  const bar = document.createElement("div");
  bar.className = "zoom";
  bar.append(larger, smaller);
  frame.before(bar);

  /* Dragging moves; a drag that began on a link does not open it. */
  let held = null;
  map.addEventListener("pointerdown", (event) => {
    if (view.scale > 1) held = { x: event.clientX, y: event.clientY, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    const unit = width / view.scale / map.getBoundingClientRect().width;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held.moved ||= Math.hypot(dx, dy) > 4;
    view.x -= dx * unit;
    view.y -= dy * unit;
    [held.x, held.y] = [event.clientX, event.clientY];
    show();
  });
  window.addEventListener("pointerup", () => {
    const moved = held?.moved;
    held = null;
    if (moved) map.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  });
  map.addEventListener("dragstart", (event) => event.preventDefault());

  /* The wheel scrolls the page, as everywhere; with Ctrl it zooms, as everywhere. */
  map.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = map.getBoundingClientRect();
      const unit = width / view.scale / box.width;
      zoom(
        event.deltaY < 0 ? STEP : 1 / STEP,
        view.x + (event.clientX - box.left) * unit,
        view.y + (event.clientY - box.top) * unit,
      );
    },
    { passive: false },
  );
  show();
  /* On a telephone the world is wider than the screen: what it is about comes first. */
  frame.scrollLeft = (focusX / width) * map.clientWidth - frame.clientWidth / 2;
}

const prepareAll = () => document.querySelectorAll('[data-drawing="map"]').forEach(prepare);
window.addEventListener("DOMContentLoaded", prepareAll);
document.addEventListener("htmx:load", prepareAll);
