/* An old anchor in the address: of an article that has moved to another page, or that has another anchor now. */
(function (vip) {
  "use strict";
  function lead() {
    const target = document.getElementById(vip.addresses.anchor(location.hash));
    if (!target) return;
    const moved = target.querySelector("a[data-vip-moved-to]");
    if (moved) {
      const address = new URL(vip.addresses.openable(moved.href));
      if (location.search) address.search = location.search;
      location.replace(address.href);
    } else if (target.matches("[data-vip-former]")) {
      location.replace(`#${target.closest(".vip-article").id}`);
    }
  }
  document.addEventListener("DOMContentLoaded", lead);
  addEventListener("hashchange", lead);
})((globalThis.vip = globalThis.vip || {}));
