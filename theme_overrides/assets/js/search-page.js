/* The search page: ranked hits within the reader's filters, what lies outside them one click away, help when nothing is found. */
(function (vip) {
  "use strict";
  const AT_ONCE = 30;

  class SearchPage {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("[data-vip-search]");
      this.program = form.querySelector("[data-vip-program]");
      this.list = document.querySelector("[data-vip-results]");
      this.help = document.querySelector("[data-vip-search-help]");
      this.status = document.querySelector("[data-vip-search-status]");
      this.more = document.querySelector("[data-vip-more]");
      this.hits = [];
      this.most = AT_ONCE;
      this.input.addEventListener("input", () => this.search());
      this.program.addEventListener("change", () => this.keep());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.keep();
      });
      this.more.addEventListener("click", () => {
        const first = this.list.children.length;
        this.most += AT_ONCE;
        this.render();
        this.list.children[first]?.querySelector("a").focus();
      });
      addEventListener("popstate", () => this.readAddress());
      vip.filter.form.addEventListener("vip-filtered", () => this.render());
      this.readAddress();
    }

    readAddress() {
      const address = new URLSearchParams(location.search);
      this.input.value = address.get("q") || "";
      const program = address.get("program") || "";
      this.program.value = [...this.program.options].some((option) => option.value === program) ? program : "";
      this.search();
    }

    /** Put what is searched for into the address, so that it can be shared, and search. */
    keep() {
      const address = new URL(location.href);
      for (const [name, value] of [["q", this.input.value.trim()], ["program", this.program.value]]) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      if (address.href !== location.href) history.pushState(null, "", address);
      this.search();
    }

    async search() {
      const query = this.input.value.trim();
      this.most = AT_ONCE;
      if (!query) {
        this.hits = [];
        this.status.textContent = "";
        vip.filter.setItems(null);
        return;
      }
      if (!this.engine) this.status.textContent = "Söker …";
      try {
        this.engine = await vip.loadSearch();
      } catch {
        this.status.textContent = "Sökregistret gick inte att läsa. Ladda om sidan och försök igen.";
        return;
      }
      if (this.input.value.trim() !== query) return;
      this.query = query;
      this.hits = this.engine.find(query, this.program.value ? { program: [this.program.value] } : {});
      const articles = this.hits.filter((hit) => hit.document.kind === "artikel");
      vip.filter.setItems(articles.map(({ document: { ref, facets, always } }) => ({ key: ref, audience: facets, always: Boolean(always), elements: [] })));
    }

    render() {
      if (!this.engine || !this.input.value.trim()) {
        this.list.replaceChildren();
        this.help.replaceChildren();
        this.more.hidden = true;
        return;
      }
      const { selection, showHidden } = vip.filter;
      const fits = ({ document }) => vip.selection.shows({ audience: document.facets, always: document.always }, selection);
      const articles = this.hits.filter((hit) => hit.document.kind === "artikel");
      const within = articles.filter(fits);
      const others = this.hits.filter((hit) => hit.document.kind !== "artikel");
      if (showHidden) this.most = Math.max(this.most, within.length + AT_ONCE);
      const shown = [...within, ...(showHidden ? articles.filter((hit) => !fits(hit)) : []), ...others];
      this.list.replaceChildren(...shown.slice(0, this.most).map((hit) => this.item(hit, selection)));
      this.more.hidden = shown.length <= this.most;
      const found = `${within.length} ${within.length === 1 ? "artikel" : "artiklar"}`;
      this.status.textContent = articles.length + others.length ? `${found} på ”${this.query}”` : `Inga träffar på ”${this.query}”`;
      this.offerHelp(articles.length + others.length, shown.length);
    }

    item(hit, selection) {
      const { document: found, words } = hit;
      const find = vip.marker(words, this.engine);
      const item = document.createElement("li");
      item.className = "vip-item";
      const link = document.createElement("a");
      link.className = "vip-item__title";
      link.href = vip.hits.addressOf(hit, selection, vip.filter.facets);
      link.append(...vip.hits.marked(found.title, find(found.title)));
      const where = document.createElement("p");
      where.className = "vip-results__where";
      where.textContent = found.kind === "artikel" ? `${found.program} › ${found.chapter}` : { sida: "Sida", nyhet: "Nyhet", term: "Ordlista" }[found.kind] || "Sida";
      const lead = document.createElement("p");
      lead.append(...vip.hits.marked(found.description, find(found.description)));
      item.append(link, where, lead);
      return item;
    }

    /** Offer the next step when there is little or nothing to read. */
    offerHelp(found, shown) {
      const corrected = found < 3 ? this.engine.spelling(this.query) : null;
      const parts = [];
      if (corrected) {
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "vip-button vip-button--quiet", textContent: corrected });
        button.addEventListener("click", () => {
          this.input.value = corrected;
          this.keep();
          this.input.focus();
        });
        const line = document.createElement("p");
        line.append("Menade du ", button);
        parts.push(line);
      }
      if (!shown) {
        const line = document.createElement("p");
        line.textContent = found ? "Alla träffar ligger utanför dina filter." : "Pröva ett annat ord eller färre ord. Du kan också bläddra:";
        parts.push(line);
        if (!found) parts.push(document.querySelector("[data-vip-browse]").content.cloneNode(true));
      }
      this.help.replaceChildren(...parts);
    }
  }

  const form = document.querySelector("[data-vip-search-form]");
  if (form) new SearchPage(form);
})((globalThis.vip = globalThis.vip || {}));
