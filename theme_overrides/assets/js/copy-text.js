/* A button after each text that is there to be copied. */
(function (vip) {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    for (const text of document.querySelectorAll("[data-vip-copy]")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "vip-button vip-button--quiet", textContent: "Kopiera texten" });
      const told = Object.assign(document.createElement("span"), { className: "vip-status" });
      told.setAttribute("role", "status");
      const row = Object.assign(document.createElement("p"), { className: "vip-copy__row" });
      row.append(button, " ", told);
      text.after(row);
      button.addEventListener("click", async () => {
        told.textContent = (await vip.copied(text)) ? "Texten är kopierad." : "Texten är markerad. Kopiera den med Ctrl+C eller Cmd+C.";
      });
    }
  });
})((globalThis.vip = globalThis.vip || {}));
