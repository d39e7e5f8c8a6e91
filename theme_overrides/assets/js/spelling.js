/* Spelling: which known words an unknown one may stand for, by how it is spelt and how it sounds in Swedish. Pure. */
(function (vip) {
  "use strict";
  const SOUNDS = [
    [/sch|skj|stj|sj|sh|sk(?=[eiyj])|ch(?=[aeiouy])/g, "S"],
    [/tj|kj/g, "T"],
    [/(?:ts|tz|cz|zs|z|c(?=[eiy]))/g, "s"],
    [/ph/g, "f"], [/th/g, "t"], [/qu|ck|c|q/g, "k"], [/w/g, "v"], [/x/g, "ks"], [/(?<=[a-z])h(?![aeiouy])|^h(?=j)|^[gld](?=j)/g, ""],
    [/y/g, "i"], [/(.)\1+/g, "$1"],
  ];
  /** Return how a word sounds: words that sound alike have the same. */
  function sound(word) {
    return SOUNDS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), word);
  }

  const STEP = 256;
  const rows = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];

  /** Return how many letters to add, drop, change or swap to make `a` into `b`; `most + 1` when it is more than `most`. */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most || a.length > 200 || b.length > 200) return most + 1;
    let [before, row, next] = rows;
    for (let j = 0; j <= b.length; j += 1) row[j] = j;
    for (let i = 1; i <= a.length; i += 1) {
      next[0] = i;
      let least = i;
      const letter = a.charCodeAt(i - 1);
      for (let j = 1; j <= b.length; j += 1) {
        const other = b.charCodeAt(j - 1);
        let cost = Math.min(row[j], next[j - 1], row[j - 1] - (letter === other ? 1 : 0)) + 1;
        if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) cost = Math.min(cost, before[j - 2] + 1);
        next[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      [before, row, next] = [row, next, before];
    }
    return row[b.length];
  }

  /** Return how far a word of this length may be from the one it stands for. */
  function tolerance(length) {
    return length < 4 ? 0 : length < 8 ? 1 : 2;
  }

  /** Return a bit for each letter that a word holds. */
  function letters(word) {
    let mask = 0;
    for (let i = 0; i < word.length; i += 1) mask |= 1 << (word.charCodeAt(i) & 31);
    return mask;
  }

  function bits(mask) {
    let count = 0;
    for (let left = mask; left; left &= left - 1) count += 1;
    return count;
  }

  class Speller {
    /** @param {string[]} words the known words */
    constructor(words) {
      this.words = words.filter((word) => /^[a-z]{3,}$/.test(word));
      this.masks = new Int32Array(this.words.length);
      this.sounds = [];
    }

    /** Hear every word, a little at a time. */
    *listen() {
      while (this.sounds.length < this.words.length) {
        const word = this.words[this.sounds.length];
        this.masks[this.sounds.length] = letters(word);
        this.sounds.push(sound(word));
        if (this.sounds.length % STEP === 0) yield;
      }
    }

    /** Return the known words nearest to `word` (those in `accepted`, if given), `{word, distance}`; all at the same, least distance. */
    nearest(word, accepted = null) {
      const most = tolerance(word.length);
      if (!most || !/^[a-z]+$/.test(word)) return [];
      const key = sound(word);
      const mask = letters(word);
      let least = most + 0.5;
      let found = [];
      for (let i = 0; i < this.words.length; i += 1) {
        const other = this.words[i];
        if (Math.abs(other.length - word.length) > most + 1 || bits(mask ^ this.masks[i]) > 2 * most + 2) continue;
        if (accepted && !accepted.has(other)) continue;
        let far = distance(word, other, most);
        if (far >= 1 && least >= 0.5) {
          const heard = distance(key, this.sounds[i], most) + 0.5;
          if (heard < far) far = heard;
        }
        if (other[0] !== word[0]) far += 0.25;
        if (far > least) continue;
        if (far < least) found = [];
        least = far;
        found.push({ word: other, distance: far });
      }
      return found;
    }
  }

  vip.spelling = { sound, distance, Speller };
})((globalThis.vip = globalThis.vip || {}));
