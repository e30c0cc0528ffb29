// Copies the sentences for the press; without a script they are selected and copied as any text.
(() => {
  "use strict";

  const selected = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };

  // Gives whether it was copied; what was not stays selected, for the keyboard.
  const copy = async (text) => {
    selected(text);
    try {
      await navigator.clipboard.writeText(text.innerText.trim());
      return true;
    } catch {
      // A page that is not served over TLS has no clipboard, and a browser may refuse it: copy what is selected.
      return document.execCommand("copy");
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-copy]")) {
      place.hidden = false;
      place.querySelector("button").addEventListener("click", async () => {
        const copied = await copy(document.getElementById(place.dataset.copy));
        place.querySelector("[role=status]").textContent = copied ? place.dataset.copied : "";
      });
    }
  });
})();
