/* Compounds: the same definition as hooks/vip_core/compounds.py, here for the words of a query. Pure. */
(function (vip) {
  "use strict";
  const SHORTEST_FIRST = 3;
  const SHORTEST_LAST = 3;
  const LINKS = "soeua";
  // Endings and beginnings that make a word of another: no word is put together with them, whatever stands alone elsewhere.
  const NO_PARTS = new Set(
    (
      "alla an and ande ang ange ann ans ant are ater av avg bar bef ber bes bid bort den der dom end ende ens era " +
      "ett for fore fors forv fram full gang ger get hel het in inf ing ion ism ist iv jamf len lig min miss mot " +
      "ned ner ning om ort over pa sam sen ser sig skap slut sma ten ter tig till tion und under upp ut utf van var"
    ).split(" "),
  );

  class Splitter {
    /** @param {Set<string>} known the stems that parts may be */
    constructor(known) {
      this.known = known;
      this.memo = new Map();
    }

    /** Return the stem that `text` is as a part which is not the last: `läkemedels` is `lakemedel`; empty for none. */
    part(text) {
      if (this.known.has(text)) return text;
      const whole = vip.swedishAnalysis.stem(text);
      if (whole.length >= SHORTEST_FIRST && this.known.has(whole)) return whole;
      const bare = text.slice(0, -1);
      return text.length > SHORTEST_FIRST && LINKS.includes(text[text.length - 1]) && this.known.has(bare) ? bare : "";
    }

    /** Return the places where the stem `word` is cut; empty when it is no compound. */
    cuts(word) {
      let found = this.memo.get(word);
      if (!found) {
        found = this.find(word);
        this.memo.set(word, found);
      }
      return found;
    }

    find(word) {
      let best = [];
      let fewest = 99;
      let lowest = 0;
      for (let place = SHORTEST_FIRST; place <= word.length - SHORTEST_LAST; place += 1) {
        const last = word.slice(place);
        if (!this.known.has(last) || NO_PARTS.has(last)) continue;
        const inner = this.inner(word.slice(0, place));
        if (!inner) continue;
        const rank = last.length > SHORTEST_LAST ? place : 99 - place;
        if (inner.length < fewest || (inner.length === fewest && rank < lowest)) {
          best = [...inner, place];
          fewest = inner.length;
          lowest = rank;
        }
      }
      return best;
    }

    inner(first) {
      const part = this.part(first);
      if (part && !NO_PARTS.has(part)) return [];
      let cuts = this.cuts(first);
      if (!cuts.length && first.endsWith("s")) cuts = this.cuts(first.slice(0, -1));
      return cuts.length ? cuts : null;
    }

    /** Return the stems of the parts of the stem `word`, in order; empty when it is no compound. */
    parts(word) {
      return this.at(word, this.cuts(word));
    }

    /** Return the stems of the parts of `word` when it is cut at `cuts`. */
    at(word, cuts) {
      if (!cuts.length) return [];
      return [0, ...cuts].map((start, i) => {
        if (i === cuts.length) return word.slice(start);
        const text = word.slice(start, cuts[i]);
        return this.part(text) || text;
      });
    }
  }

  vip.compounds = { Splitter };
})((globalThis.vip = globalThis.vip || {}));
