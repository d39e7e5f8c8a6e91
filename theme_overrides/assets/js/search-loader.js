/* Loads the search when it is first used: its code, then the index. Scripts, since a page opened from a disk may fetch nothing. */
(function (vip) {
  "use strict";
  const loaded = new Map();

  function load(source) {
    if (!loaded.has(source)) {
      loaded.set(source, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = source;
        script.onload = resolve;
        script.onerror = () => reject(new Error(source));
        document.head.append(script);
      }));
    }
    return loaded.get(source);
  }

  let search = null;

  /** Return a promise that the analysis, the marker and the search class are there. */
  vip.loadSearchCode = () => load(document.body.dataset.searchCode);

  /** Return a promise of the one search of this page. */
  vip.loadSearch = () => {
    search = search || vip.loadSearchCode().then(() => load(document.body.dataset.searchIndex)).then(() => vip.Search.load(vip.searchData, globalThis.lunr));
    return search;
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-vip-search-form]")) vip.loadSearchCode();
  });
})((globalThis.vip = globalThis.vip || {}));
