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

  const copy = async (text) => {
    // A page that is not served over TLS has no clipboard: what is selected is copied, and stays selected to see.
    selected(text);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text.innerText.trim());
    } else {
      document.execCommand("copy");
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-copy]")) {
      place.hidden = false;
      place.querySelector("button").addEventListener("click", async () => {
        await copy(document.getElementById(place.dataset.copy));
        place.querySelector("[role=status]").textContent = place.dataset.copied;
      });
    }
  });
})();
