/* What begins when the page has been read: each thing in a task of its own, so that the browser can answer the reader in between, save
   what changes how the page looks, which is there before the reader is. */
(function (vip) {
  "use strict";
  vip.ready = (work, isSeen = false) => document.addEventListener("DOMContentLoaded", () => (isSeen ? work() : setTimeout(work)));
})((globalThis.vip = globalThis.vip || {}));
