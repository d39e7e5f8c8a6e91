/* Sheets: on a phone the chapters and the filter rise from the bar, take the focus, and give it back. */
(function (vip) {
  "use strict";
  const narrow = matchMedia("(max-width: 59.99rem)");
  let open = null;
  let opener = null;
  let landmark = "";

  function setOutside(sheet, inert) {
    for (let element = sheet; element.parentElement; element = element.parentElement) {
      for (const sibling of element.parentElement.children) if (sibling !== element) sibling.inert = inert;
      if (element.parentElement === document.body) break;
    }
  }

  function show(sheet, from) {
    open = sheet;
    opener = from;
    sheet.dataset.open = "";
    landmark = sheet.getAttribute("role");
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
    document.body.dataset.sheet = "";
    setOutside(sheet, true);
    sheet.focus();
  }

  function close() {
    if (!open) return;
    setOutside(open, false);
    delete open.dataset.open;
    open.setAttribute("role", landmark);
    open.removeAttribute("aria-modal");
    delete document.body.dataset.sheet;
    open = null;
    opener.focus();
  }

  vip.ready(() => {
    for (const link of document.querySelectorAll("[data-vip-opens]")) {
      const sheet = document.getElementById(link.dataset.vipOpens);
      const button = document.createElement("button");
      button.type = "button";
      button.className = link.className;
      button.setAttribute("aria-haspopup", "dialog");
      button.append(...link.childNodes);
      button.addEventListener("click", () => show(sheet, button));
      link.replaceWith(button);
      const bar = document.createElement("p");
      bar.className = "vip-sheet__close";
      const closer = Object.assign(document.createElement("button"), { type: "button", className: "vip-button vip-button--quiet", textContent: "Stäng" });
      closer.addEventListener("click", close);
      bar.append(closer);
      sheet.prepend(bar);
    }
    for (const button of document.querySelectorAll("[data-vip-close]")) {
      button.addEventListener("click", () => {
        close();
        document.querySelector("[data-vip-status]")?.scrollIntoView();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    document.addEventListener("click", (event) => {
      if (open && !open.contains(event.target) && event.target !== opener && !opener.contains(event.target)) close();
    });
    narrow.addEventListener("change", close);
  });
})((globalThis.vip = globalThis.vip || {}));
