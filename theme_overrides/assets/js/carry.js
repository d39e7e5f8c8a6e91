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

  /** The search field of the page: its form, too, opens from a disk and takes the selection along. */
  function carryInForm(form) {
    form.action = vip.addresses.openable(form.action);
    for (const old of form.querySelectorAll("[data-vip-carried]")) old.remove();
    for (const [facet, values] of Object.entries(carried.selection)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: facet, value: values.join(",") });
      field.dataset.vipCarried = "";
      form.append(field);
    }
  }

  function rootOf() {
    return new URL(document.body.dataset.root, location.href).href;
  }

  /** Put the selection into every link, a few at a time so that a long page stays quick. */
  function carry(selection, facets) {
    carried = { selection, facets };
    for (const form of document.querySelectorAll("[data-vip-find]")) carryInForm(form);
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

  vip.carry = carry;
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("[data-vip-filter]")) carry({}, {});
  });
})((globalThis.vip = globalThis.vip || {}));
