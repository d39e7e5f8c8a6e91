/* The selection lives in the address and follows the reader through every link of the site. */
(function (vip) {
  "use strict";

  /** Put the selection into every link to a page of the site, and make links open from a disk. */
  function carry(selection, facets) {
    const root = new URL(document.body.dataset.root, location.href).href;
    for (const link of document.querySelectorAll("a[href]")) {
      const written = link.getAttribute("href");
      if (written.startsWith("#") || !vip.addresses.isPage(link.href, root)) continue;
      link.href = vip.addresses.openable(vip.addresses.withSelection(link.href, selection, facets));
    }
  }

  vip.carry = carry;
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("[data-vip-filter]")) carry({}, {});
  });
})((globalThis.vip = globalThis.vip || {}));
