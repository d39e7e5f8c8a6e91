/* Reference texts: templates from the build, filled in for an article and for the day of reading. Pure. */
(function (vip) {
  "use strict";
  const MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];
  const two = (number) => String(number).padStart(2, "0");

  /** Return `day` as `pattern` wants it, such as `d mmmm yyyy`. */
  function written(day, pattern) {
    const forms = { yyyy: String(day.getFullYear()), mmmm: MONTHS[day.getMonth()], mm: two(day.getMonth() + 1), dd: two(day.getDate()), m: String(day.getMonth() + 1), d: String(day.getDate()) };
    return pattern.replace(/yyyy|mmmm|mm|dd|m|d/g, (part) => forms[part]);
  }

  /** Return a template as pieces `{ text, italic }`, with `values` and the day in place of its marks. */
  function fill(template, values, day) {
    const pieces = [];
    let italic = false;
    let ended = false; // after a value that ends in a stop of its own, the style's full stop is one too many
    for (const part of template.split(/(⟦[^⟧]*⟧)/)) {
      const mark = part.startsWith("⟦") ? part.slice(1, -1) : null;
      if (mark === "i" || mark === "/i") {
        italic = mark === "i";
        continue;
      }
      const isValue = mark !== null && Object.hasOwn(values, mark);
      let text = part;
      if (isValue) text = values[mark];
      else if (mark?.startsWith("accessed:")) text = written(day, mark.slice("accessed:".length));
      else if (ended && part.startsWith(".")) text = part.slice(1);
      if (part) ended = isValue && /[.?!…]$/.test(text);
      if (text) pieces.push({ text, italic });
    }
    return pieces;
  }

  /** Return a RIS record with `values` in place of its marks, and the day it was read. */
  function record(template, values, day) {
    const filled = template.replace(/⟦(\w+)⟧/g, (mark, name) => (Object.hasOwn(values, name) ? values[name] : mark));
    const read = `Y2  - ${written(day, "yyyy/mm/dd")}\n`;
    return filled.replace(/^ER {2}-/m, `${read}ER  -`).replace(/\r?\n/g, "\r\n");
  }

  vip.references = { written, fill, record };
})((globalThis.vip = globalThis.vip || {}));
