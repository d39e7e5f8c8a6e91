/* Explained terms: what the glossary says, beside the word, on pointing at it or reaching it with the keyboard. */
(function () {
  "use strict";
  let tip = null;
  let shownFor = null;
  let leaving = 0; // a moment to move the pointer from the word onto the tooltip

  function hide() {
    if (!tip) return;
    shownFor.removeAttribute("aria-describedby");
    tip.remove();
    tip = shownFor = null;
  }

  function show(term) {
    if (shownFor === term) return;
    hide();
    tip = document.createElement("span");
    tip.className = "vip-tip";
    tip.id = "vip--tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = term.dataset.vipTerm;
    document.body.append(tip);
    shownFor = term;
    term.setAttribute("aria-describedby", tip.id);
    const place = term.getBoundingClientRect();
    const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 16);
    const below = place.bottom + tip.offsetHeight + 8 < innerHeight;
    const top = below ? place.bottom + 4 : place.top - tip.offsetHeight - 4;
    Object.assign(tip.style, { left: `${Math.max(16, left) + scrollX}px`, top: `${top + scrollY}px` });
  }

  document.addEventListener("focusin", ({ target }) => (target.matches("[data-vip-term]") ? show(target) : hide()));
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const term = target.closest("[data-vip-term]");
    clearTimeout(leaving);
    if (term) show(term);
    else if (tip && !target.closest(".vip-tip") && document.activeElement !== shownFor) leaving = setTimeout(hide, 300);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
