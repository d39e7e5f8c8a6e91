// What a page weighs: bytes over the wire and requests, as the browser's own network log has them.

/** Watch the network of a page; `take()` gives what has come since the last time. */
async function watch(page) {
  const client = await page.createCDPSession();
  await client.send("Network.enable");
  const asked = new Set();
  let bytes = 0;
  client.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith("http")) asked.add(requestId);
  });
  const kept = (requestId) => asked.delete(requestId); // it never went to the network
  client.on("Network.requestServedFromCache", ({ requestId }) => kept(requestId));
  client.on("Network.responseReceived", ({ requestId, response }) => {
    if (response.fromDiskCache || response.fromPrefetchCache) kept(requestId);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes += encodedDataLength;
  });
  return () => {
    const taken = { bytes, requests: asked.size };
    asked.clear();
    bytes = 0;
    return taken;
  };
}

/**
 * Measure addresses read one after the other by somebody who has never been to the site.
 * @returns {Promise<Array<{bytes: number, requests: number}>>}
 */
export async function read(browser, addresses) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const take = await watch(page);
  const found = [];
  for (const address of addresses) {
    await page.goto(address, { waitUntil: "networkidle0" });
    found.push(take());
  }
  await context.close();
  return found;
}

/** Measure what comes when a reader begins to write in the search field of the page `address`. */
export async function search(browser, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const take = await watch(page);
  await page.goto(address, { waitUntil: "networkidle0" });
  take();
  await page.type("[data-vip-find-input]", "sömn");
  await page.waitForNetworkIdle();
  await context.close();
  return take();
}
