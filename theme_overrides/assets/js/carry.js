/* The selection lives in the address and follows the reader through every link of the site that has none of its own. */
(function (vip) {
  "use strict";
  let carried = { selection: {}, facets: {}, query: "" };
  const parts = new WeakMap();
  const AT_ONCE = 150;

  /** Take a link apart once: `null` when it leads off the site, else what stands before and after its query. */
  function partsOf(link, root) {
    if (!parts.has(link)) {
      const written = link.getAttribute("href");
      const stays = written && !written.startsWith("#") && vip.addresses.isPage(link.href, root);
      const address = stays && new URL(vip.addresses.openable(link.href));
      parts.set(link, stays ? { before: address.href.slice(0, address.href.length - address.search.length - address.hash.length), query: address.search, hash: address.hash, isOwn: "vipOwnSelection" in link.dataset } : null);
    }
    return parts.get(link);
  }

  /** Put the selection into one link, if it leads to a page of the site, and make it open from a disk. */
  function carryInLink(link, root) {
    if (!carried.query && !link.search && !parts.has(link) && location.protocol !== "file:") return; // as it was written
    const own = partsOf(link, root);
    if (!own) return;
    const query = own.isOwn ? own.query : own.query ? vip.selection.write(carried.selection, own.query, carried.facets) : carried.query;
    const wanted = own.before + query + own.hash;
    if (link.href !== wanted) link.href = wanted;
  }

  function rootOf() {
    return vip.addresses.folder(document.body.dataset.root, location.href);
  }

  /** Put the selection into the first links at once; the others get it when they are used. */
  function carry(selection, facets) {
    carried = { selection, facets, query: vip.selection.write(selection, "", facets) };
    const root = rootOf();
    const links = document.getElementsByTagName("a"); // finds as many as are asked for, not the thousands of a long page
    for (let place = 0; place < AT_ONCE && links[place]; place += 1) carryInLink(links[place], root);
  }

  /* Pointing at a link, reaching it or opening its menu comes before its use. */
  for (const event of ["pointerover", "pointerdown", "focusin", "contextmenu", "click"]) {
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
  vip.ready(() => {
    if (document.querySelector("[data-vip-filter]")) return;
    const facets = vip.selection.vocabulary(document.body.dataset.facets);
    carry(vip.selection.parse(location.search, facets).selection, facets);
  });
})((globalThis.vip = globalThis.vip || {}));
