/* A hit as it is shown: marked words, and an address that keeps the selection and marks the words there too. */
(function (vip) {
  "use strict";

  /** Return `text` as nodes, with what `ranges` names inside <mark>. Text only: nothing of it is ever read as HTML. */
  function marked(text, ranges) {
    const nodes = [];
    let place = 0;
    for (const [start, end] of ranges) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      nodes.push(document.createTextNode(text.slice(place, start)), mark);
      place = end;
    }
    nodes.push(document.createTextNode(text.slice(place)));
    return nodes;
  }

  /** Return the address that opens a hit: its article in view, its words marked. */
  function addressOf(hit, selection, facets) {
    const root = vip.addresses.folder(document.body.dataset.root, location.href);
    const address = new URL(hit.document.url, root);
    if (hit.document.kind === "artikel") {
      address.search = vip.selection.write(selection, "", facets);
      address.searchParams.set("ord", hit.read.slice(0, 100));
    }
    return vip.addresses.openable(address.href);
  }

  vip.hits = { marked, addressOf };

  /* An article that was opened from a search shows the words it was found by. */
  vip.ready(async () => {
    const words = (new URLSearchParams(location.search).get("ord") || "").slice(0, 100);
    const text = words && location.hash && document.querySelector(`.vip-article[id="${CSS.escape(location.hash.slice(1))}"] .vip-text`);
    if (!text) return;
    await vip.loadSearchCode();
    const find = vip.marker(words);
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const ranges = find(node.data);
      if (ranges.length) node.replaceWith(...marked(node.data, ranges));
    }
  });
})((globalThis.vip = globalThis.vip || {}));
