/* Swedish analysis: the same definition as hooks/vip_core/swedish_analysis.py; both pass tests/cases/swedish_analysis.yml. Pure. */
(function (vip) {
  "use strict";
  const ENDINGS = [
    "heterna", "heten", "heter", "arnas", "ernas", "ornas", "andet", "anden", "arens", "arna", "erna", "orna", "aren",
    "ande", "are", "ens", "ets", "ade", "en", "et", "er", "ar", "or", "na", "as", "a", "e", "n", "t", "s",
  ];
  const SHORTEST_STEM = 4;
  const STOP_WORDS = new Set(
    ("och att det som en ett den de i pa av for med till ar om inte har kan man ska eller vid fran sa var hur vad nar " +
      "han hon jag du vi ni sig sin sitt sina detta denna dessa dem ut upp in under over efter utan mot bli blir").split(" "),
  );

  /** Return the words of `text`, lower-case and without diacritics, in order. */
  function tokens(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").match(/[0-9a-z]+/g) || [];
  }

  /** Return `token` without its inflectional ending. */
  function stem(token) {
    if (token[0] >= "0" && token[0] <= "9") return token;
    const ending = ENDINGS.find((candidate) => token.endsWith(candidate) && token.length - candidate.length >= SHORTEST_STEM);
    return ending ? token.slice(0, -ending.length) : token;
  }

  /** Return the stems of the content words of `text`, in order. */
  function terms(text) {
    return tokens(text).filter((token) => !STOP_WORDS.has(token)).map(stem);
  }

  vip.swedishAnalysis = { tokens, stem, terms };
})((globalThis.vip = globalThis.vip || {}));
