/* On paper a link shows where it leads: its address where the site is published, also from a mirror or a disk. */
(function () {
  "use strict";

  addEventListener("beforeprint", () => {
    const canonical = document.querySelector("link[rel=canonical]");
    if (!canonical) return;
    const root = new URL(document.body.dataset.root, location.href).href;
    const published = new URL(document.body.dataset.root, canonical.href).href;
    for (const link of document.querySelectorAll(".vip-text a[href], .vip-item__title")) {
      if (link.getAttribute("href").startsWith("#") || link.matches("[data-vip-term]")) continue;
      const [address] = link.href.replace("index.html", "").split("?");
      const anchor = new URL(link.href).hash;
      if (address.startsWith(root)) link.dataset.vipAddress = published + address.slice(root.length).replace(/#.*$/, "") + anchor;
    }
  });
})();
