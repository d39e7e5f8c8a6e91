/* Facet algebra: the same definition as hooks/vip_core/selection.py; both pass tests/cases/selection.yml. Pure. */
(function (vip) {
  "use strict";
  const ALL = "alla";
  const OTHER_NAMES = ["q", "program", "ord", "query", "programId"]; // what the site itself puts into addresses

  /** Say whether `values` (one facet of an audience) fits the choices in that facet. */
  function matchesFacet(values, chosen) {
    return !chosen || chosen.length === 0 || values.includes(ALL) || chosen.some((value) => values.includes(value));
  }

  /** Say whether an item `{audience: {facet: [values]}, always}` shows under `selection` (`{facet: [values]}`). */
  function shows(item, selection) {
    return item.always || Object.keys(selection).every((facet) => matchesFacet(item.audience[facet] || [ALL], selection[facet]));
  }

  /**
   * Count, for every value of every facet, the items that would show if it were the facet's only choice and the other
   * facets stayed as chosen. One pass: an item counts in all facets when nothing rejects it, in one when only that does.
   * @param {Array} items
   * @param {Object<string, string[]>} selection
   * @param {Object<string, string[]>} facets the values of each facet
   * @returns {Object<string, Object<string, number>>}
   */
  function counts(items, selection, facets) {
    const keys = Object.keys(facets);
    const everything = {};
    const named = {};
    for (const facet of keys) {
      everything[facet] = 0;
      named[facet] = Object.fromEntries(facets[facet].map((value) => [value, 0]));
    }
    for (const item of items) {
      const rejecting = item.always ? [] : keys.filter((facet) => !matchesFacet(item.audience[facet] || [ALL], selection[facet]));
      if (rejecting.length > 1) continue;
      for (const facet of rejecting.length ? rejecting : keys) {
        const values = item.audience[facet] || [ALL];
        if (item.always || values.includes(ALL)) everything[facet] += 1;
        else for (const value of values) if (value in named[facet]) named[facet][value] += 1;
      }
    }
    for (const facet of keys) for (const value of facets[facet]) named[facet][value] += everything[facet];
    return named;
  }

  /**
   * Read a selection from a query.
   * @returns {{selection: Object<string, string[]>, unknown: string[]}} `unknown` holds names and values that there are none of
   */
  function parse(query, facets) {
    const selection = {};
    const unknown = [];
    for (const [facet, text] of new URLSearchParams(query)) {
      if (!Object.hasOwn(facets, facet)) {
        if (!OTHER_NAMES.includes(facet)) unknown.push(facet);
        continue;
      }
      for (const value of text.split(",").map((part) => part.trim()).filter(Boolean)) {
        if (!facets[facet].includes(value)) unknown.push(value);
        else if (!(selection[facet] || []).includes(value)) (selection[facet] = selection[facet] || []).push(value);
      }
    }
    for (const facet of Object.keys(selection)) selection[facet].sort((a, b) => facets[facet].indexOf(a) - facets[facet].indexOf(b));
    return { selection, unknown };
  }

  /** Write a selection into a query, keeping what else it holds. Returns it with its question mark, or empty. */
  function write(selection, query, facets) {
    const kept = [...new URLSearchParams(query)].filter(([name]) => !Object.hasOwn(facets, name));
    const chosen = Object.keys(facets).filter((facet) => (selection[facet] || []).length);
    const parts = [
      ...kept.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
      ...chosen.map((facet) => `${facet}=${selection[facet].join(",")}`),
    ];
    return parts.length ? `?${parts.join("&")}` : "";
  }

  /** Return the words of `text` without case and diacritics, so that "sjalvskada" finds "Självskada". */
  function plainWords(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").split(/\s+/).filter(Boolean);
  }

  /** Read the facets with their values from a page: "utforare:elevhalsa,lss;yrkesroll:larare". */
  function vocabulary(text) {
    return Object.fromEntries(text.split(";").filter(Boolean).map((facet) => [facet.split(":")[0], facet.split(":")[1].split(",")]));
  }

  /**
   * Read packed audiences: articles apart by spaces, facets by dots, each a hexadecimal mask of its values (0 for all);
   * "!" stands for an article that always shows. Written by `packed` in hooks/vip_core/selection.py.
   */
  function unpack(text, facets) {
    const keys = Object.keys(facets);
    return text.split(" ").filter(Boolean).map((packed) => {
      if (packed === "!") return { audience: {}, always: true };
      const masks = packed.split(".");
      const isSet = (mask, bit) => (parseInt(mask[mask.length - 1 - (bit >> 2)] || "0", 16) >> (bit & 3)) & 1;
      const values = (facet, mask) => (mask === "0" ? [ALL] : facets[facet].filter((_, bit) => isSet(mask, bit)));
      return { audience: Object.fromEntries(keys.map((facet, place) => [facet, values(facet, masks[place])])), always: false };
    });
  }

  /**
   * Many items made ready to be filtered again and again: each value of a facet knows the rows of its items, as bits in words, and
   * a change goes through words, of which there are few. Gives what `shows` and `counts` give, for thousands of items within a frame.
   */
  class ItemIndex {
    /** @param items as for `counts` @param facets the values of each facet */
    constructor(items, facets) {
      this.length = items.length;
      this.facets = Object.entries(facets).map(([name, values]) => {
        const rows = new Map(values.map((value) => [value, this.noRows()])); // of each value, and of those for everyone
        const everyone = this.noRows();
        items.forEach((item, row) => {
          const own = item.audience[name] || [ALL];
          if (item.always || own.includes(ALL)) include(everyone, row);
          else for (const value of own) if (rows.has(value)) include(rows.get(value), row);
        });
        for (const some of rows.values()) for (let word = 0; word < some.length; word += 1) some[word] |= everyone[word];
        return { name, rows, everyone };
      });
      this.all = this.rowsWhere(() => true);
    }

    noRows() {
      return new Uint32Array(Math.ceil(this.length / 32));
    }

    rowsWhere(test) {
      const found = this.noRows();
      for (let row = 0; row < this.length; row += 1) if (test(row)) include(found, row);
      return found;
    }

    /**
     * Return `{shows, total, counts}`: whether a row shows, how many do, and the counts of `counts`, made when asked for.
     * An item that `isCandidate` turns down neither shows nor counts, whatever the selection.
     */
    apply(selection, isCandidate = null) {
      const candidates = isCandidate ? this.rowsWhere(isCandidate) : this.all;
      const fitting = this.facets.map(({ name, rows, everyone }) => {
        const chosen = selection[name] || [];
        return chosen.length ? union([everyone, ...chosen.flatMap((value) => rows.get(value) || [])]) : candidates;
      });
      const shown = common([candidates, ...fitting]);
      const count = ({ name, rows }, number) => {
        const others = common([candidates, ...fitting.filter((_, other) => other !== number)]);
        return [name, Object.fromEntries([...rows].map(([value, own]) => [value, size(common([others, own]))]))];
      };
      const { facets } = this;
      return {
        shows: (row) => ((shown[row >> 5] >>> (row & 31)) & 1) === 1,
        total: size(shown),
        get counts() {
          return Object.fromEntries(facets.map(count));
        },
      };
    }
  }

  function include(rows, row) {
    rows[row >> 5] |= 1 << (row & 31);
  }

  function union(sets) {
    return sets.reduce((all, rows) => all.map((word, place) => word | rows[place]));
  }

  function common(sets) {
    return sets.reduce((all, rows) => all.map((word, place) => word & rows[place]));
  }

  /** Return how many rows there are, by adding bits side by side (Warren, Hacker's Delight, 5-1). */
  function size(rows) {
    return rows.reduce((sum, word) => {
      const pairs = word - ((word >>> 1) & 0x55555555);
      const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
      return sum + (Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24);
    }, 0);
  }

  vip.selection = { ALL, shows, counts, parse, write, unpack, plainWords, vocabulary, ItemIndex };
})((globalThis.vip = globalThis.vip || {}));
