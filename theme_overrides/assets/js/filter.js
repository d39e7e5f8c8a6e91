/* The filter panel: from checkboxes to address, and from address to what shows. */
(function (vip) {
  "use strict";

  class Filter {
    constructor(form) {
      this.form = form;
      this.boxes = [...form.querySelectorAll("input[type=checkbox]")];
      this.facets = {};
      for (const box of this.boxes) (this.facets[box.name] = this.facets[box.name] || []).push(box.value);
      this.labels = new Map(this.boxes.map((box) => [`${box.name}/${box.value}`, box.parentElement.querySelector(".vip-facet__label").textContent]));
      this.counters = new Map([...document.querySelectorAll("[data-vip-count]")].map((element) => [element.dataset.vipCount, element]));
      this.items = this.readItems();
      this.initial = this.chosenBoxes();
      this.showHidden = false;
      form.addEventListener("change", () => this.choose());
      form.addEventListener("submit", (event) => event.preventDefault());
      form.querySelector("[data-vip-clear]").addEventListener("click", () => this.set({}));
      for (const button of form.querySelectorAll("[data-vip-show-all]")) {
        button.addEventListener("click", () => {
          const all = button.parentElement.toggleAttribute("data-all");
          button.setAttribute("aria-expanded", String(all));
          button.textContent = all ? "Visa färre" : `Visa alla ${button.parentElement.querySelectorAll("input").length}`;
        });
      }
      const note = document.querySelector("[data-vip-show-hidden]");
      if (note) {
        note.addEventListener("click", () => {
          this.showHidden = true;
          this.apply();
          document.querySelector("[data-vip-status]").focus?.();
        });
      }
      addEventListener("popstate", () => this.readAddress());
      addEventListener("hashchange", () => this.apply());
      this.readAddress();
    }

    /** Gather the articles of the page; an article listed and shown in full is one item with two elements. */
    readItems() {
      const items = new Map();
      const chapter = document.body.dataset.chapter;
      for (const element of document.querySelectorAll("[data-vip-article], .vip-article")) {
        const key = element.dataset.vipArticle || `${chapter}#${element.id}`;
        if (!items.has(key)) {
          const audience = {};
          for (const facet of Object.keys(this.facets)) audience[facet] = (element.getAttribute(`data-${facet}`) || vip.selection.ALL).split(" ");
          items.set(key, { key, audience, always: element.hasAttribute("data-alltid"), elements: [] });
        }
        items.get(key).elements.push(element);
      }
      return [...items.values()];
    }

    chosenBoxes() {
      const selection = {};
      for (const box of this.boxes) if (box.checked) (selection[box.name] = selection[box.name] || []).push(box.value);
      return selection;
    }

    readAddress() {
      const { selection, unknown } = vip.selection.parse(location.search, this.facets);
      const named = Object.keys(this.facets).some((facet) => new URLSearchParams(location.search).has(facet));
      this.selection = named ? selection : { ...this.initial };
      this.tellUnknown(unknown);
      this.showHidden = false;
      this.apply();
    }

    choose() {
      this.set(this.chosenBoxes());
    }

    set(selection) {
      this.selection = selection;
      this.showHidden = false;
      this.tellUnknown([]);
      const query = vip.selection.write(selection, location.search, this.facets);
      history.pushState(null, "", `${location.pathname}${query}${location.hash}`);
      this.apply();
    }

    tellUnknown(unknown) {
      const note = document.querySelector("[data-vip-unknown]");
      if (!note) return;
      note.hidden = unknown.length === 0;
      note.textContent = unknown.length ? `Adressen har filterval som inte finns här och som inte används: ${unknown.join(", ")}.` : "";
    }

    apply() {
      const target = decodeURIComponent(location.hash.slice(1)).split("--")[0];
      let shown = 0;
      let pointedAt = null;
      for (const item of this.items) {
        const shows = vip.selection.shows(item, this.selection);
        const pointed = !shows && target && item.key.endsWith(`#${target}`) && item.elements.some((element) => element.id === target);
        if (shows) shown += 1;
        if (pointed) pointedAt = item;
        item.shows = shows;
        const hidden = !shows && !pointed && !this.showHidden;
        for (const element of item.elements) if (element.hidden !== hidden) element.hidden = hidden;
      }
      for (const box of this.boxes) box.checked = (this.selection[box.name] || []).includes(box.value);
      this.tellCounts();
      this.tellStatus(shown, pointedAt);
      this.tellGroups();
      this.tellChips();
      this.tellPrinted();
      vip.carry(this.selection, this.facets);
      if (pointedAt) pointedAt.elements.find((element) => element.id === target).scrollIntoView();
      this.form.dispatchEvent(new CustomEvent("vip-filtered", { bubbles: true, detail: { selection: this.selection } }));
    }

    tellCounts() {
      const counts = vip.selection.counts(this.items, this.selection, this.facets);
      for (const [facet, values] of Object.entries(counts)) {
        for (const [value, count] of Object.entries(values)) {
          const element = this.counters.get(`${facet}/${value}`);
          if (element.textContent !== String(count)) element.textContent = String(count);
          element.closest("label").toggleAttribute("data-none", count === 0);
        }
      }
    }

    tellStatus(shown, pointedAt) {
      const total = this.items.length;
      const said = `${shown} av ${total} ${total === 1 ? "artikel" : "artiklar"} visas`;
      for (const line of document.querySelectorAll("[data-vip-status]")) if (line.textContent !== said) line.textContent = said;
      for (const element of document.querySelectorAll("[data-vip-shown]")) element.textContent = String(shown);
      const active = Object.values(this.selection).reduce((sum, values) => sum + values.length, 0);
      for (const element of document.querySelectorAll("[data-vip-active]")) {
        element.hidden = active === 0;
        element.textContent = String(active);
      }
      this.form.querySelector("[data-vip-clear]").disabled = active === 0;
      const note = document.querySelector("[data-vip-hidden-note]");
      if (!note) return;
      const hidden = total - shown;
      note.hidden = hidden === 0 || (this.showHidden && !pointedAt);
      const articles = hidden === 1 ? "artikel döljs" : "artiklar döljs";
      note.querySelector("[data-vip-hidden-text]").textContent = pointedAt
        ? `Artikeln som adressen pekar på visas fast den ligger utanför dina filter. ${hidden} ${articles} annars av filtret.`
        : `${hidden} ${articles} av ditt filter.`;
    }

    /** Tell each chapter and program how many of its articles show. */
    tellGroups() {
      const chapters = new Map();
      const programs = new Map();
      for (const item of this.items) {
        const [chapter] = item.key.split("#");
        const [program] = chapter.split("/");
        const add = (map, name) => map.set(name, (map.get(name) || 0) + (item.shows ? 1 : 0));
        add(chapters, chapter);
        add(programs, program);
      }
      const filtered = Object.keys(this.selection).length > 0;
      for (const element of document.querySelectorAll("[data-vip-program-count]")) {
        const count = programs.get(element.dataset.vipProgramCount) || 0;
        element.textContent = `${count} ${count === 1 ? "artikel" : "artiklar"}${filtered ? " för dig" : ""}`;
      }
      for (const group of document.querySelectorAll("[data-vip-group]")) {
        const listed = [...group.querySelectorAll("[data-vip-article]")];
        const shown = listed.filter((element) => !element.hidden).length;
        const counter = group.querySelector("[data-vip-group-count]");
        if (counter) {
          counter.textContent = filtered ? `${shown} av ${listed.length} artiklar för dig` : `${listed.length} ${listed.length === 1 ? "artikel" : "artiklar"}`;
          group.closest(".vip-row")?.toggleAttribute("data-empty", shown === 0);
          if (filtered && group.tagName === "DETAILS") group.open = shown > 0;
        } else group.hidden = shown === 0;
      }
      this.tellNavigation();
    }

    /** Tell the navigation how many articles of each chapter match; their audiences stand there as bit masks. */
    tellNavigation() {
      for (const element of document.querySelectorAll("[data-vip-chapter-count]")) {
        const items = vip.selection.unpack(element.dataset.vipAudiences, this.facets);
        element.textContent = String(items.filter((item) => vip.selection.shows(item, this.selection)).length);
      }
    }

    /** Say on paper what was chosen. */
    tellPrinted() {
      const line = document.querySelector("[data-vip-printed-selection]");
      if (!line) return;
      const said = Object.entries(this.selection).map(([facet, values]) => {
        const legend = this.form.querySelector(`[data-vip-facet="${facet}"] legend`).textContent;
        return `${legend}: ${values.map((value) => this.labels.get(`${facet}/${value}`)).join(", ")}`;
      });
      line.textContent = said.length ? `Visat urval: ${said.join("; ")}.` : "";
    }

    tellChips() {
      const chips = this.form.querySelector("[data-vip-chips]");
      const chosen = Object.entries(this.selection).flatMap(([facet, values]) => values.map((value) => [facet, value]));
      chips.hidden = chosen.length === 0;
      const focused = document.activeElement && chips.contains(document.activeElement);
      chips.replaceChildren(
        ...chosen.map(([facet, value]) => {
          const chip = document.createElement("button");
          const label = this.labels.get(`${facet}/${value}`);
          chip.type = "button";
          chip.className = "vip-chip";
          chip.setAttribute("aria-label", `Ta bort filtret ${label}`);
          chip.append(label, Object.assign(document.createElement("span"), { textContent: "×", ariaHidden: "true" }));
          chip.addEventListener("click", () => {
            const rest = (this.selection[facet] || []).filter((other) => other !== value);
            const { [facet]: _, ...others } = this.selection;
            this.set(rest.length ? { ...this.selection, [facet]: rest } : others);
          });
          return chip;
        }),
      );
      if (focused) (chips.querySelector("button") || this.form.querySelector("input")).focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-vip-filter]");
    if (form) vip.filter = new Filter(form);
  });
})((globalThis.vip = globalThis.vip || {}));
