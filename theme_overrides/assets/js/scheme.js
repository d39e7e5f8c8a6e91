/* Light or dark: the reader's system decides, until the reader does. Only that choice is stored. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.dataset.js = "";
  const name = "vip-utseende";

  function stored() {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.scheme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-vip-scheme]");
    if (!button) return;
    const label = button.querySelector("[data-vip-scheme-label]");
    const isDark = () => (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const nameButton = () => (label.textContent = isDark() ? "Byt till ljust utseende" : "Byt till mörkt utseende");
    nameButton();
    button.addEventListener("click", () => {
      root.dataset.scheme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem(name, root.dataset.scheme);
      } catch {
        /* A browser that stores nothing still changes this page. */
      }
      nameButton();
    });
  });
})();
