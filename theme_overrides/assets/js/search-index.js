/* The search index: builds Lunr's index again from the compact data of hooks/vip_core/search_encoding.py. Pure but for Lunr. */
(function (vip) {
  "use strict";
  const SHARED = " !#$%&()*+,-./:;<=>?@[]^_{|}~";
  const FIELD = "text";
  const NOTHING = Object.freeze({});
  const K1 = 1.2;
  const B = 0.75;
  const MOST_OFTEN = 4;
  const WEIGHTS = { title: 2.8, description: 0.6, body: 1.2, program: 0.7, chapter: 1.2, facet: 0.5, part: 0.5, first: 1.1 };
  const NAMED_BY_CHAPTER = 0.8;
  const ONCE_IS_NO_PART = 2;
  const SHORTEST_PART = 3;
  const SHORTEST_TITLE_WORD = 4;
  const WORD = /^[a-z]+$/;
  const STEP = 64;
  const FEW = 8;
  const MANY = 2048;
  const CHUNK = 65536; // letters of base64, in whole fours
  const MUCH = 4000;

  /** Reads bits out of base64, once it is decoded. */
  class Bits {
    constructor(text) {
      this.text = text;
      this.bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
      this.place = 0;
    }

    *decode() {
      let place = 0;
      for (let start = 0; start < this.text.length; start += CHUNK) {
        const binary = atob(this.text.slice(start, start + CHUNK));
        for (let i = 0; i < binary.length; i += 1) this.bytes[place + i] = binary.charCodeAt(i);
        place += binary.length;
        yield;
      }
    }

    bit() {
      const bit = (this.bytes[this.place >> 3] >> (7 - (this.place & 7))) & 1;
      this.place += 1;
      return bit;
    }

    number(length) {
      let value = 0;
      for (let i = 0; i < length; i += 1) value = (value << 1) | this.bit();
      return value;
    }

    /** Return how many of `bit` come before the other one, at most `most`, and pass them. */
    run(bit, most = Infinity) {
      let length = 0;
      while (length < most && this.bit() === bit) length += 1;
      return length;
    }

    gamma() {
      const length = this.run(0);
      return (1 << length) | this.number(length);
    }
  }

  function riceParameter(documents, found) {
    return Math.max(0, 31 - Math.clz32(Math.floor((documents * 7) / (Math.max(found, 1) * 10))));
  }

  /** Return the dictionary, `[term, cuts]` in order. */
  function* dictionary(text) {
    const found = [];
    let before = "";
    let place = 0;
    while (place < text.length) {
      const shared = SHARED.indexOf(text[place]);
      let end = place + 1;
      while (end < text.length && !SHARED.includes(text[end])) end += 1;
      before = before.slice(0, shared) + text.slice(place + 1, end);
      place = end;
      const term = before.toLowerCase();
      const cuts = [];
      for (let i = 1; i < before.length; i += 1) if (before[i] !== term[i]) cuts.push(i);
      found.push([term, cuts]);
      if (found.length % STEP === 0) yield;
    }
    return found;
  }

  /** Return the stems of tokens, with a space around each. */
  function phrase(tokens) {
    return ` ${tokens.map(vip.swedishAnalysis.stem).join(" ")} `;
  }

  /** Return the documents as the pages show them; articles come first. */
  function* documentsOf(data) {
    const titles = data.titles.split("\n");
    const descriptions = data.descriptions.split("\n");
    const anchors = data.anchors.split("\n");
    const packed = data.audiences.split(" ").filter(Boolean);
    const audiences = new Map(); // many articles have the same
    const audienceOf = (text) => {
      if (!audiences.has(text)) audiences.set(text, vip.selection.unpack(text, data.facets)[0]);
      return audiences.get(text);
    };
    const documents = [];
    const programs = new Map(data.programs);
    const chapters = new Map(data.chapters);
    for (const [program, chapter, count] of data.groups) {
      yield;
      for (let i = 0; i < count; i += 1) {
        const number = documents.length;
        const { audience, always } = audienceOf(packed[number]);
        if (i % STEP === 0) yield;
        documents.push({
          ref: `${program}/${chapter}#${anchors[number]}`, url: `${program}/${chapter}/#${anchors[number]}`, kind: "artikel",
          title: titles[number], description: descriptions[number], program: programs.get(program), chapter: chapters.get(chapter),
          programId: program, chapterId: chapter, facets: audience, always,
        });
      }
    }
    for (const [kind, url, program] of data.others) {
      const number = documents.length;
      documents.push({
        ref: url, url, kind, title: titles[number], description: descriptions[number], program: programs.get(program) || "",
        chapter: "", programId: program || "", chapterId: "", facets: {}, always: false,
      });
    }
    return documents;
  }

  /**
   * Build the index again, a little at a time: a generator that gives way often and returns
   * `{compounds, documents, phrases, index, sorted, found, numbers, splitter, common, entries, about}`.
   * @param options `{parts: false}` leaves compounds whole (to measure what they give)
   */
  function* build(data, lunr, options = {}) {
    const { terms: termsOf, term, tokens } = vip.swedishAnalysis;
    const documents = yield* documentsOf(data);
    yield;
    const entries = yield* dictionary(data.terms);
    const terms = [];
    const numbers = new Map();
    // What each document's title and description hold: document numbers and weights for each term.
    const found = [];
    for (const [number, [term]] of entries.entries()) {
      terms.push(term);
      numbers.set(term, number);
      found.push([]);
      if (number % STEP === 0) yield;
    }
    // What each document is about, by its title and chapter: document numbers and shares for each term.
    const about = new Map();
    const name = (place, number, share) => {
      if (!about.has(place)) about.set(place, []);
      about.get(place).push(number, share);
    };
    const shown = new Uint16Array(terms.length);
    const analysed = [];
    const phrases = [];
    for (const document of documents) {
      const title = tokens(document.title);
      phrases.push(phrase(title));
      analysed.push([new Set(title.map(term).filter(Boolean)), new Set(termsOf(document.description))]);
      if (analysed.length % FEW === 0) yield;
    }
    const average = (field) => analysed.reduce((sum, sets) => sum + sets[field].size, 0) / (analysed.length || 1) || 1;
    const averages = [average(0), average(1)];
    const relative = (length, field) => (K1 + 1) / (K1 * (1 - B + (B * length) / averages[field]) + 1);
    for (const [number, [title, description]] of analysed.entries()) {
      const titleWeight = WEIGHTS.title * relative(title.size, 0);
      const descriptionWeight = WEIGHTS.description * relative(description.size, 1);
      for (const term of new Set([...title, ...description])) {
        const place = numbers.get(term);
        if (place === undefined) continue;
        const weight = (title.has(term) ? titleWeight * (title.values().next().value === term ? WEIGHTS.first : 1) : 0) + (description.has(term) ? descriptionWeight : 0) + WEIGHTS.body * 1.5;
        found[place].push(number, weight);
        shown[place] += 1;
        if (title.has(term)) name(place, number, 1);
      }
      if (number % STEP === 0) yield;
    }
    // What their texts hold.
    const bits = new Bits(data.postings);
    yield* bits.decode();
    const often = [0, 1, 2, 3, MOST_OFTEN].map((n) => (WEIGHTS.body * (K1 + 1) * n) / (K1 + n));
    const frequencies = new Uint32Array(terms.length);
    let work = 0;
    for (let place = 0; place < terms.length; place += 1) {
      const count = bits.gamma() - 1;
      const parameter = riceParameter(documents.length, count);
      let number = -1;
      for (let i = 0; i < count; i += 1) {
        const high = bits.run(1);
        number += 1 + ((high << parameter) | bits.number(parameter));
        found[place].push(number, often[1 + bits.run(1, MOST_OFTEN - 1)]);
      }
      frequencies[place] = count + shown[place];
      work += count + 8;
      if (work > MUCH) {
        work = 0;
        yield;
      }
    }
    // What their program, chapter and facets say; the words must be in some text too, or are added.
    const add = (text, weight, numbersOf, share = 0) => {
      for (const term of new Set(termsOf(text))) {
        let place = numbers.get(term);
        if (place === undefined) {
          place = terms.push(term) - 1;
          numbers.set(term, place);
          found.push([]);
          entries.push([term, []]);
        }
        for (const number of numbersOf) {
          found[place].push(number, weight);
          if (share) name(place, number, share);
        }
      }
    };
    const groups = (name, value) => documents.flatMap((document, number) => (document[name] === value ? [number] : []));
    for (const [slug, title] of data.programs) add(title, WEIGHTS.program, groups("programId", slug));
    yield;
    for (const [slug, title] of data.chapters) {
      add(title, WEIGHTS.chapter, groups("chapterId", slug), NAMED_BY_CHAPTER);
      yield;
    }
    for (const facet of Object.keys(data.facets)) {
      for (const [i, value] of data.facets[facet].entries()) {
        add(data.labels[facet][i], WEIGHTS.facet, documents.flatMap((document, number) => ((document.facets[facet] || []).includes(value) ? [number] : [])));
        yield;
      }
    }
    const known = new Set();
    for (const [i, text] of [...data.lexicon, ...data.synonyms.flat()].entries()) {
      for (const one of termsOf(text)) known.add(one);
      if (i % STEP === 0) yield;
    }
    for (let place = 0; place < frequencies.length; place += 1) {
      const term = terms[place];
      if (frequencies[place] >= ONCE_IS_NO_PART && term.length >= SHORTEST_PART && WORD.test(term)) known.add(term);
      if (place % MANY === 0) yield;
    }
    const common = new vip.compounds.Splitter(new Set(known));
    // A part of a compound is found as if it stood alone, but weighs less.
    const borrowed = new Map();
    if (options.parts !== false) {
      for (let place = 0; place < frequencies.length; place += 1) {
        const [term, cuts] = entries[place];
        for (const part of common.at(term, cuts)) {
          const to = numbers.get(part);
          if (to === undefined || to === place) continue;
          if (!borrowed.has(to)) borrowed.set(to, []);
          borrowed.get(to).push(place);
        }
        if (place % STEP === 0) yield;
      }
      const own = found.map((list) => list.length);
      for (const [to, places] of borrowed) {
        for (const place of places) {
          const list = found[place];
          const named = about.get(place) || [];
          for (let i = 0; i < named.length; i += 2) name(to, named[i], named[i + 1]);
          for (let i = 0; i < own[place]; i += 2) found[to].push(list[i], -list[i + 1] * WEIGHTS.part);
          work += own[place] + named.length;
          if (work > MUCH) {
            work = 0;
            yield;
          }
        }
      }
    }
    // Lunr's own structures. A weight below zero is a part's: the heaviest of them counts, and less than the word itself.
    const invertedIndex = Object.create(null);
    const elements = documents.map(() => []);
    const heaviest = new Float64Array(documents.length);
    const borrowedWeight = new Float64Array(documents.length);
    const seen = new Uint32Array(documents.length);
    for (let place = 0; place < terms.length; place += 1) {
      const list = found[place];
      const order = [];
      for (let i = 0; i < list.length; i += 2) {
        const number = list[i];
        const weight = list[i + 1];
        if (seen[number] !== place + 1) {
          seen[number] = place + 1;
          heaviest[number] = 0;
          borrowedWeight[number] = 0;
          order.push(number);
        }
        if (weight > 0) heaviest[number] += weight;
        else borrowedWeight[number] = Math.max(borrowedWeight[number], -weight) - weight * 0.1;
      }
      const idf = Math.log(1 + Math.abs((documents.length - order.length + 0.5) / (order.length + 0.5)));
      const postings = {};
      for (const number of order) {
        postings[number] = NOTHING;
        elements[number].push(place, (heaviest[number] + borrowedWeight[number]) * idf);
      }
      found[place] = order.length;
      invertedIndex[terms[place]] = { _index: place, [FIELD]: postings };
      work += list.length + 8;
      if (work > MUCH) {
        work = 0;
        yield;
      }
    }
    const fieldVectors = {};
    for (const [number, list] of elements.entries()) {
      fieldVectors[`${FIELD}/${number}`] = new lunr.Vector(list);
      if (number % STEP === 0) yield;
    }
    const sorted = terms.slice().sort();
    const builder = new lunr.TokenSet.Builder();
    for (const [i, term] of sorted.entries()) {
      builder.insert(term);
      if (i % STEP === 0) yield;
    }
    builder.finish();
    yield;
    // The compounds of a query may also be made of what only one title says.
    for (const [title] of analysed) for (const one of title) if (one.length >= SHORTEST_TITLE_WORD && WORD.test(one)) known.add(one);
    const splitter = new vip.compounds.Splitter(known);
    const index = new lunr.Index({ invertedIndex, fieldVectors, tokenSet: builder.root, fields: [FIELD], pipeline: new lunr.Pipeline() });
    return { compounds: borrowed, documents, phrases, index, sorted, found, numbers, splitter, common, entries, about };
  }

  vip.searchIndex = { WEIGHTS, build, phrase };
})((globalThis.vip = globalThis.vip || {}));
