// How long a change of the filter keeps the browser busy, read from its own trace.
const SLOWER = 4;
const ANSWER = new Set(["EventDispatch", "UpdateLayoutTree", "Layout"]);

/** Wait until the page has had nothing to do for a while. */
const quiet = (page) => page.evaluate(() => new Promise((done) => setTimeout(() => setTimeout(done, 150), 350)));

/** Return the middle of a checkbox on the screen, or `null` when the page does not show it. */
function place(box) {
  return box.evaluate((one) => {
    if (!one.checkVisibility()) return null;
    one.scrollIntoView({ block: "center" });
    const { x, y, width, height } = one.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
}

/**
 * Read the busy times of one click, in ms, from a trace; `time` gives that of an event.
 * @returns {{handler: number, answer: number, frame: number, longest: number, all: number}} the handlers of the click; these with the style
 *   and layout until the first frame; all that the browser does until that frame is painted; the longest task after it; everything
 */
function busy(events, time) {
  const change = events.find((one) => one.name === "EventDispatch" && one.args.data?.type === "change");
  const same = events.filter((one) => one.ph === "X" && one.pid === change.pid && one.tid === change.tid).sort((one, other) => one.ts - other.ts);
  const tasks = same.filter((one) => one.name === "ThreadControllerImpl::RunTask" && one.ts + one.dur > change.ts);
  const painted = tasks.findIndex((one) => one.args.src_func?.includes("BeginMainFrame"));
  const until = tasks.slice(0, painted + 1);
  const after = tasks.slice(painted + 1);
  const { ts, dur } = until.at(-1);
  const click = same.find((one) => one.name === "EventDispatch" && one.args.data?.type === "click");
  const within = same.filter((one) => ANSWER.has(one.name) && one.ts >= click.ts && one.ts < ts + dur);
  const took = (found) => found.reduce((sum, one) => sum + time(one), 0) / 1000;
  return {
    handler: took([click]),
    answer: took([click, ...within.filter((one) => one.ts >= click.ts + click.dur)]), // what lies within the click is counted with it
    frame: took(until),
    longest: Math.max(0, ...after.map(time)) / 1000,
    all: took([...until, ...after]),
  };
}

/**
 * Choose every value of the filter of the page `address` and take it away again, on a processor four times slower.
 * @returns {Promise<{items: number, changes: Array<{clock: object, processor: object}>}>} the busy times of each change, by both
 */
export async function changes(browser, address) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  const client = await page.createCDPSession();
  await client.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.$eval("[data-vip-clear]", (one) => one.click());
  await quiet(page);
  const found = [];
  for (const box of await page.$$("[data-vip-filter] input[type=checkbox]")) {
    for (let turn = 0; turn < 2; turn += 1) {
      const middle = await place(box); // anew each time: the row of chosen values above it comes and goes
      if (!middle) break;
      await page.mouse.move(middle.x, middle.y);
      await quiet(page);
      await page.tracing.start({ categories: ["toplevel", "devtools.timeline"] });
      await page.mouse.click(middle.x, middle.y);
      await quiet(page);
      const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
      found.push({ clock: busy(traceEvents, (one) => one.dur || 0), processor: busy(traceEvents, (one) => one.tdur || 0) });
    }
  }
  const items = await page.$$eval("[data-vip-article]", (all) => all.length);
  await page.close();
  return { items, changes: found };
}
