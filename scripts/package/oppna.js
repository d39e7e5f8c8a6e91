/* Leads on to the site. The script lies among its files, so nothing happens where they have not been unpacked. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => location.replace(document.querySelector("[data-vip-open]").href));
})();
