/* Addresses: which links stay on the site, and how they read over HTTP and from a disk. Pure. */
(function (vip) {
  "use strict";

  /** Say whether `url` is a page below `root` (both absolute), rather than a file or another place. */
  function isPage(url, root) {
    const address = new URL(url);
    const base = new URL(root);
    const inside = address.protocol === base.protocol && address.host === base.host && address.pathname.startsWith(base.pathname);
    return inside && (address.pathname.endsWith("/") || address.pathname.endsWith(".html"));
  }

  /** Return `url` as it must be opened: a disk has no server that adds index.html. */
  function openable(url) {
    const address = new URL(url);
    if (address.protocol === "file:" && address.pathname.endsWith("/")) address.pathname += "index.html";
    return address.href;
  }

  /** Return `url` with the facets of `query` in place of its own. */
  function withSelection(url, selection, facets) {
    const address = new URL(url);
    address.search = vip.selection.write(selection, address.search, facets);
    return address.href;
  }

  /** Return the address of the site's folder, seen from the page at `here`; `root` is how the page links to the start page. */
  function folder(root, here) {
    return new URL(".", new URL(root, here)).href;
  }

  /** Return the anchor of a hash, `#l%C3%A4s`, as it was written; empty when there is none, or it cannot be read. */
  function anchor(hash) {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return "";
    }
  }

  vip.addresses = { anchor, isPage, openable, withSelection, folder };
})((globalThis.vip = globalThis.vip || {}));
