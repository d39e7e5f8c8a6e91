/* Search: from what a reader types to ranked documents. Pure but for Lunr. */
(function (vip) {
  "use strict";
  const LONGEST = 200;
  const MOST_WORDS = 12;
  const MOST_COMPLETIONS = 16;
  const SLICE = 8;
  const COMMON = 300;
  const MOST_READINGS = 3;
  const RARE = 3;
  const TOPIC_SHARE = 0.6;
  const SHORTEST_GUESSED = 5;
  const CODE = /^[a-z]+[0-9]/;
  const PROGRAM = "program";
  const WHO_ASKS = "yrkesroll";
  const BOOSTS = { exact: 1, joined: 1, synonym: 0.7, split: 0.6, completed: 0.5, completedKnown: 0.12, nearest: 0.8, phrase: 1.4, more: 0.2, about: 0.7, topic: 1, power: 0.5, inOne: 0.8, asker: 0.4, belongs: 0.2 };
  const ALL = { parts: true, split: true, joined: true, prefix: true, synonyms: true, fuzzy: true, subject: true, topic: true, asker: true };

  class Search {
    /**
     * Build the whole index at once; `Search.load` does it a little at a time.
     * @param data what hooks/vip_core/search_encoding.py writes
     * @param options which techniques to use, all by default
     */
    constructor(data, lunr, options = {}) {
      const steps = vip.searchIndex.build(data, lunr, { ...ALL, ...options });
      let step = steps.next();
      while (!step.done) step = steps.next();
      this.take(data, lunr, step.value, options);
      Array.from(this.speller.listen());
    }

    /** Return a promise of a search; the index is built in slices that never block the page for long. */
    static async load(data, lunr, options = {}) {
      const built = await inSlices(vip.searchIndex.build(data, lunr, { ...ALL, ...options }));
      const search = Object.create(Search.prototype);
      search.take(data, lunr, built, options);
      await inSlices(search.speller.listen());
      inSlices(search.warm());
      return search;
    }

    take(data, lunr, built, options) {
      Object.assign(this, built, { lunr, facets: data.facets, use: { ...ALL, ...options } });
      this.synonyms = synonymsByFirst(data.synonyms);
      this.words = [...data.synonyms.flat(), ...data.lexicon];
      this.programs = data.programs.map(([slug]) => slug);
      this.programOf = Int16Array.from(this.documents, ({ programId }) => this.programs.indexOf(programId));
      const roles = (data.labels[WHO_ASKS] || []).map((label) => vip.swedishAnalysis.terms(label));
      this.askers = new Set(roles.filter((stems) => stems.length === 1).flat());
      this.speller = new vip.spelling.Speller([...new Set([...this.sorted, ...this.synonyms.keys()])]);
      this.asked = new Map();
    }

    /**
     * Return what is found, best first, articles before other kinds: `[{document, score, words, read}]`, `words` being the terms
     * to mark, `read` the query as it was understood. A document holds at least half of the query's content words.
     * @param selection chosen facet values; documents that it hides are left out
     * @param options `{typing: true}` takes the last word as unfinished
     */
    find(query, selection = {}, { typing = false } = {}) {
      return this.ranked(query, typing).filter(({ document }) => shows(document, selection));
    }

    /** Return at most `limit` articles for a query that is being typed. */
    suggest(query, limit = 8, selection = {}) {
      return this.find(query, selection, { typing: true }).filter(({ document }) => document.kind === "artikel").slice(0, limit);
    }

    /** Return for every value of every facet how many of the hits would show with it (`hits` found without a selection). */
    counts(hits, selection = {}) {
      const items = hits.map(({ document }) => ({ audience: document.facets, always: document.always }));
      return vip.selection.counts(items, selection, this.facets);
    }

    /** Return the query with its unknown words put right, or null when there is nothing to put right. */
    spelling(query) {
      const { spans, term } = vip.swedishAnalysis;
      const text = query.slice(0, LONGEST);
      let corrected = "";
      let place = 0;
      let changed = false;
      for (const [token, start, end] of spans(text)) {
        const stem = term(token);
        if (!stem || start < place || this.isKnown(stem)) continue;
        const [best] = this.nearest(stem);
        const written = best && this.surface(best.word);
        if (!written) continue;
        corrected += text.slice(place, start) + written;
        place = end;
        changed = true;
      }
      return changed ? (corrected + text.slice(place)).trim() : null;
    }

    isKnown(stem) {
      return this.numbers.has(stem) || this.synonyms.has(stem) || this.splitter.parts(stem).length > 0;
    }

    nearest(stem, token = stem, accepted = null) {
      const { speller } = this;
      const found = new Map();
      for (const near of [...speller.nearest(stem, accepted), ...(token === stem ? [] : speller.nearest(token, accepted))]) {
        if (!found.has(near.word) || found.get(near.word).distance > near.distance) found.set(near.word, near);
      }
      const least = Math.min(...[...found.values()].map((near) => near.distance));
      const frequency = (word) => this.found[this.numbers.get(word)] || 0;
      return [...found.values()]
        .filter((near) => near.distance === least)
        .sort((a, b) => frequency(b.word) - frequency(a.word) || (a.word < b.word ? -1 : 1))
        .slice(0, 3);
    }

    /** Return a word of the titles, descriptions or synonyms whose stem is `stem`, the shortest one; empty for none. */
    surface(stem) {
      let best = "";
      for (const text of [...this.words, ...this.documents.flatMap(({ title, description }) => [title, description])]) {
        if (!vip.swedishAnalysis.fold(text).includes(stem.slice(0, 3))) continue;
        for (const [token, start, end] of vip.swedishAnalysis.spans(text)) {
          const written = text.slice(start, end);
          if (vip.swedishAnalysis.stem(token) === stem && (!best || written.length < best.length)) best = written;
        }
      }
      return best && best.slice(1) === best.slice(1).toLowerCase() ? best.toLowerCase() : best;
    }

    /** Return every document that is found, before any selection. */
    ranked(query, typing = false) {
      const words = this.wordsOf(query, typing);
      const size = this.documents.length;
      const scores = new Float64Array(size);
      const matched = new Uint8Array(size);
      const asker = new Uint8Array(size);
      const sure = new Uint8Array(size);
      const about = new Float64Array(size);
      const topical = new Float64Array(size);
      for (const word of words) {
        const own = this.scoresOf(word);
        const subject = this.subjectOf(word, own);
        for (let number = 0; number < size; number += 1) {
          about[number] += subject.about[number] / words.length;
          topical[number] += subject.topical[number] / words.length;
          if (!own[number]) continue;
          // The parts of a compound that no text has, in an article that names none of them, stand there by chance.
          if (word.parts.length && !word.clauses.length && !subject.named[number]) continue;
          scores[number] += own[number] ** BOOSTS.power;
          matched[number] += 1;
          if (word.asker) asker[number] += 1;
          if (!word.guessed) sure[number] = 1;
        }
      }
      const marked = [...new Set(words.flatMap(markedBy))];
      const read = words.flatMap((word) => this.readAs(word)).join(" ");
      const askers = words.filter((word) => word.asker).length;
      const phrase = words.length > 1 ? this.phraseOf(query) : "";
      const hits = [];
      for (let number = 0; number < size; number += 1) {
        // Words that were only guessed at do not carry a query whose other words are unknown.
        const enough = matched[number] && matched[number] * 2 >= words.length && (sure[number] || matched[number] === words.length);
        if (!enough) continue;
        const whole = phrase && this.phrases[number].includes(phrase) ? BOOSTS.phrase : 1;
        const subject = this.use.subject ? (1 + BOOSTS.about * about[number] ** 2) * (1 + BOOSTS.topic * topical[number]) : 1;
        // Who asks ("lärare påverkad elev") need not be in the text.
        const wanted = askers < words.length ? words.length - askers + asker[number] : words.length;
        const score = scores[number] * whole * subject * (matched[number] / wanted) ** 2;
        hits.push({ document: this.documents[number], score, words: marked, read, number });
      }
      const rank = (hit) => (hit.document.kind === "artikel" ? 0 : 1);
      return hits.sort((a, b) => rank(a) - rank(b) || b.score - a.score || a.number - b.number);
    }

    /** Return the words of the texts that a word of the query was taken for: itself, and when few texts have it what it may mean. */
    readAs(word) {
      if (word.isOpen || this.found[this.numbers.get(word.stem)] > RARE) return [word.token];
      if (word.parts.length) return word.parts.flatMap((part) => this.readAs(part));
      const likely = [...distinct(word.clauses)].sort((a, b) => b[1] - a[1]).slice(0, MOST_READINGS);
      return [...new Set([word.token, ...likely.map(([term]) => term)])];
    }

    /**
     * Return how surely each document is about a word, 0…1 by number: `about`, because its title or chapter holds the word or
     * what it may stand for, or because the word is the topic of its program; `topical`, only the last; `named`, 1 for the first.
     * @param scores what `scoresOf` gave for the word
     */
    subjectOf(word, scores) {
      const size = this.documents.length;
      const about = new Float64Array(size);
      const topical = new Float64Array(size);
      const named = new Uint8Array(size);
      for (const part of word.parts) {
        const own = this.subjectOf(part, part.scores);
        for (let number = 0; number < size; number += 1) {
          about[number] += own.about[number] / word.parts.length;
          topical[number] += own.topical[number] / word.parts.length;
          named[number] |= own.named[number];
        }
      }
      const name = (number, share) => {
        about[number] = Math.max(about[number], share);
        named[number] = 1;
      };
      for (const [term, boost] of distinct(word.clauses)) this.named(term, (number, share) => name(number, share * boost));
      for (const [terms, boost] of word.together) {
        const sums = new Map();
        for (const term of terms) this.named(term, (number, share) => sums.set(number, (sums.get(number) || 0) + (share * boost) / terms.length));
        for (const [number, sum] of sums) name(number, Math.min(1, sum));
      }
      const [program, share] = word.parts.length ? [-1, 0] : this.topicOf(scores);
      for (let number = 0; program >= 0 && number < size; number += 1) {
        if (this.programOf[number] !== program) continue;
        topical[number] = share;
        about[number] = Math.max(about[number], share);
      }
      return { about, topical, named };
    }

    /** Call `take(number, share)` for each document whose title or chapter holds a term. */
    named(term, take) {
      const found = this.about.get(this.numbers.get(term)) || [];
      for (let i = 0; i < found.length; i += 2) take(found[i], found[i + 1]);
    }

    /** Return the number of the program that has most of a word's scores, and its share: the word is its topic. -1 for none. */
    topicOf(scores) {
      if (!this.use.topic) return [-1, 0];
      const held = new Float64Array(this.programs.length);
      let sum = 0;
      for (let number = 0; number < scores.length; number += 1) {
        if (!scores[number] || this.programOf[number] < 0) continue;
        held[this.programOf[number]] += scores[number];
        sum += scores[number];
      }
      const program = held.findIndex((own) => own > sum * TOPIC_SHARE);
      return [program, program < 0 ? 0 : held[program] / sum];
    }

    /**
     * Return a word's scores, with a little for every document of a program whose topic it is and most of whose documents hold
     * it: an article about indicators in the program about schizofreni is found by "psykosindikatorer".
     */
    withItsTopic(scores) {
      const [program, share] = this.topicOf(scores);
      if (program < 0) return scores;
      const all = scores.slice();
      let without = 0;
      let holding = 0;
      for (let number = 0; number < all.length; number += 1) {
        if (this.programOf[number] !== program) continue;
        if (all[number]) holding += 1;
        else {
          without += 1;
          all[number] = BOOSTS.belongs * share;
        }
      }
      return holding < without ? scores : all;
    }

    /** Return the stems of all words of a text, small ones too, with a space around each. */
    phraseOf(text) {
      return vip.searchIndex.phrase(vip.swedishAnalysis.tokens(text.slice(0, LONGEST)));
    }

    /** Return the content words of a query with everything they may stand for. */
    wordsOf(query, typing) {
      const text = query.slice(0, LONGEST);
      const open = typing && /[\p{L}\p{N}]$/u.test(text);
      const { tokens, term } = vip.swedishAnalysis;
      const raw = tokens(text);
      const words = [];
      for (const [i, token] of raw.entries()) {
        const isOpen = open && i === raw.length - 1;
        const stem = term(token) || (isOpen && token.length > 1 ? token : "");
        if (stem && words.length < MOST_WORDS && !words.some((word) => word.stem === stem)) words.push(this.word(token, stem, i, isOpen));
      }
      if (this.use.joined) this.join(words);
      if (this.use.synonyms) this.addSynonyms(words);
      for (const word of words) {
        word.asker = this.use.asker && [word.stem, ...word.clauses.filter(([, boost]) => boost >= BOOSTS.asker).map(([term]) => term)].some((term) => this.askers.has(term));
        this.finish(word);
      }
      return words;
    }

    /**
     * Return a word of a query: `clauses` are terms it may stand for, `[term, boost]`; `together` terms of which a document
     * must hold all, `[terms, boost]`; `parts` the words that a compound stands for; `marked` the terms to mark.
     */
    word(token, stem, place, isOpen = false) {
      const word = { token, stem, place, isOpen, clauses: [], together: [], parts: [], marked: [stem], guessed: false };
      if (this.numbers.has(stem)) word.clauses.push([stem, BOOSTS.exact]);
      const parts = this.use.split ? this.splitter.parts(stem) : [];
      // A compound that no title names is more often spoken of in its parts, whether some text has it or not: "psykosdiagnos"
      // as "diagnos vid psykos".
      if (parts.length && this.about.has(this.numbers.get(stem))) word.together.push([parts, BOOSTS.split]);
      else word.parts = parts.map((part) => this.word(part, part, place));
      return word;
    }

    /** Add what depends on whether anything else was found: completions, and words that are spelt nearly so. */
    finish(word) {
      if (word.parts.length) {
        this.addSynonyms(word.parts);
        word.parts.forEach((part) => this.finish(part));
      }
      const known = word.clauses.length + word.together.length + word.parts.length > 0;
      if (this.use.prefix && (word.isOpen || !known || CODE.test(word.stem))) this.complete(word, known);
      if (this.use.fuzzy && !word.clauses.length && !this.scoresOf(word).some(Boolean)) this.correct(word);
    }

    /** Take neighbours that are one word elsewhere for that word: "åter fall", "suicid bedömning". */
    join(words) {
      for (const [i, word] of words.entries()) {
        const next = words[i + 1];
        if (!next || next.place !== word.place + 1) continue;
        for (const link of ["", "s"]) {
          const joined = vip.swedishAnalysis.stem(word.token + link + next.token);
          if (!this.numbers.has(joined)) continue;
          for (const one of [word, next]) {
            one.clauses.push([joined, BOOSTS.joined]);
            one.marked.push(joined);
          }
        }
        for (const compound of this.compoundsOf(word.stem, next.stem)) {
          word.clauses.push([compound, BOOSTS.inOne]);
          next.clauses.push([compound, BOOSTS.inOne]);
        }
      }
    }

    /** Return the compounds that hold both parts, in that order: suicidriskbedömning for suicid and bedömning. */
    compoundsOf(first, last) {
      const [before, after] = [first, last].map((stem) => this.compounds.get(this.numbers.get(stem)) || []);
      const both = new Set(after);
      return before.filter((place) => both.has(place)).map((place) => this.entries[place][0]).filter((term) => term.indexOf(first) < term.lastIndexOf(last));
    }

    addSynonyms(words) {
      for (let i = 0; i < words.length; i += 1) {
        for (const [phrase, group] of this.synonyms.get(words[i].stem) || []) {
          const covered = words.slice(i, i + phrase.length);
          if (covered.length < phrase.length || !phrase.every((stem, k) => covered[k].stem === stem)) continue;
          for (const word of covered) this.addGroup(word, phrase, group, BOOSTS.synonym);
        }
      }
    }

    /** Let a word stand for everything in a group of synonyms. A rare synonym weighs no more than the word itself. */
    addGroup(word, phrase, group, boost) {
      const own = phrase.length === 1 && this.numbers.has(phrase[0]) ? this.rarity(phrase[0]) : Infinity;
      for (const other of group) {
        if (other === phrase) continue;
        const weight = boost * Math.min(1, own / Math.max(...other.map((term) => this.rarity(term))));
        if (other.length > 1) word.together.push([other, weight]);
        else if (this.numbers.has(other[0])) word.clauses.push([other[0], weight]);
        else if (this.splitter.parts(other[0]).length) word.together.push([this.splitter.parts(other[0]), weight * BOOSTS.split]);
        if (other.length === 1) word.marked.push(other[0]);
      }
    }

    rarity(term) {
      const found = this.found[this.numbers.get(term)] || 0;
      return Math.log(1 + Math.abs((this.documents.length - found + 0.5) / (found + 0.5)));
    }

    complete(word, known) {
      const start = word.isOpen ? vip.swedishAnalysis.fold(word.token) : word.stem;
      if (start.length < (word.isOpen || CODE.test(start) ? 2 : 4)) return;
      const completions = [];
      for (let i = lowerBound(this.sorted, start); i < this.sorted.length && this.sorted[i].startsWith(start); i += 1) {
        if (this.sorted[i] !== word.stem) completions.push(this.sorted[i]);
      }
      const weight = (term) => this.found[this.numbers.get(term)] / term.length;
      completions.sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1));
      const boost = known ? BOOSTS.completedKnown : BOOSTS.completed;
      for (const term of completions.slice(0, MOST_COMPLETIONS)) word.clauses.push([term, boost]);
      if (completions.length) word.marked.push(start);
    }

    correct(word) {
      word.guessed = true;
      for (const { word: near, distance } of this.nearest(word.stem, word.token)) {
        const boost = BOOSTS.nearest / (1 + distance);
        if (this.numbers.has(near)) word.clauses.push([near, boost]);
        for (const [phrase, group] of this.synonyms.get(near) || []) {
          if (phrase.length === 1) this.addGroup(word, phrase, group, boost * BOOSTS.synonym);
        }
        word.marked.push(near);
      }
      if (this.use.split && !word.clauses.length && !word.together.length) this.correctParts(word);
    }

    /** Take an unknown word for a compound of two words, one of them misspelt: angestbehandlig is angest and behandling. */
    correctParts(word) {
      const { stem } = word;
      let best = Infinity;
      for (let place = SHORTEST_GUESSED; place <= stem.length - SHORTEST_GUESSED; place += 1) {
        const [first, last] = [stem.slice(0, place), stem.slice(place)];
        const [before, after] = [this.common.part(first), this.common.known.has(last) ? last : ""];
        if (!before === !after) continue;
        const unknown = before ? last : first;
        const [near] = this.nearest(unknown, unknown, this.common.known);
        if (!near || near.distance >= best || !this.numbers.has(near.word)) continue;
        best = near.distance;
        word.parts = (before ? [before, near.word] : [near.word, after]).map((part) => this.word(part, part, word.place));
      }
      if (!word.parts.length) return;
      this.addSynonyms(word.parts);
      word.marked.push(...word.parts.map((part) => part.stem));
    }

    /**
     * Return the score of each document by its number, 0 where it holds neither the word nor anything it may stand for.
     * The best of what is found counts, the rest a little.
     */
    scoresOf(word) {
      const scores = new Float64Array(this.documents.length);
      const take = (number, weighed) => {
        const before = scores[number];
        scores[number] = before > weighed ? before + BOOSTS.more * weighed : weighed + BOOSTS.more * before;
      };
      for (const [term, boost] of distinct(word.clauses)) {
        const { numbers, weights } = this.holding(term);
        for (let i = 0; i < numbers.length; i += 1) take(numbers[i], weights[i] * boost);
      }
      for (const [terms, boost] of word.together) {
        if (!terms.every((term) => this.numbers.has(term))) continue;
        const all = this.inAll(terms.map((term) => this.spread(this.holding(term))));
        for (let number = 0; number < all.length; number += 1) if (all[number]) take(number, (all[number] * boost) / terms.length);
      }
      if (word.parts.length) {
        const lists = word.parts.map((part) => (part.scores = this.scoresOf(part)));
        const all = this.inAll(word.guessed ? lists : lists.map((scores) => this.withItsTopic(scores)));
        for (let number = 0; number < all.length; number += 1) {
          if (all[number] && lists.some((scores) => scores[number])) take(number, all[number] * BOOSTS.split);
        }
      }
      return scores;
    }

    /** Return the sums of several scores, 0 where one of them is. */
    inAll(lists) {
      return lists[0].map((_, number) => (lists.every((scores) => scores[number]) ? lists.reduce((sum, scores) => sum + scores[number], 0) : 0));
    }

    spread({ numbers, weights }) {
      const scores = new Float64Array(this.documents.length);
      for (let i = 0; i < numbers.length; i += 1) scores[numbers[i]] = weights[i];
      return scores;
    }

    /**
     * Ask Lunr, once for each term, for the documents that hold it. The clause is built here: what the reader typed never
     * reaches Lunr's own query language.
     */
    holding(term) {
      const place = this.numbers.get(term);
      let found = this.asked.get(place);
      if (!found) {
        const results = this.index.query((query) => query.term(term, { usePipeline: false }));
        found = { numbers: Uint32Array.from(results, (hit) => Number(hit.ref)), weights: Float32Array.from(results, (hit) => hit.score) };
        this.asked.set(place, found);
      }
      return found;
    }

    /** Ask for the terms that many documents hold, a little at a time, so that no query has to wait for them. */
    *warm() {
      for (const term of this.sorted) {
        if (this.found[this.numbers.get(term)] < COMMON) continue;
        this.holding(term);
        yield;
      }
    }
  }

  /** Run a generator for a few milliseconds at a time; returns a promise of what it returns. */
  async function inSlices(steps) {
    for (;;) {
      const until = performance.now() + SLICE;
      let step = steps.next();
      while (!step.done && performance.now() < until) step = steps.next();
      if (step.done) return step.value;
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  function markedBy(word) {
    return [...word.marked, ...word.parts.flatMap(markedBy)];
  }

  function distinct(clauses) {
    const boosts = new Map();
    for (const [term, boost] of clauses) boosts.set(term, Math.max(boost, boosts.get(term) || 0));
    return boosts;
  }

  function shows(document, selection) {
    const { [PROGRAM]: programs, ...facets } = selection;
    if (programs && programs.length && !programs.includes(document.programId)) return false;
    return vip.selection.shows({ audience: document.facets, always: document.always }, facets);
  }

  function lowerBound(sorted, wanted) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Return each phrase that has synonyms, `[stems, group]`, by its first stem. */
  function synonymsByFirst(groups) {
    const byFirst = new Map();
    for (const written of groups) {
      const group = written.map((text) => vip.swedishAnalysis.terms(text)).filter((stems) => stems.length);
      for (const stems of group) {
        if (!byFirst.has(stems[0])) byFirst.set(stems[0], []);
        byFirst.get(stems[0]).push([stems, group]);
      }
    }
    return byFirst;
  }

  /**
   * Return a function that finds what to mark in a text: `[[start, end], …]`, whole words.
   * @param {string[]|string} wanted terms (a hit's `words`), or a query
   * @param {Search} [search] splits compounds, when it is given
   */
  function marker(wanted, search) {
    const stems = typeof wanted === "string" ? vip.swedishAnalysis.terms(wanted) : wanted;
    const set = new Set(stems);
    const long = stems.filter((stem) => stem.length > 3);
    return (text) => {
      const ranges = [];
      for (const [token, start, end] of vip.swedishAnalysis.spans(text)) {
        const stem = vip.swedishAnalysis.term(token);
        if (!stem || (ranges.length && start < ranges[ranges.length - 1][1])) continue;
        const parts = search ? search.splitter.parts(stem) : [];
        const hit = set.has(stem) || parts.some((part) => set.has(part)) || long.some((one) => stem.startsWith(one) || (!search && stem.endsWith(one)));
        if (hit) ranges.push([start, end]);
      }
      return ranges;
    };
  }

  vip.Search = Search;
  vip.marker = marker;
})((globalThis.vip = globalThis.vip || {}));
