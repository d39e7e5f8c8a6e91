/* The search page: loads the index when it is first needed, and lists what is found. */
(function (vip) {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-vip-search-form]");
    const input = form.querySelector("[data-vip-search]");
    const list = document.querySelector("[data-vip-results]");
    const status = document.querySelector("[data-vip-search-status]");
    const root = new URL(document.body.dataset.root, location.href).href;
    let loading = null;

    /** Load the index as a script: a page opened from a disk may not fetch one. */
    function load() {
      loading = loading || new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = form.dataset.index;
        script.onload = () => resolve(new vip.Search(vip.searchData, lunr));
        script.onerror = () => reject(new Error("index"));
        document.head.append(script);
      });
      return loading;
    }

    function result({ document: found }) {
      const item = document.createElement("li");
      item.className = "vip-item";
      const link = document.createElement("a");
      link.className = "vip-item__title";
      link.href = vip.addresses.openable(new URL(found.url, root).href);
      link.textContent = found.title;
      const where = document.createElement("p");
      where.className = "vip-results__where";
      where.textContent = `${found.program} › ${found.chapter}`;
      const lead = document.createElement("p");
      lead.textContent = found.description;
      item.append(link, where, lead);
      return item;
    }

    async function show() {
      const query = input.value.trim();
      if (!query) {
        list.replaceChildren();
        status.textContent = "";
        return;
      }
      status.textContent = "Söker …";
      try {
        const search = await load();
        if (input.value.trim() !== query) return;
        const hits = search.find(query);
        list.replaceChildren(...hits.slice(0, 50).map(result));
        status.textContent = hits.length
          ? `${hits.length} ${hits.length === 1 ? "träff" : "träffar"} på ”${query}”`
          : `Inga träffar på ”${query}”. Pröva ett annat ord, eller färre ord.`;
      } catch {
        status.textContent = "Sökregistret gick inte att läsa. Ladda om sidan och försök igen.";
      }
    }

    input.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const address = new URL(location.href);
      address.searchParams.set("q", input.value.trim());
      history.pushState(null, "", address);
      show();
    });
    addEventListener("popstate", readAddress);
    function readAddress() {
      input.value = new URLSearchParams(location.search).get("q") || "";
      show();
    }
    readAddress();
  });
})((globalThis.vip = globalThis.vip || {}));
