// Serves a folder as the settings of `vip.py hosting` do: files compressed in advance, hashed assets kept for good.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "application/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8", ".png": "image/png", ".webp": "image/webp",
  ".wasm": "application/wasm", ".xml": "text/xml; charset=utf-8",
};

/** Return the file that an address stands for, or `null`. */
function fileOf(folder, address) {
  const path = normalize(join(folder, decodeURIComponent(new URL(address, "http://x/").pathname)));
  if (!path.startsWith(folder)) return null;
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
  return existsSync(file) ? file : null;
}

/**
 * Serve `folder`; files whose place there matches `unchanging` may be kept for good, the others are asked for again.
 * @returns {Promise<{origin: string, close: function(): void}>}
 */
export function serve({ folder, unchanging, headers }, forever) {
  const keep = new RegExp(`^${unchanging}$`);
  const server = createServer((request, response) => {
    const found = fileOf(folder, request.url);
    const file = found || join(folder, "404.html");
    const { mtimeMs, size } = statSync(file);
    const tag = `"${Math.floor(mtimeMs).toString(16)}-${size.toString(16)}"`;
    const place = file.slice(folder.length + 1).replaceAll("\\", "/");
    const said = { ...headers, "Cache-Control": keep.test(place) ? forever : "no-cache", ETag: tag, Vary: "Accept-Encoding" };
    if (found && request.headers["if-none-match"] === tag) {
      response.writeHead(304, said).end();
      return;
    }
    const small = /\bgzip\b/.test(request.headers["accept-encoding"] || "") && existsSync(`${file}.gz`);
    const body = readFileSync(small ? `${file}.gz` : file);
    if (small) said["Content-Encoding"] = "gzip";
    response.writeHead(found ? 200 : 404, { ...said, "Content-Type": TYPES[extname(file)] || "application/octet-stream", "Content-Length": body.length }).end(body);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ origin: `http://127.0.0.1:${server.address().port}/`, close: () => (server.close(), server.closeAllConnections()) });
    });
  });
}
