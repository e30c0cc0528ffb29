// Meetings of a draft are moved in the grid, by drag and by keyboard; what a move does is told before it is made.
// Without this file the form below the grid does the same.
(() => {
  "use strict";
  const WAIT_MS = 120;
  const root = document.getElementById("grid");
  if (!root?.dataset.try) return;
  const form = document.getElementById("grid-move");
  const pinForm = document.getElementById("grid-pin");
  const said = document.getElementById("grid-said");
  const grids = [...root.querySelectorAll(".time-grid")].map((table) =>
    [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td[data-at]")]),
  );
  let carried = null;
  let target = null;
  let turn = 0;
  let timer = 0;

  const chipIn = (place) => place.querySelector(".grid-cell");
  const nameOf = (chip) => [...chip.childNodes].find((node) => node.nodeType === 3)?.textContent.trim() ?? "";

  const say = (...parts) => {
    said.replaceChildren(
      ...parts.map((part) => {
        if (typeof part !== "string") return part;
        const line = document.createElement("p");
        line.textContent = part;
        return line;
      }),
    );
  };

  // What the form sends for a meeting put at a place: whatever is there already changes places with it.
  const wanted = (place) => {
    const other = chipIn(place)?.dataset.meeting ?? "";
    if (other === carried.meeting) return null;
    const isHere = place.dataset.at === carried.place.dataset.at && place.dataset.table === carried.place.dataset.table;
    if (!other && isHere) return null;
    return other
      ? { meeting: carried.meeting, slot: "", table: "", swap: other }
      : { meeting: carried.meeting, slot: place.dataset.at, table: place.dataset.table, swap: "" };
  };

  const ask = (place) => {
    clearTimeout(timer);
    const mine = ++turn;
    const values = wanted(place);
    const other = chipIn(place);
    const title = `${place.dataset.name}: ${other ? nameOf(other) : root.dataset.free}`;
    target = { place, values, fits: null };
    if (!values) return say(title, root.dataset.same);
    say(title);
    timer = setTimeout(async () => {
      let answer = null;
      try {
        answer = await fetch(`${root.dataset.try}?${new URLSearchParams(values)}`, { headers: { Accept: "text/html" } });
      } catch {
        // The line is gone: what follows says so.
      }
      if (mine !== turn) return;
      if (!answer?.ok) return say(title, root.dataset.failed);
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      const effects = parsed.querySelector(".effects");
      if (mine !== turn || !effects) return;
      target.fits = effects.dataset.fits === "yes";
      say(title, document.adoptNode(effects));
    }, WAIT_MS);
  };

  const pickUp = (place) => {
    const chip = chipIn(place);
    carried = { chip, place, meeting: chip.dataset.meeting, name: nameOf(chip) };
    for (const each of root.querySelectorAll(`[data-meeting="${carried.meeting}"]`)) each.classList.add("is-carried");
  };

  const letGo = () => {
    clearTimeout(timer);
    turn += 1;
    for (const each of root.querySelectorAll(".is-carried")) each.classList.remove("is-carried");
    for (const each of root.querySelectorAll(".is-target")) each.classList.remove("is-target");
    carried = target = null;
  };

  const giveUp = () => {
    const { name, place } = carried;
    letGo();
    say(root.dataset.dropped.replace("{name}", name));
    return place;
  };

  // A place that is known not to fit keeps what stands against it on the screen; the server judges the rest.
  const drop = (place) => {
    if (target?.place !== place) ask(place);
    if (target.fits === false) return false;
    const { values } = target;
    if (!values) {
      giveUp();
      return true;
    }
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    form.requestSubmit();
    return true;
  };

  const find = (place) => {
    for (const [day, rows] of grids.entries())
      for (const [line, places] of rows.entries()) {
        const at = places.indexOf(place);
        if (at >= 0) return { day, line, at };
      }
    return null;
  };

  // Past the end of a day the next one follows.
  const beside = (place, dx, dy) => {
    const { day, line, at } = find(place);
    const rows = grids[day];
    const inside = rows[line + dy]?.[at + dx];
    if (inside) return inside;
    const other = grids[day + dx + dy];
    if (!other) return place;
    const row = dx ? other[line] : other.at(dy > 0 ? 0 : -1);
    return (dx ? row?.at(dx > 0 ? 0 : -1) : row?.[at]) ?? place;
  };

  const focus = (place) => {
    for (const each of root.querySelectorAll('td[tabindex="0"]')) each.tabIndex = -1;
    place.tabIndex = 0;
    place.focus();
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const press = (key, place) => {
    if (key in ARROWS) {
      const next = beside(place, ...ARROWS[key]);
      focus(next);
      if (carried) ask(next);
    } else if (key === "Escape" && carried) {
      focus(giveUp());
    } else if ((key === "Enter" || key === " ") && carried) {
      drop(place);
    } else if ((key === "Enter" || key === " ") && chipIn(place)) {
      pickUp(place);
      say(root.dataset.picked.replace("{name}", carried.name));
    } else if (key.toLowerCase() === "p" && !carried && chipIn(place)) {
      pinForm.elements.meeting.value = chipIn(place).dataset.meeting;
      pinForm.requestSubmit();
    } else {
      return false;
    }
    return true;
  };

  root.addEventListener("keydown", (event) => {
    const isPlace = event.target instanceof Element && event.target.matches("td[data-at]");
    if (!isPlace || event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event.key, event.target)) event.preventDefault();
  });

  root.addEventListener("dragstart", (event) => {
    const place = event.target instanceof Element ? event.target.closest("td[data-at]") : null;
    if (!place || !chipIn(place)) return;
    if (carried) letGo();
    pickUp(place);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried.name);
  });

  root.addEventListener("dragover", (event) => {
    const place = carried && event.target instanceof Element ? event.target.closest("td[data-at]") : null;
    if (!place) return;
    event.preventDefault();
    if (target?.place === place) return;
    for (const each of root.querySelectorAll(".is-target")) each.classList.remove("is-target");
    place.classList.add("is-target");
    ask(place);
  });

  root.addEventListener("drop", (event) => {
    const place = carried && event.target instanceof Element ? event.target.closest("td[data-at]") : null;
    if (!place) return;
    event.preventDefault();
    drop(place);
  });

  root.addEventListener("dragend", () => {
    if (carried) letGo();
  });

  for (const table of root.querySelectorAll(".time-grid")) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-describedby", "grid-help");
  }
  for (const place of root.querySelectorAll("td[data-at]")) {
    place.tabIndex = -1;
    const chip = chipIn(place);
    if (chip) chip.draggable = true;
  }
  document.getElementById("grid-help").hidden = false;
  const moved = /^#meeting-(\d+)$/.exec(location.hash);
  const last = moved && root.querySelector(`[data-meeting="${moved[1]}"]`)?.closest("td");
  const first = last ?? root.querySelector(".grid-cell")?.closest("td") ?? root.querySelector("td[data-at]");
  if (first) first.tabIndex = 0;
  if (last) focus(last);
})();
