/* The filter panel: from checkboxes to address, and from address to what shows. */
(function (vip) {
  "use strict";
  const AT_ONCE = 400; // items whose elements change in the same frame as the choice; the rest follow in slices
  const A_SLICE = 500; // items
  const AT_FIRST = 1; // items of a long page that come to show in the first frame after a choice
  const A_FEW = 3; // and in each frame after that
  const A_STRETCH = 10; // items, at the least, of a part of a long page

  const LISTED = "[data-vip-article], [data-vip-item]"; // an article, or what a page with facets of its own lists

  /** Return the key of something listed. */
  function keyOf(element) {
    return element.dataset.vipArticle || element.dataset.vipItem;
  }

  /** Return the article that the address points at; a heading's anchor belongs to its article. */
  function anchor() {
    return vip.addresses.anchor(location.hash).split("--")[0];
  }

  /** Let an element say something; what it says already is not written again, since the browser would lay it out again. */
  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** Hide an element or show it; likewise. */
  function setHidden(element, isHidden) {
    if (element.hidden !== isHidden) element.hidden = isHidden;
  }

  /** Do something in a task of its own, when the next frame is on the screen. */
  function afterFrame(work) {
    requestAnimationFrame(() => setTimeout(work));
  }

  /**
   * Put the groups of a long page into stretches, which the browser passes over while they are out of sight: what a change costs
   * then depends on what is seen, not on how much there is. `comesIntoSight` is told of each that does. Returns the stretches.
   */
  function inStretches(comesIntoSight) {
    const found = [];
    for (const listing of document.querySelectorAll("[data-vip-listing]")) {
      let last = null;
      for (const group of [...listing.querySelectorAll(":scope > [data-vip-group]")]) {
        if (!last || last.items >= A_STRETCH) {
          last = { element: document.createElement("div"), items: 0, isSeen: found.length === 0, isOnScreen: found.length === 0 };
          last.element.className = "vip-stretch";
          group.before(last.element);
          found.push(last);
        }
        last.element.append(group);
        last.items += group.querySelectorAll(LISTED).length;
      }
    }
    // Asked, where each stands would make the browser lay the page out in the middle of a change; so it tells by itself.
    const screen = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) of.get(target).isOnScreen = isIntersecting;
    });
    const of = new Map(found.map((stretch) => [stretch.element, stretch]));
    for (const stretch of found) {
      stretch.element.addEventListener("contentvisibilityautostatechange", (event) => {
        stretch.isSeen = !event.skipped;
        if (stretch.isSeen) {
          screen.observe(stretch.element);
          comesIntoSight(stretch);
        } else {
          screen.unobserve(stretch.element);
          stretch.isOnScreen = false;
        }
      });
    }
    return found;
  }

  class Filter {
    constructor(form) {
      this.form = form;
      this.boxes = [...form.querySelectorAll("input[type=checkbox]")];
      this.facets = {};
      this.choices = this.boxes.map((box) => ({ box, facet: box.name, value: box.value })); // asked for at each change
      for (const { facet, value } of this.choices) (this.facets[facet] ??= []).push(value);
      this.labels = new Map(this.boxes.map((box) => [`${box.name}/${box.value}`, box.parentElement.querySelector(".vip-facet__label").textContent]));
      this.noun = form.dataset.vipNoun.split(" ");
      this.siteFacets = vip.selection.vocabulary(document.body.dataset.facets);
      this.isOwn = Object.keys(this.facets).some((facet) => !Object.hasOwn(this.siteFacets, facet)); // a page with facets of its own
      this.words = form.querySelector("[data-vip-words]");
      // Sought once: each search goes through the whole of a long page.
      const one = (name) => document.querySelector(`[${name}]`);
      const all = (name) => [...document.querySelectorAll(`[${name}]`)];
      this.note = one("data-vip-hidden-note");
      this.unknown = one("data-vip-unknown");
      this.printed = one("data-vip-printed-selection");
      this.canonical = document.querySelector("link[rel=canonical]")?.href || "";
      this.statusLines = all("data-vip-status");
      this.totals = all("data-vip-shown");
      this.actives = all("data-vip-active");
      this.counters = new Map([...document.querySelectorAll("[data-vip-count]")].map((element) => [element.dataset.vipCount, element]));
      this.stretches = "vipLong" in document.body.dataset ? inStretches((stretch) => this.settle(stretch)) : [];
      this.soon = this.stretches.length ? afterFrame : (work) => work(); // what no reader waits for comes later on a long page
      this.initial = this.boxesWhere((box) => box.defaultChecked);
      const used = this.boxes.filter((box) => box.checked !== box.defaultChecked); // before this was there to hear of it
      this.showHidden = false;
      this.waits = Boolean(document.querySelector("[data-vip-search-form]"));
      form.addEventListener("change", (event) => {
        if (event.target !== this.words) this.choose();
      });
      if (this.words) this.words.addEventListener("input", () => this.set(this.selection, true));
      form.addEventListener("submit", (event) => event.preventDefault());
      form.querySelector("[data-vip-clear]").addEventListener("click", () => {
        if (Object.keys(this.selection).length === 0 && !this.words?.value) return;
        if (this.words) this.words.value = "";
        this.set({});
      });
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
          this.showHidden = !this.showHidden;
          this.apply();
        });
      }
      addEventListener("popstate", () => this.readAddress());
      addEventListener("hashchange", () => this.apply(true));
      for (const event of ["pointerover", "pointerdown", "focusin"]) form.addEventListener(event, () => this.prepare(), { once: true });
      this.readAddress();
      for (const box of used) box.checked = !box.defaultChecked;
      if (used.length) this.choose();
    }

    /** Read what the page lists, when a reader first comes to the filter: until then the page can stand as it was built. */
    prepare() {
      if (this.items) return;
      this.take(this.readItems());
      this.navigation = [...document.querySelectorAll("[data-vip-chapter-count]")].map((element) => ({
        element,
        index: new vip.selection.ItemIndex(vip.selection.unpack(element.dataset.vipAudiences, this.facets), this.facets),
      }));
    }

    /** Say whether the page shows what was built, and that is what the selection says. */
    isAsBuilt() {
      return !this.items && !this.words?.value && JSON.stringify(this.selection) === JSON.stringify(this.initial);
    }

    /** Name a number of the things that are filtered: "1 artikel", "2 poster". */
    named(count) {
      return `${count} ${count === 1 ? this.noun[0] : this.noun[1]}`;
    }

    /** Gather what the page lists; an article listed and shown in full is one item with two elements, one that is only counted has none. */
    readItems() {
      const items = new Map();
      const chapter = document.body.dataset.chapter;
      for (const element of document.querySelectorAll(`${LISTED}, .vip-article`)) {
        const key = keyOf(element) || `${chapter}#${element.id}`;
        if (!items.has(key)) {
          const audience = {};
          for (const facet of Object.keys(this.facets)) audience[facet] = (element.getAttribute(`data-${facet}`) || vip.selection.ALL).split(" ");
          items.set(key, { key, audience, always: element.hasAttribute("data-alltid"), elements: [] });
        }
        items.get(key).elements.push(element);
      }
      for (const { dataset } of document.querySelectorAll("[data-vip-program-count]")) {
        vip.selection.unpack(dataset.vipAudiences, this.facets).forEach((item, place) => {
          const key = `${dataset.vipProgramCount}/${place}`;
          items.set(key, { key, ...item, elements: [] });
        });
      }
      return [...items.values()];
    }

    /** Gather the values of the boxes for which `test` holds, by facet. */
    boxesWhere(test) {
      const selection = {};
      for (const { box, facet, value } of this.choices) if (test(box)) (selection[facet] ??= []).push(value);
      return selection;
    }

    readAddress() {
      const { selection, unknown } = vip.selection.parse(location.search, this.isOwn ? { ...this.siteFacets, ...this.facets } : this.facets);
      const named = Object.keys(this.facets).some((facet) => new URLSearchParams(location.search).has(facet));
      if (this.isOwn) {
        this.carried = Object.fromEntries(Object.entries(selection).filter(([facet]) => Object.hasOwn(this.siteFacets, facet)));
        for (const facet of Object.keys(this.carried)) delete selection[facet];
      }
      if (this.words) this.words.value = new URLSearchParams(location.search).get("q") || "";
      this.selection = named ? selection : { ...this.initial };
      this.tellUnknown(unknown);
      this.showHidden = false;
      if (!this.isAsBuilt()) {
        this.apply(true);
        return;
      }
      afterFrame(() => this.markEmpty());
      afterFrame(() => this.carry());
      if (Object.keys(this.selection).length) this.tellChips();
      this.tellPrinted();
      this.tellFiltered();
    }

    /** Let links take the selection along. */
    carry() {
      if (this.isOwn) vip.carry(this.carried, this.siteFacets);
      else vip.carry(this.selection, this.facets);
    }

    /** Tell other scripts of the selection. */
    tellFiltered() {
      this.form.dispatchEvent(new CustomEvent("vip-filtered", { bubbles: true, detail: { selection: this.selection } }));
    }

    choose() {
      this.set(this.boxesWhere((box) => box.checked));
    }

    /** Take a selection and put it into the address; words being typed change the entry of the history they began. */
    set(selection, isTyping = false) {
      this.selection = selection;
      this.showHidden = false;
      this.tellUnknown([]);
      const query = this.withEmptied(vip.selection.write(selection, this.withWords(location.search), this.facets), selection);
      const address = `${location.pathname}${query}${location.hash}`;
      this.soon(() => history[isTyping ? "replaceState" : "pushState"](null, "", address)); // the browser goes through every link
      this.apply();
    }

    /** Put the words that the list is searched for into a query, where the page has a field for them. */
    withWords(query) {
      if (!this.words) return query;
      const parameters = new URLSearchParams(query);
      if (this.words.value.trim()) parameters.set("q", this.words.value.trim());
      else parameters.delete("q");
      return `?${parameters}`;
    }

    /** Return a test for the items that hold every word searched for, or `null` when there are none. */
    candidates() {
      const words = vip.selection.plainWords(this.words?.value || "");
      if (words.length === 0) return null;
      this.texts = this.texts || this.items.map((item) => vip.selection.plainWords(item.elements[0].textContent).join(" "));
      return (row) => words.every((word) => this.texts[row].includes(word));
    }

    /** Name a facet that the page begins with and the reader has emptied, so that the address says so too. */
    withEmptied(query, selection) {
      const emptied = Object.keys(this.initial).filter((facet) => !(selection[facet] || []).length);
      return emptied.reduce((text, facet) => `${text}${text ? "&" : "?"}${facet}=`, query);
    }

    tellUnknown(unknown) {
      const note = this.unknown;
      if (!note) return;
      if (note.hidden && unknown.length === 0) return;
      note.hidden = unknown.length === 0;
      note.textContent = unknown.length ? `Adressen har filterval som inte finns här och som inte används: ${unknown.join(", ")}.` : "";
    }

    take(items) {
      this.items = items;
      this.index = new vip.selection.ItemIndex(items, this.facets);
      this.groups = this.readGroups();
      this.parts = this.stretches.length ? this.stretches : this.inParts();
      this.pending = new Set();
    }

    /** Divide the items of an ordinary page: what changes at once with every group, and the rest. */
    inParts() {
      const rows = this.items.map((_, row) => row);
      const parts = [{ rows: rows.slice(0, AT_ONCE), groups: this.groups.grouped.filter(({ counter }) => !counter), isSeen: true }];
      for (let row = AT_ONCE; row < rows.length; row += A_SLICE) parts.push({ rows: rows.slice(row, row + A_SLICE), groups: [], isSeen: false });
      return parts;
    }

    /** Filter other items than those of the page, such as hits; `null` when there is nothing to filter yet. */
    setItems(items) {
      this.waits = items === null;
      this.showHidden = false;
      this.prepare();
      this.take(items || []);
      this.apply();
    }

    /** Find the groups of a list and the programs of the start page, each with the places of its items. */
    readGroups() {
      const rows = new Map(this.items.map((item, row) => [item.key, row]));
      const grouped = [...document.querySelectorAll("[data-vip-group]")].map((element) => ({
        element,
        counter: element.querySelector("[data-vip-group-count]"),
        rows: [...element.querySelectorAll(LISTED)].map((item) => rows.get(keyOf(item))),
      }));
      for (const stretch of this.stretches) {
        stretch.groups = grouped.filter(({ element }) => element.parentElement === stretch.element);
        stretch.rows = stretch.groups.flatMap((group) => group.rows);
      }
      const programs = [...document.querySelectorAll("[data-vip-program-count]")].map((element) => ({
        element,
        rows: this.items.flatMap((item, row) => (item.key.startsWith(`${element.dataset.vipProgramCount}/`) ? [row] : [])),
      }));
      const listings = [...document.querySelectorAll("[data-vip-listing]")].map((element) => ({
        element,
        counter: element.querySelector(".vip-listing__count"),
        rows: [...element.querySelectorAll(LISTED)].map((item) => rows.get(keyOf(item))),
      }));
      return { grouped, programs, listings };
    }

    /** Show what the selection says; `arrives` when the reader has just come to this address. */
    apply(arrives = false) {
      this.prepare();
      const target = anchor();
      const first = this.onScreen();
      const found = this.index.apply(this.selection, this.candidates());
      const { shows, total } = found;
      const isPointedAt = ({ key, elements }) => `#${key}`.endsWith(`#${target}`) && elements.some((element) => element.id === target);
      const pointedAt = target ? this.items.find((item, row) => !shows(row) && isPointedAt(item)) : undefined;
      this.tellStatus(total, pointedAt);
      this.hide(first, (row) => !shows(row) && !this.showHidden && this.items[row] !== pointedAt);
      for (const { box, facet, value } of this.choices) {
        const isChosen = Boolean(this.selection[facet]?.includes(value));
        if (box.checked !== isChosen) box.checked = isChosen;
      }
      this.soon(() => {
        if (!this.waits) this.tellCounts(found.counts);
        this.tellGroups(shows, pointedAt);
        this.tellChips();
        this.tellPrinted();
      });
      this.soon(() => this.carry());
      if (arrives && pointedAt) pointedAt.elements.find((element) => element.id === target).scrollIntoView();
      this.tellFiltered();
    }

    /**
     * Hide and show what is listed: the parts `first` at once; the others in slices. Of a long page's parts in sight a few items come to
     * show at a time, and what is below them would leave the screen.
     */
    hide(first, isHidden) {
      this.isHidden = isHidden;
      const pending = new Set([...this.parts.filter((part) => part.isSeen), ...this.parts]);
      this.pending = pending;
      let room = AT_FIRST;
      for (const part of first) room -= this.settle(part, part.element ? room : Infinity);
      const some = () => {
        if (this.pending !== pending) return; // another selection has come
        let left = A_SLICE;
        for (const part of pending) {
          if (left <= 0) break;
          this.settle(part, part.isSeen ? A_FEW : Infinity);
          left -= part.isSeen ? A_SLICE : part.rows.length;
        }
        if (pending.size) setTimeout(some);
      };
      if (pending.size) afterFrame(some);
    }

    /** Return the parts of the list on the screen; on an ordinary page, what comes first. */
    onScreen() {
      return this.parts.filter(({ isSeen, isOnScreen = isSeen }) => isOnScreen);
    }

    /**
     * Let a part of the list be as the selection says, if it is not yet; no more than `most` of its items come to show, and the part
     * waits for the rest. Returns how many came.
     */
    settle(part, most = Infinity) {
      if (!this.pending?.has(part)) return 0;
      let came = 0;
      let waits = false;
      for (const row of part.rows) {
        const hidden = this.isHidden(row);
        for (const element of this.items[row].elements) {
          if (element.hidden === hidden) continue;
          if (!hidden && came >= most) waits = true;
          else {
            element.hidden = hidden;
            came += hidden ? 0 : 1;
          }
        }
      }
      if (!waits) this.pending.delete(part);
      let empty = true;
      const isGone = (row) => this.items[row].elements.every((element) => element.hidden);
      for (const { element, rows } of part.groups) {
        const hidden = rows.every(waits ? isGone : this.isHidden);
        setHidden(element, hidden);
        empty = empty && hidden;
      }
      part.element?.toggleAttribute("data-empty", empty);
      return came;
    }

    tellCounts(counts) {
      for (const [facet, values] of Object.entries(counts)) {
        for (const [value, count] of Object.entries(values)) {
          const element = this.counters.get(`${facet}/${value}`);
          if (element.textContent === String(count)) continue;
          element.textContent = String(count);
          element.closest("label").toggleAttribute("data-none", count === 0);
        }
      }
      this.markEmpty();
    }

    markEmpty() {
      if (this.emptyMarked) return;
      this.emptyMarked = true;
      for (const element of this.counters.values()) element.closest("label").toggleAttribute("data-none", element.textContent === "0");
    }

    tellStatus(shown, pointedAt) {
      const total = this.items.length;
      const visible = this.showHidden ? total : shown;
      const outside = this.showHidden && shown < total ? `, ${total - shown} av dem utanför dina filter` : "";
      const said = `${visible} av ${this.named(total)} visas${outside}`;
      for (const line of this.statusLines) say(line, said);
      for (const element of this.totals) say(element, String(shown));
      const active = Object.values(this.selection).reduce((sum, values) => sum + values.length, 0);
      for (const element of this.actives) {
        setHidden(element, active === 0);
        say(element, String(active));
      }
      const clears = this.form.querySelector("[data-vip-clear]");
      const isDisabled = String(active === 0 && !this.words?.value);
      if (clears.getAttribute("aria-disabled") !== isDisabled) clears.setAttribute("aria-disabled", isDisabled);
      const note = this.note;
      if (!note) return;
      const hidden = total - shown;
      setHidden(note, hidden === 0);
      const offered = note.dataset.vipLabel ? `${note.dataset.vipLabel} (${hidden})` : "Visa dem ändå";
      say(note.querySelector("[data-vip-show-hidden]"), this.showHidden ? "Dölj dem igen" : offered);
      if (note.dataset.vipLabel) return;
      const hiddenOnes = `${this.named(hidden)} döljs`;
      const why = pointedAt
        ? `${this.noun[2]} som adressen pekar på visas fast den ligger utanför dina filter. ${hiddenOnes} annars av filtret.`
        : this.showHidden
          ? `${this.named(hidden)} utanför ditt filter visas också.`
          : `${hiddenOnes} av ditt filter.`;
      say(note.querySelector("[data-vip-hidden-text]"), why);
    }

    /** Tell each chapter and program how many of its articles show. */
    tellGroups(shows, pointedAt) {
      const filtered = Object.keys(this.selection).length > 0;
      const isNarrowed = filtered && Object.keys(this.initial).length === 0; // the page of a selection says so itself
      const among = (rows) => rows.filter(shows).length;
      const holds = (element) => Boolean(pointedAt) && pointedAt.elements.some((one) => element.contains(one));
      for (const { element, rows } of this.groups.programs) {
        const count = among(rows);
        say(element, `${count} ${count === 1 ? "artikel" : "artiklar"}${isNarrowed ? " för dig" : ""}`);
      }
      for (const { element, rows, counter } of this.groups.grouped) {
        if (!counter) continue;
        const count = among(rows);
        say(counter, filtered ? `${count} av ${rows.length} artiklar för dig` : `Visa ${rows.length} ${rows.length === 1 ? "artikel" : "artiklar"}`);
        element.closest(".vip-row")?.toggleAttribute("data-empty", count === 0);
        if (filtered && element.tagName === "DETAILS") element.open = count > 0;
      }
      for (const { element, rows, counter } of this.groups.listings) {
        const count = this.showHidden ? rows.length : among(rows);
        say(counter, this.named(count));
        setHidden(element, count === 0 && !holds(element));
      }
      for (const { element, index } of this.navigation) say(element, String(index.apply(this.selection).total));
    }

    /** Say on paper what was chosen. */
    tellPrinted() {
      const line = this.printed;
      if (!line) return;
      const said = Object.entries(this.selection).map(([facet, values]) => {
        const legend = this.form.querySelector(`[data-vip-facet="${facet}"] legend`).textContent;
        return `${legend}: ${values.map((value) => this.labels.get(`${facet}/${value}`)).join(", ")}`;
      });
      document.dispatchEvent(new CustomEvent("vip-selection", { detail: said.join("; ") }));
      const query = vip.selection.write(this.selection, "", this.facets);
      line.textContent = said.length ? `Visat urval: ${said.join("; ")}. Urvalets adress: ${this.canonical}${query}` : "";
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

  const begin = () => {
    const form = document.querySelector("[data-vip-filter]");
    if (form) vip.filter = new Filter(form);
  };
  vip.ready(begin, location.search !== "");
})((globalThis.vip = globalThis.vip || {}));
