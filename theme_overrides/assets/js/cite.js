/* The cite boxes: today's date and the selection in every reference, a button that copies it, and each article's own box. */
(function (vip) {
  "use strict";
  let selection = "";
  const shown = [];

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** Write the reference behind `target` anew: for today, and with what the filter shows. */
  function write({ target, template, values }) {
    const nodes = vip.references.fill(template, values, new Date()).map(({ text, italic }) => (italic ? element("i", "", text) : document.createTextNode(text)));
    if (selection) nodes.push(document.createTextNode(` Visat urval: ${selection}.`));
    target.replaceChildren(...nodes);
  }

  /** Copy the text of `target`; where the clipboard is refused, leave it marked. Return whether it was copied. */
  async function copied(target) {
    try {
      await navigator.clipboard.writeText(target.innerText);
      return true;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(target);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return document.execCommand("copy");
    }
  }

  /** Make the references in `list` those of `values`, each with its button; what happens is told in `status`. */
  function enliven(list, values, status) {
    for (const holder of list.querySelectorAll("[data-vip-reference]")) {
      const style = holder.previousElementSibling.textContent;
      const target = element("span");
      const button = element("button", "vip-button vip-button--quiet", "Kopiera referens");
      button.type = "button";
      button.append(element("span", "vip-hidden", ` (${style})`));
      button.addEventListener("click", async () => {
        status.textContent = (await copied(target)) ? `Referensen (${style}) är kopierad.` : `Referensen (${style}) är markerad. Kopiera den med Ctrl+C eller Cmd+C.`;
      });
      const reference = { target, template: holder.dataset.vipReference, values };
      holder.replaceChildren(target, button);
      shown.push(reference);
      write(reference);
    }
  }

  function statusLine() {
    const status = element("p", "vip-status");
    status.setAttribute("role", "status");
    return status;
  }

  /** Offer an article's record as a file, made here so that no article needs three files of its own. */
  function recordButton(box, article, values) {
    const line = element("p", "vip-cite__files", "Till referenshanterare:");
    const button = element("button", "vip-button vip-button--quiet", "Ladda ner RIS");
    button.type = "button";
    button.addEventListener("click", () => {
      const text = vip.references.record(box.dataset.articleRecord, values, new Date());
      const link = element("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/x-research-info-systems" }));
      link.download = `${box.dataset.key}-${article.id}.ris`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
    line.append(button);
    return line;
  }

  /** Fill an article's box, the first time it is opened. */
  function fillArticle(details, box, list) {
    const article = details.closest(".vip-article");
    const url = box.dataset.url && `${box.dataset.url}#${article.id}`;
    const values = { title: article.querySelector("h2").firstChild.data.trim(), container: box.dataset.articleContainer, url };
    const own = list.cloneNode(true);
    const status = statusLine();
    enliven(own, values, status);
    details.replaceChildren(details.firstElementChild, own, recordButton(box, article, values), status);
  }

  vip.copied = copied;
  document.addEventListener("vip-selection", ({ detail }) => {
    selection = detail;
    shown.forEach(write);
  });

  vip.ready(() => {
    const box = document.querySelector("section[data-vip-cite]");
    if (!box) return;
    const list = box.querySelector("[data-vip-references]");
    const untouched = list.cloneNode(true);
    const status = statusLine();
    box.append(status);
    const { title, container, url } = box.dataset;
    enliven(list, { title, container, url }, status);
    for (const details of document.querySelectorAll("details[data-vip-cite]")) {
      if (details.open) fillArticle(details, box, untouched);
      else details.addEventListener("toggle", () => fillArticle(details, box, untouched), { once: true });
    }
  });
})((globalThis.vip = globalThis.vip || {}));
