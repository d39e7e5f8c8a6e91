/* "Spara för läsning utan nät" on a program's page. Nothing is stored, and no worker is started, before the reader asks. */
(function (vip) {
  "use strict";

  /** Return what is kept, `{ programs, date }`, or `null`. */
  async function kept(root) {
    for (const name of await caches.keys()) {
      if (!name.startsWith("vip-")) continue;
      const summary = await (await caches.open(name)).match(new URL("__sparat", root).href);
      if (summary) return summary.json();
    }
    return null;
  }

  async function worker(root) {
    await navigator.serviceWorker.register(new URL("service-worker.js", root).href, { scope: root, updateViaCache: "none" });
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const coming = registration.installing || registration.waiting;
    if (coming) await new Promise((resolve) => {
      const look = () => ["activated", "redundant"].includes(coming.state) && resolve();
      coming.addEventListener("statechange", look);
      look();
    });
    return registration.active;
  }

  function ask(active, question) {
    return new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = ({ data }) => resolve(data);
      active.postMessage(question, [channel.port2]);
    });
  }

  async function start(box) {
    const program = box.dataset.vipKeep;
    const root = vip.addresses.folder(document.body.dataset.root, location.href);
    const [save, remove, status] = ["[data-vip-keep-save]", "[data-vip-keep-remove]", "[data-vip-keep-status]"].map((name) => box.querySelector(name));

    async function show(said) {
      const now = await kept(root);
      const has = Boolean(now && now.programs.includes(program));
      save.textContent = has ? "Spara på nytt" : "Spara för läsning utan nät";
      remove.hidden = !has;
      const day = has && new Date(now.date).toLocaleDateString("sv-SE", { day: "numeric", month: "long", year: "numeric" });
      status.textContent = said || (has ? `Sparat ${day}. Programmet går att läsa utan nät i den här webbläsaren.` : "");
    }

    async function act(action, doing, failed) {
      save.disabled = remove.disabled = true;
      status.textContent = doing;
      const done = await worker(root).then((active) => ask(active, { action, program })).catch(() => ({ ok: false }));
      if (done.ok && !(await kept(root))) await navigator.serviceWorker.getRegistration(root).then((one) => one && one.unregister());
      save.disabled = remove.disabled = false;
      await show(done.ok ? "" : failed);
    }

    save.addEventListener("click", () => act("spara", "Sparar …", "Det gick inte att spara. Ladda om sidan och försök igen."));
    remove.addEventListener("click", () => act("ta bort", "Tar bort …", "Det gick inte att ta bort. Ladda om sidan och försök igen."));
    await show("");
    box.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-vip-keep]");
    if (box && globalThis.isSecureContext && "serviceWorker" in navigator && "caches" in globalThis) start(box);
  });
})((globalThis.vip = globalThis.vip || {}));
