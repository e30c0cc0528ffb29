/* Enhancements only: every page works without this file. */
"use strict";

/* What opens over the page closes with Escape and with a press beside it, as a menu does elsewhere. */
const FOLDS = ".menu-fold[open], .more-actions[open]";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const fold = document.querySelector(FOLDS);
  if (fold) {
    fold.open = false;
    fold.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const fold of document.querySelectorAll(FOLDS)) if (!fold.contains(event.target)) fold.open = false;
});

/* The office is switched when chosen; without this, by its button. */
document.addEventListener("change", (event) => {
  const form = event.target.closest(".office-switch");
  if (form) form.requestSubmit();
});

/* A form is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* What was wrong is read first. */
window.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".error-summary")?.focus();
});

/* A toast with good news leaves after eight seconds; one that asks for something stays. */
const leave = (toast) => {
  if (toast.matches(".tone-success, .tone-info") && !toast.querySelector("form")) setTimeout(() => toast.remove(), 8000);
};
window.addEventListener("DOMContentLoaded", () => {
  const toasts = document.getElementById("toasts");
  if (!toasts) return;
  for (const toast of toasts.children) leave(toast);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) leave(node);
  }).observe(toasts, { childList: true });
});

/* Leaving a form with changes asks first. */
window.addEventListener("beforeunload", (event) => {
  const changed = document.querySelector("form[data-guard][data-changed]:not([data-sent])");
  if (changed) event.preventDefault();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.changed = "yes";
});
