/* Whether the reader comes to the top of the page: neither to an anchor nor back to where they were on it. */
(function () {
  "use strict";
  const [way] = performance.getEntriesByType("navigation");
  if (!location.hash && way?.type === "navigate") document.documentElement.dataset.vipArrives = "";
})();
