// What the programs here share. Node finds the packages through NODE_PATH, Chromium's place is in CHROMIUM.

import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { dirname, extname, join } from "node:path"
import { fileURLToPath } from "node:url"

const require = createRequire(import.meta.url)
const { chromium } = require("playwright-core")

const FOLIATE = dirname(require.resolve("foliate-js/view.js"))
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".epub": "application/epub+zip" }

/** Serves files from a loopback address, which it returns. `find` takes a path and returns its file, or undefined. */
export const serve = async find => {
  const server = createServer(async (request, response) => {
    try {
      const file = find(new URL(request.url, origin).pathname)
      response.setHeader("Content-Type", TYPES[extname(file)]).end(await readFile(file))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve))
  server.unref() // it does not keep the program running
  const origin = `http://127.0.0.1:${server.address().port}`
  return origin
}

/** Calls `observe(browser, file)` for every file, all at once, and prints what it returns as a JSON list. */
export const printObservations = async (files, observe) => {
  const browser = await launch()
  const seen = await Promise.all(files.map(file => observe(browser, file)))
  await browser.close()
  console.log(JSON.stringify(seen))
}

/** Starts Chromium without a network: only the loopback address can be reached, by pages and by Chromium itself. */
export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
})

/** Collects what a page says on the console, asks for, does not get, and which windows it opens.
 *  `isReader` tells what is the reading system's own, and not the book's. */
export const watch = async (page, isReader = () => false) => {
  const noise = { messages: [], requests: [], failures: [], windows: [] }
  const note = (list, words) => isReader(words) || list.push(words)
  page.on("console", message => note(noise.messages, message.text()))
  page.on("pageerror", error => note(noise.messages, String(error)))
  page.on("request", request => note(noise.requests, request.url()))
  page.on("websocket", socket => note(noise.requests, socket.url()))
  page.on("requestfailed", request => note(noise.failures, request.url()))
  page.on("popup", window => note(noise.windows, window.url()))
  await watchIcons(page, address => note(noise.requests, address))
  return noise
}

/** Calls `report` with each request that Playwright keeps to itself. */
const watchIcons = async (page, report) => {
  const session = await page.context().newCDPSession(page)
  session.on("Network.requestWillBeSent", ({ request }) => request.url.endsWith("/favicon.ico") && report(request.url))
  await session.send("Network.enable")
}

/** Opens a book in the reading system; what the book asks of the network is noted and fails. */
export const openBook = async (browser, file, viewport) => {
  const places = { "/": fileURLToPath(new URL("reader.html", import.meta.url)), "/book.epub": file }
  const origin = await serve(path => places[path] ?? join(FOLIATE, path))
  const own = [`${origin}/`, `blob:${origin}/`, "An iframe which has both"]
  const page = await browser.newPage({ viewport })
  const noise = await watch(page, words => own.some(start => words.startsWith(start)))
  await page.goto(origin)
  await page.evaluate(() => reader.open("/book.epub"))
  return { page, noise }
}

/** Returns how many glyphs each typeface drew; `isOurs` where the file brought the typeface with it. */
export const typefaces = async page => {
  const session = await page.context().newCDPSession(page)
  await session.send("DOM.enable")
  await session.send("CSS.enable")
  const { nodes } = await session.send("DOM.getFlattenedDocument", { depth: -1, pierce: true })
  const holders = new Set(nodes.filter(node => node.nodeType === 3).map(node => node.parentId))
  const found = {}
  for (const nodeId of holders) {
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId })
    for (const { familyName, isCustomFont, glyphCount } of fonts) {
      found[familyName] ??= { isOurs: isCustomFont, glyphs: 0 }
      found[familyName].glyphs += glyphCount
    }
  }
  await session.detach()
  return found
}
