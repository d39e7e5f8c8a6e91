/* Hundreds of items are laid out a few groups at a time, since all at once would keep the browser from answering for a while. */
(function (vip) {
  "use strict";
  const A_FEW = 4; // groups

  vip.ready(() => {
    const waiting = [...document.querySelectorAll("[data-vip-many] .vip-listing__group")];
    const some = () => {
      for (const group of waiting.splice(0, A_FEW)) group.toggleAttribute("data-vip-laid-out", true);
      if (waiting.length) requestAnimationFrame(() => setTimeout(some));
    };
    some();
  });
})((globalThis.vip = globalThis.vip || {}));
