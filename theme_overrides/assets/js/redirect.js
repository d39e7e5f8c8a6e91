/* A page that has moved: lead the reader on at once, with the query and the anchor they came with. */
(function (vip) {
  "use strict";
  const address = new URL(vip.addresses.openable(document.querySelector("[data-vip-redirect]").href));
  address.search = location.search;
  address.hash = location.hash;
  location.replace(address.href);
})((globalThis.vip = globalThis.vip || {}));
