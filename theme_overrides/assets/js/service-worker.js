/* Reading without a net: keeps the programs a reader has asked for. Its first line, with BUILD and FILES, is made at build.

   Everything kept is of one build. A cache is named by its build, is served from only once it is whole, and each file is
   checked against the hash that the build gave it; a page that came from a cache gets the rest from the same cache. */
"use strict";
const PREFIX = `vip-${new URL(self.registration.scope).pathname}-`;
const CACHE = PREFIX + BUILD.id;
const READERS = PREFIX + "lasare";
const SUMMARY = new URL("__sparat", self.registration.scope).href;
const scoped = (path) => new URL(path, self.registration.scope).href;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Fetch one file past every cache; fails unless it is the very file of this build. */
async function fetched(path) {
  const answer = await fetch(scoped(path), { cache: "no-store", redirect: "follow" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const body = await answer.arrayBuffer();
  if (hex(await crypto.subtle.digest("SHA-256", body)) !== FILES.hashes[path]) throw new Error(`${path}: another build`);
  return new Response(body, { headers: { "Content-Type": answer.headers.get("Content-Type") || "text/html" } });
}

/** Return the caches that are whole, this build's first, each with what it says of itself. */
async function whole() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== READERS);
  names.sort((one, other) => (other === CACHE) - (one === CACHE));
  const found = [];
  for (const name of names) {
    const cache = await caches.open(name);
    const summary = await cache.match(SUMMARY);
    if (summary) found.push({ name, cache, ...(await summary.json()) });
  }
  return found;
}

/** Keep exactly these programs, of this build: all of it, or nothing is changed. */
async function keep(programs) {
  const cache = await caches.open(CACHE);
  const before = await cache.match(SUMMARY);
  const paths = new Set([...FILES.shared, ...programs.flatMap((program) => FILES.programs[program])]);
  try {
    for (const path of paths) if (!(await cache.match(scoped(path)))) await cache.put(scoped(path), await fetched(path));
    await cache.put(SUMMARY, new Response(JSON.stringify({ programs, date: new Date().toISOString() })));
  } catch (error) {
    if (!before) await caches.delete(CACHE);
    throw error;
  }
  const wanted = new Set([SUMMARY, ...[...paths].map(scoped)]);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  for (const { name } of await whole()) if (name !== CACHE) await caches.delete(name);
}

async function change(action, program) {
  const [now] = await whole();
  const programs = new Set(now ? now.programs : []);
  if (action === "spara") programs.add(program);
  else programs.delete(program);
  if (programs.size) return keep([...programs].filter((one) => FILES.programs[one]));
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

let last = Promise.resolve();
self.addEventListener("message", (event) => {
  const { action, program } = event.data;
  const done = (result) => event.ports[0].postMessage(result);
  last = last.then(() => change(action, program)).then(() => done({ ok: true }), (error) => done({ ok: false, why: String(error) }));
  event.waitUntil(last);
});

self.addEventListener("install", () => self.skipWaiting());

/* A new build takes over what the reader has kept, or leaves the old build as it was. */
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await self.clients.claim();
    const [now] = await whole();
    if (now && now.name !== CACHE) await keep(now.programs.filter((one) => FILES.programs[one])).catch(() => {});
  })());
});

const reader = (id) => scoped(`__lasare/${id}`);

/** Remember which cache a page came from, and forget the pages that are closed. */
async function remember(id, name) {
  const readers = await caches.open(READERS);
  for (const request of await readers.keys()) {
    if (!(await self.clients.get(request.url.slice(reader("").length)))) await readers.delete(request);
  }
  await readers.put(reader(id), new Response(name));
}

/** Return the name of the cache that a page came from; empty for one from the net. */
async function remembered(id) {
  const known = id && (await caches.match(reader(id), { cacheName: READERS }));
  return known ? known.text() : "";
}

async function answer({ request, clientId, resultingClientId }) {
  if (request.mode !== "navigate") {
    const from = await remembered(clientId);
    if (!from) return fetch(request);
    return (await caches.match(request.url, { cacheName: from, ignoreSearch: true })) || Response.error();
  }
  try {
    return await fetch(request, { cache: "no-cache" }); // what the browser itself has kept may be of an earlier build
  } catch {
    const [now] = await whole();
    if (!now) return Response.error();
    const address = new URL(request.url);
    if (address.pathname.endsWith("/index.html")) address.pathname = address.pathname.slice(0, -"index.html".length);
    const kept = (await now.cache.match(address.href, { ignoreSearch: true })) || (await now.cache.match(scoped("utan-nat/")));
    await remember(resultingClientId, now.name);
    return kept || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(self.registration.scope)) event.respondWith(answer(event));
});
