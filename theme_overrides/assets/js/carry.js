/* The selection lives in the address and follows the reader through every link of the site. */
(function (vip) {
  "use strict";
  let carried = { selection: {}, facets: {} };
  let waiting = 0;

  /** Put the selection into one link, if it leads to a page of the site, and make it open from a disk. */
  function carryInLink(link, root) {
    const written = link.getAttribute("href");
    if (!written || written.startsWith("#") || !vip.addresses.isPage(link.href, root)) return;
    const wanted = vip.addresses.openable(vip.addresses.withSelection(link.href, carried.selection, carried.facets));
    if (link.href !== wanted) link.href = wanted;
  }

  function rootOf() {
    return new URL(document.body.dataset.root, location.href).href;
  }

  /** Put the selection into every link, a few at a time so that a long page stays quick. */
  function carry(selection, facets) {
    carried = { selection, facets };
    const links = document.querySelectorAll("a[href]");
    const root = rootOf();
    let next = 0;
    clearTimeout(waiting);
    (function some() {
      const end = Math.min(next + 200, links.length);
      for (; next < end; next += 1) carryInLink(links[next], root);
      if (next < links.length) waiting = setTimeout(some);
    })();
  }

  /* A link that is used before its turn gets the selection then. */
  for (const event of ["pointerdown", "focusin", "contextmenu", "click"]) {
    document.addEventListener(event, ({ target }) => {
      const link = target.closest?.("a[href]");
      if (link) carryInLink(link, rootOf());
    }, true);
  }

  /* The search field of the page takes the selection along, and its form, too, opens from a disk. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-vip-find]")) return;
    event.preventDefault();
    const address = new URL(vip.addresses.withSelection(form.action, carried.selection, carried.facets));
    for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
    location.assign(vip.addresses.openable(address.href));
  });

  vip.carry = carry;
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("[data-vip-filter]")) carry({}, {});
  });
})((globalThis.vip = globalThis.vip || {}));
