/* The slides one at a time: arrows turn, Escape ends. Without this they stand below one another. */
(function () {
  "use strict";
  const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  function present(deck) {
    const slides = [...deck.querySelectorAll(".vip-slide")];
    const place = deck.querySelector("[data-vip-place]");
    const button = document.querySelector("[data-vip-show]");
    const others = [];
    for (let one = deck; one !== document.body; one = one.parentElement) {
      others.push(...[...one.parentElement.children].filter((other) => other !== one));
    }
    let current = -1;

    function turnTo(number) {
      current = Math.max(0, Math.min(slides.length - 1, number));
      slides.forEach((slide, index) => (slide.hidden = index !== current));
      place.textContent = `${current + 1} av ${slides.length}`;
    }

    function begin() {
      deck.dataset.vipSlides = "on";
      for (const other of others) other.inert = true;
      deck.tabIndex = -1;
      turnTo(0);
      deck.focus();
      deck.requestFullscreen?.().catch(() => {}); // without it the slides fill the window
    }

    function end() {
      if (current < 0) return;
      current = -1;
      deck.dataset.vipSlides = "";
      for (const other of others) other.inert = false;
      for (const slide of slides) slide.hidden = false;
      place.textContent = "";
      deck.removeAttribute("tabindex");
      const left = document.fullscreenElement ? document.exitFullscreen() : Promise.resolve();
      left.catch(() => {}).then(() => button.focus());
    }

    document.querySelector("[data-vip-start]").hidden = false;
    button.addEventListener("click", begin);
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || end());
    document.addEventListener("keydown", (event) => {
      if (current < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") end();
      else if (event.key === "Home") turnTo(0);
      else if (event.key === "End") turnTo(slides.length - 1);
      else if (event.key in STEPS) turnTo(current + STEPS[event.key]);
      else return;
      event.preventDefault();
    });
    deck.addEventListener("click", (event) => {
      if (current >= 0 && !event.target.closest("a")) turnTo(current + (event.clientX < innerWidth / 3 ? -1 : 1));
    });
    addEventListener("beforeprint", end);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const deck = document.querySelector("[data-vip-slides]");
    if (deck) present(deck);
  });
})();
