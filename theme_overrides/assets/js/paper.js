/* On paper a link shows where it leads: its address where the site is published, also from a mirror or a disk. */
(function (vip) {
  "use strict";

  addEventListener("beforeprint", () => {
    for (const sources of document.querySelectorAll(".vip-sources")) sources.open = true;
    for (const day of document.querySelectorAll("[data-vip-printed-day]")) day.textContent = `Utskrivet ${new Date().toLocaleDateString("sv-SE")}. `;
    const canonical = document.querySelector("link[rel=canonical]");
    if (!canonical) return;
    const root = vip.addresses.folder(document.body.dataset.root, location.href);
    const published = vip.addresses.folder(document.body.dataset.root.replace("index.html", ""), canonical.href);
    for (const link of document.querySelectorAll(".vip-text a[href], .vip-item__title")) {
      if (link.getAttribute("href").startsWith("#") || link.matches("[data-vip-term]")) continue;
      const [address] = link.href.replace("index.html", "").split("?");
      const anchor = new URL(link.href).hash;
      if (address.startsWith(root)) link.dataset.vipAddress = published + address.slice(root.length).replace(/#.*$/, "") + anchor;
    }
  });
})((globalThis.vip = globalThis.vip || {}));
