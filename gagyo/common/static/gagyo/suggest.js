/* The list of suggestions under a field that chooses a row by its name (WAI-ARIA combobox with a listbox).
   Without this file the form is sent with the words and comes back with a list. */
"use strict";

const WAIT_MS = 150;

class Suggest {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[type=text]");
    this.asked = box.querySelector("input[name$=_asked]");
    this.list = box.querySelector("[role=listbox]");
    this.status = box.querySelector("[role=status]");
    this.select = box.querySelector("select");
    this.pk = box.querySelector("input[type=hidden]:not([name$=_asked])");
    this.active = -1;
    this.turn = 0;
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  typed() {
    if (this.pk) this.pk.value = "";
    clearTimeout(this.timer);
    if (!this.input.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const turn = ++this.turn;
    const address = new URL(this.box.dataset.suggest, location.href);
    address.searchParams.set("q", this.input.value);
    address.searchParams.set("list", this.list.id);
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || turn !== this.turn) return;
    const parsed = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
    this.list.replaceChildren(...parsed.querySelectorAll("li"));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const count = this.options.length;
    this.list.hidden = count === 0;
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.status.textContent = count ? `${count} ${this.box.dataset.found}` : this.box.dataset.nothing;
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void (this.input.value.trim() && this.ask());
      const count = this.options.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point(this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    }
  }

  point(place) {
    this.active = place;
    this.options.forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    const option = this.options[place];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (this.select) {
      this.pk = document.createElement("input");
      this.pk.type = "hidden";
      this.pk.name = this.select.name;
      this.select.replaceWith(this.pk);
      this.select = null;
    }
    this.input.value = option.dataset.label;
    this.asked.value = option.dataset.label;
    this.pk.value = option.dataset.pk;
    this.status.textContent = option.dataset.label;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.turn += 1;
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

const start = (root) => {
  for (const box of root.querySelectorAll("[data-suggest]:not([data-ready])")) {
    box.dataset.ready = "yes";
    new Suggest(box);
  }
};
document.addEventListener("DOMContentLoaded", () => start(document));
document.addEventListener("htmx:load", (event) => start(event.target));
