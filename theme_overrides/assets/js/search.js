/* Search: from what a reader types to ranked articles. Pure but for Lunr. */
(function (vip) {
  "use strict";
  const LONGEST = 200;

  class Search {
    /** @param data `{index, documents}` as hooks/vip_core/search_index.py writes it */
    constructor(data, lunr) {
      this.lunr = lunr;
      this.index = lunr.Index.load(data.index);
      this.documents = new Map(data.documents.map((document) => [document.ref, document]));
    }

    /**
     * Return the documents that hold at least half of the query's words, best first.
     * Clauses are built here; what the reader typed never reaches Lunr's own query language.
     */
    find(query, selection = {}) {
      const words = [...new Set(vip.swedishAnalysis.terms(query.slice(0, LONGEST)))];
      const found = new Map();
      for (const word of words) {
        for (const hit of this.hits(word)) {
          const entry = found.get(hit.ref) || { score: 0, words: 0 };
          entry.score += hit.score;
          entry.words += 1;
          found.set(hit.ref, entry);
        }
      }
      const enough = Math.ceil(words.length / 2);
      return [...found]
        .filter(([, entry]) => entry.words >= enough)
        .map(([ref, entry]) => ({ document: this.documents.get(ref), score: entry.score * entry.words }))
        .filter(({ document }) => vip.selection.shows({ audience: document.facets, always: document.always }, selection))
        .sort((a, b) => b.score - a.score || (a.document.ref < b.document.ref ? -1 : 1));
    }

    hits(word) {
      return this.index.query((query) => {
        query.term(word, { boost: 10, usePipeline: false });
        if (word.length > 2) query.term(word, { wildcard: this.lunr.Query.wildcard.TRAILING, usePipeline: false });
      });
    }
  }

  vip.Search = Search;
})((globalThis.vip = globalThis.vip || {}));
