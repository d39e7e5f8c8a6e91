/* The search field of every page: suggestions while the reader types, by the combobox pattern. "/" leads to the field. */
(function (vip) {
  "use strict";
  const MOST = 7;

  class Finder {
    constructor(input) {
      this.input = input;
      this.form = input.form;
      this.active = -1;
      this.links = [];
      this.list = document.createElement("ul");
      Object.assign(this.list, { id: "vip--forslag", className: "vip-suggestions", hidden: true, role: "listbox", ariaLabel: "Förslag" });
      this.said = document.createElement("p");
      Object.assign(this.said, { className: "vip-hidden", role: "status" });
      this.form.append(this.list, this.said);
      for (const [name, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      })) input.setAttribute(name, value);
      input.addEventListener("focus", () => vip.loadSearch().catch(() => {}));
      input.addEventListener("input", () => this.suggest());
      input.addEventListener("keydown", (event) => this.key(event));
      document.addEventListener("pointerdown", (event) => {
        if (!this.form.contains(event.target)) this.close();
      });
      this.form.addEventListener("focusout", (event) => {
        if (!this.form.contains(event.relatedTarget)) this.close();
      });
      if (document.activeElement === input) this.suggest(); // of what was typed before this was there to hear of it
    }

    async suggest() {
      const query = this.input.value;
      const search = query.trim() ? await vip.loadSearch().catch(() => null) : null;
      if (query !== this.input.value) return;
      const { selection, facets } = vip.filter || { selection: {}, facets: {} };
      this.show(search ? search.suggest(query, MOST) : [], search, selection, facets);
    }

    show(hits, search, selection, facets) {
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
      this.links = hits.map((hit) => vip.hits.addressOf(hit, selection, facets));
      this.list.replaceChildren(
        ...hits.map((hit, place) => {
          const option = document.createElement("li");
          Object.assign(option, { id: `vip--forslag-${place}`, className: "vip-suggestions__item", role: "option", ariaSelected: "false" });
          const title = document.createElement("span");
          title.append(...vip.hits.marked(hit.document.title, vip.marker(hit.words, search)(hit.document.title)));
          const where = document.createElement("span");
          where.className = "vip-results__where";
          where.textContent = `${hit.document.program} › ${hit.document.chapter}`;
          option.append(title, where);
          option.addEventListener("pointerdown", (event) => event.preventDefault());
          option.addEventListener("click", () => location.assign(this.links[place]));
          return option;
        }),
      );
      this.list.hidden = hits.length === 0;
      this.input.setAttribute("aria-expanded", String(hits.length > 0));
      this.said.textContent = this.input.value.trim() ? `${hits.length} förslag` : "";
    }

    close() {
      if (!this.list.hidden) this.show([], null, {}, {});
    }

    key(event) {
      const last = this.links.length - 1;
      if (event.key === "ArrowDown" && last >= 0) this.move(this.active >= last ? 0 : this.active + 1);
      else if (event.key === "ArrowUp" && last >= 0) this.move(this.active <= 0 ? last : this.active - 1);
      else if (event.key === "Escape" && !this.list.hidden) this.close();
      else if (event.key === "Enter" && this.active >= 0) location.assign(this.links[this.active]);
      else return;
      event.preventDefault();
    }

    move(place) {
      this.active = place;
      [...this.list.children].forEach((option, number) => (option.ariaSelected = String(number === place)));
      this.input.setAttribute("aria-activedescendant", `vip--forslag-${place}`);
      this.list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  /* At once: nobody is to press "/" in vain, or to see the page that leads on. */
  const input = document.querySelector("[data-vip-find-input]");
  const old = document.querySelector("[data-vip-old-search]");
  if (old) redirect(old);
  document.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
    event.preventDefault();
    (document.querySelector("[data-vip-search]") || input)?.focus();
  });

  vip.ready(() => {
    if (input) new Finder(input);
  });

  /** Lead the old search address, ?query=…&programId=…, to the search. */
  function redirect(link) {
    const given = new URLSearchParams(location.search);
    const address = new URL(link.href);
    if (given.get("query")) address.searchParams.set("q", given.get("query"));
    if (given.get("programId")) address.searchParams.set("program", given.get("programId"));
    location.replace(vip.addresses.openable(address.href));
  }
})((globalThis.vip = globalThis.vip || {}));
