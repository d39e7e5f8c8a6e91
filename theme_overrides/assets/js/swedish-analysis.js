/* Swedish analysis: the same definition as hooks/vip_core/swedish_analysis.py; both pass tests/cases/swedish_analysis.yml. Pure. */
(function (vip) {
  "use strict";
  const OTHER_LETTERS = { "æ": "a", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "\u2010": "-", "\u2011": "-", "\u00ad": "" };
  const OTHER = /[æøßđł\u2010\u2011\u00ad]/g;
  const SPACE = "[ \\t\\n\\r\u00a0\u2009\u202f]?";
  const NUMBER = `([0-9]{1,3})${SPACE}([a-z]?)(?![a-z0-9])`;
  // A chapter of a law with its paragraph ("5 kap. 7 §"), a paragraph alone, a number in the statute book ("2010:800"),
  // a code ("F20.0"), and a word, which may hold hyphens and end as an abbreviation does ("adhd:s").
  const TOKEN = new RegExp(
    `${NUMBER}${SPACE}kap(?![a-z0-9])\\.?(?:${SPACE}${NUMBER}(?:${SPACE}[-–]${SPACE}([0-9]{1,3})(?![a-z0-9]))?)?` +
      `|${NUMBER}${SPACE}§` +
      "|([0-9]{4}):([0-9]{1,4})(?![a-z0-9])" +
      "|([a-z][0-9]{2})\\.([0-9]{1,2}[a-z]?)(?![a-z0-9])" +
      "|([a-z0-9]+(?:-[a-z0-9]+)*)(?::(?:s|n|t|na|en|et|er|ar|ns|ts|ens|ets|erna|arna|are|aren|arnas)(?![a-z0-9]))?",
    "g",
  );
  const LONGEST_RANGE = 30;
  const STOP_WORDS = new Set(
    ("alla allt alltid an and andra annan annat antingen ar att av aven bade bara behov behover blev bli blir bor da " +
      "dar darfor de dem den denna deras dess dessa det detta dig din dina dit ditt dock du efter eftersom eller en " +
      "enligt er era ert ett exempel fa far fatt finns fler flera for fran ge genom ger gor gora ha hade han hans har " +
      "hela hen henne hennes hit hon honom hos hur i in inga ingen inget innan inte jag ju kan kring kunde man maste " +
      "med medan mellan men mer mest mig min mina mitt mot nagon nagot nagra nar ni nu och ocksa of ofta olika om oss " +
      "over pa per sa sadan sadana sadant samma samt sedan sig sin sina sitt ska skall skulle som ta tar the till trots " +
      "under upp ur ut utan utifran vad var vara varfor varit varje vem vi via vid vilja vilka vilken vilket vill").split(" "),
  );
  const IRREGULAR = new Map(Object.entries({
    vuxen: "vux", vuxna: "vux", vuxnas: "vux", vuxne: "vux", vuxens: "vux", mannen: "man",
    mannens: "man", bocker: "bok", boken: "bok", bockerna: "bok", hander: "hand", natter: "natt",
    dottrar: "dotter", dottern: "dotter", soner: "son", sonen: "son", modrar: "mor", modern: "mor",
    yngre: "ung", yngsta: "ung", egen: "egn", eget: "egn", oppen: "opp", oppet: "opp",
    oppna: "opp", oppnas: "opp", aldres: "aldre",
  }));
  // Words that look inflected but are not: one that ends with any of these has no more endings.
  const WHOLE = (
    "medel regel exempel tecken vapen foralder alder register monster syster center nummer kapitel titel cykel " +
    "artikel muskel handel finger vinter lager plan organ insats plats sats kris kurs klass psykos diagnos dos neuros " +
    "prognos narkos process stress remiss hus samtal abstinens demens kompetens frekvens konsekvens resurs substans " +
    "instans balans distans chans ambulans resiliens resonans kurator rektor doktor faktor mentor indikator " +
    "koordinator sektor inspektor dator terapeut patient klient paket sekret vatten aldre person ungdom anorexi " +
    "diabetes cannabis status paus allergi hat mat stat kvar klar svar ansvar forsvar vardag idag stor far mer " +
    "apparat format mandat resultat citat advokat humor kontor motor privat akut het arbet lakar larar skad fokus " +
    "lokus virus korpus sexig motiv koncentrat alternat kokain heroin barn lex sinnes egen vuxen intress mening lugn " +
    "ensam abc kvinn reglering licens nara"
  ).split(" ");
  // What an ending leaves behind, and the form the word has in compounds: läkemedl(et) is läkemedel.
  const TAILS = [
    ["medl", "medel"], ["regl", "regel"], ["exempl", "exempel"], ["teckn", "tecken"], ["vapn", "vapen"],
    ["foraldr", "foralder"], ["aldr", "alder"], ["registr", "register"], ["monstr", "monster"], ["systr", "syster"],
    ["centr", "center"], ["numr", "nummer"], ["kapitl", "kapitel"], ["titl", "titel"], ["cykl", "cykel"],
    ["artikl", "artikel"], ["muskl", "muskel"], ["fingr", "finger"], ["vintr", "vinter"], ["syskn", "syskon"],
    ["vattn", "vatten"], ["anmalning", "anmal"], ["ansokning", "ansok"], ["verkning", "verk"], ["mm", "m"],
    ["nn", "n"],
  ];
  // An ending and what stands in its place, the longest first.
  const ENDINGS = [
    ["heternas", "het"], ["heterna", "het"], ["heters", "het"], ["hetens", "het"], ["heten", "het"],
    ["heter", "het"], ["arnas", ""], ["ernas", ""], ["ornas", ""], ["arens", ""], ["arna", ""], ["erna", ""],
    ["orna", ""], ["enas", ""], ["iskt", "isk"], ["ivt", "iv"], ["ialt", "ial"], ["igast", "ig"], ["igare", "ig"],
    ["aren", ""], ["ares", ""], ["ades", ""], ["ena", ""], ["are", ""], ["ade", ""], ["ens", ""], ["ets", ""],
    ["ans", ""], ["ars", ""], ["ers", ""], ["ors", ""], ["igt", "ig"], ["en", ""], ["et", ""], ["er", ""],
    ["ar", ""], ["or", ""], ["an", ""], ["at", ""], ["ad", ""], ["as", ""], ["es", ""], ["a", ""], ["e", ""],
    ["s", ""],
  ];
  const LONGER_REST = { at: 4, ad: 4, as: 4, es: 4, s: 4, ans: 4, ens: 4, ars: 4, ers: 4, ors: 4, ena: 4 };
  // A word that has lost one ending has no genitive left to lose.
  const INNER_ENDINGS = ENDINGS.filter(([ending]) => !ending.endsWith("s"));
  const BEFORE_N = "torn aldern systern vintern fingern titeln cykeln artikeln regeln muskeln handeln".split(" ");
  const AGENT = /^((.*l(?:a[kr]))ar(?:e|es|en|ens|na|nas))$/;
  const DEFINITE_I = /^(?:.*(?:logi|terapi|atri|ergi|nomi|demi|tegi|gori|tomi|mani|fobi|reni|pati|grafi|metri|emoni|bulimi|plegi)ns?)$/;
  const VOWEL = /[aeiouy]/;
  const SHORTEST_STEM = 3;
  const SHORTEST_NUMBER = 3;

  /** Return `text` in lower case and without diacritics. */
  function fold(text) {
    return text.toLowerCase().replace(OTHER, (letter) => OTHER_LETTERS[letter]).normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  /** Return the parts of a word with hyphens; a single letter and a number after letters belong to their neighbour. */
  function hyphenated(word) {
    const parts = [];
    for (const part of word.split("-")) {
      const before = parts.length ? parts[parts.length - 1] : "";
      if (before && !isNumber(before) && (before.length === 1 || part.length === 1 || isNumber(part))) parts[parts.length - 1] += part;
      else parts.push(part);
    }
    return parts;
  }

  function isNumber(token) {
    return /^[0-9]+$/.test(token);
  }

  function tokensOf(match) {
    const [, chapter, chapterLetter, paragraph, paragraphLetter, last, alone, aloneLetter, year, number, code, decimal, word] = match;
    if (word !== undefined) return word.includes("-") ? hyphenated(word) : [word];
    if (chapter) {
      const start = `k${chapter}${chapterLetter}`;
      if (!paragraph) return [start];
      const first = Number(paragraph);
      const end = last && first < Number(last) && Number(last) <= first + LONGEST_RANGE ? Number(last) : first;
      const found = [`${start}p${paragraph}${paragraphLetter}`];
      for (let next = first + 1; next <= end; next += 1) found.push(`${start}p${next}`);
      return found;
    }
    if (alone) return [`p${alone}${aloneLetter}`];
    return [year ? year + number : code + decimal];
  }

  /** Return the words, codes and references to laws in `text`, folded, in order. */
  function tokens(text) {
    const found = [];
    for (const match of fold(text).matchAll(TOKEN)) found.push(...tokensOf(match));
    return found;
  }

  /** Return `[token, start, end]` for each token of `text`, the places being those in `text` itself. */
  function spans(text) {
    let folded = "";
    const from = [];
    let place = 0;
    for (const letter of text) {
      const plain = fold(letter);
      for (let i = 0; i < plain.length; i += 1) from.push(place);
      folded += plain;
      place += letter.length;
    }
    from.push(text.length);
    const found = [];
    for (const match of folded.matchAll(TOKEN)) {
      const start = from[match.index];
      const end = from[match.index + match[0].length];
      for (const token of tokensOf(match)) found.push([token, start, end]);
    }
    return found;
  }

  const stems = new Map();

  /** Return what the forms of a word have in common: skola, skolan and skolornas are `skol`. */
  function stem(token) {
    let known = stems.get(token);
    if (known === undefined) {
      known = stemOf(token);
      if (stems.size < 100000) stems.set(token, known);
    }
    return known;
  }

  function stemOf(token) {
    if (token.length <= SHORTEST_STEM || !/^[a-z]+$/.test(token)) return token;
    const known = IRREGULAR.get(token);
    if (known) return known;
    const agent = AGENT.exec(token);
    if (agent) return `${agent[2]}ar`;
    let word = withoutEnding(token, ENDINGS);
    let shorter = withoutEnding(word, INNER_ENDINGS);
    while (shorter !== word) {
      word = shorter;
      shorter = withoutEnding(word, INNER_ENDINGS);
    }
    const tail = word.length > SHORTEST_STEM && TAILS.find(([ending]) => word.endsWith(ending));
    return tail ? word.slice(0, -tail[0].length) + tail[1] : word;
  }

  function withoutEnding(word, endings) {
    if (WHOLE.some((whole) => word.endsWith(whole))) return word;
    const bare = word.replace(/s+$/, "");
    if (BEFORE_N.some((end) => bare.endsWith(end)) || DEFINITE_I.test(word)) return bare.slice(0, -1);
    for (const [ending, instead] of endings) {
      if (!word.endsWith(ending)) continue;
      const rest = word.slice(0, -ending.length);
      if (rest.length >= (LONGER_REST[ending] || SHORTEST_STEM) && VOWEL.test(rest) && mayEnd(rest, ending)) return rest + instead;
    }
    return word;
  }

  function mayEnd(rest, ending) {
    const last = rest[rest.length - 1];
    if (ending === "or") return last !== "t";
    return ending !== "s" || !"siuxz".includes(last);
  }

  /** Return the stem of a token, or empty for small words, single letters and numbers below 100. */
  function term(token) {
    const meaningless = STOP_WORDS.has(token) || token.length < (isNumber(token) ? SHORTEST_NUMBER : 2);
    return meaningless ? "" : stem(token);
  }

  /** Return the stems of the content words of `text`, in order. */
  function terms(text) {
    return tokens(text).map(term).filter(Boolean);
  }

  vip.swedishAnalysis = { fold, tokens, spans, stem, term, terms };
})((globalThis.vip = globalThis.vip || {}));
