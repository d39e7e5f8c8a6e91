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
   * Many items made ready to be filtered again and again: an audience is a row of bits, one for each value of a facet.
   * Gives what `shows` and `counts` give, for thousands of items within a frame.
   */
  class ItemIndex {
    /** @param items as for `counts` @param facets the values of each facet */
    constructor(items, facets) {
      this.length = items.length;
      this.facets = Object.entries(facets).map(([name, values]) => {
        const words = Math.ceil(values.length / 32) || 1;
        const bits = new Uint32Array(items.length * words);
        const everyone = new Uint8Array(items.length);
        const place = new Map(values.map((value, index) => [value, index]));
        items.forEach((item, row) => {
          const own = item.audience[name] || [ALL];
          everyone[row] = item.always || own.includes(ALL) ? 1 : 0;
          for (const value of own) {
            const index = place.get(value);
            if (index !== undefined) bits[row * words + (index >> 5)] |= 1 << (index & 31);
          }
        });
        return { name, values, place, words, bits, everyone };
      });
    }

    /**
     * Return `{shown, total, counts}`: a flag for each item, how many show, and the counts of `counts`, made when asked for.
     * An item that `isCandidate` turns down neither shows nor counts, whatever the selection.
     */
    apply(selection, isCandidate = null) {
      const rejections = new Uint8Array(this.length);
      if (isCandidate) for (let row = 0; row < this.length; row += 1) rejections[row] = isCandidate(row) ? 0 : 2;
      const rejecting = new Uint8Array(this.length);
      this.facets.forEach((facet, number) => {
        const chosen = (selection[facet.name] || []).map((value) => facet.place.get(value));
        if (chosen.length === 0) return;
        const wanted = new Uint32Array(facet.words);
        for (const index of chosen) if (index !== undefined) wanted[index >> 5] |= 1 << (index & 31);
        for (let row = 0; row < this.length; row += 1) {
          let fits = facet.everyone[row];
          for (let word = 0; !fits && word < facet.words; word += 1) fits = facet.bits[row * facet.words + word] & wanted[word];
          if (!fits) {
            rejections[row] += 1;
            rejecting[row] = number;
          }
        }
      });
      const shown = new Uint8Array(this.length);
      let total = 0;
      for (let row = 0; row < this.length; row += 1) {
        if (rejections[row] > 0) continue;
        shown[row] = 1;
        total += 1;
      }
      const count = () => Object.fromEntries(this.facets.map((facet, number) => [
        facet.name,
        this.countFacet(facet, (row) => rejections[row] === 0 || (rejections[row] === 1 && rejecting[row] === number)),
      ]));
      return { shown, total, get counts() { return count(); } };
    }

    countFacet({ values, words, bits, everyone }, isCounted) {
      const found = new Uint32Array(values.length);
      let all = 0;
      for (let row = 0; row < this.length; row += 1) {
        if (!isCounted(row)) continue;
        all += everyone[row];
        for (let word = 0; !everyone[row] && word < words; word += 1) {
          for (let rest = bits[row * words + word]; rest !== 0; rest &= rest - 1) found[word * 32 + 31 - Math.clz32(rest & -rest)] += 1;
        }
      }
      return Object.fromEntries(values.map((value, index) => [value, found[index] + all]));
    }
  }

  vip.selection = { ALL, shows, counts, parse, write, unpack, plainWords, vocabulary, ItemIndex };
})((globalThis.vip = globalThis.vip || {}));
