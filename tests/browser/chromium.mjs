// What the programs here share. Node finds the packages through NODE_PATH, Chromium's place is in CHROMIUM.

import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, extname, join } from "node:path"
import { fileURLToPath } from "node:url"

const require = createRequire(import.meta.url)
const { chromium } = require("playwright-core")

const FOLIATE = dirname(require.resolve("foliate-js/view.js"))
const READER = "http://reader.invalid"
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".epub": "application/epub+zip" }

/** Calls `observe(browser, file)` for every file, all at once, and prints what it returns as a JSON list. */
export const printObservations = async (files, observe) => {
  const browser = await launch()
  const seen = await Promise.all(files.map(file => observe(browser, file)))
  await browser.close()
  console.log(JSON.stringify(seen))
}

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] })

/** Collects what a page says on the console, asks for, does not get, and which windows it opens.
 *  `isReader` tells what is the reading system's own, and not the book's. */
export const watch = (page, isReader = () => false) => {
  const noise = { messages: [], requests: [], failures: [], windows: [] }
  const note = (list, words) => isReader(words) || list.push(words)
  page.on("console", message => note(noise.messages, message.text()))
  page.on("pageerror", error => note(noise.messages, String(error)))
  page.on("request", request => note(noise.requests, request.url()))
  page.on("requestfailed", request => note(noise.failures, request.url()))
  page.on("popup", window => note(noise.windows, window.url()))
  return noise
}

/** Opens a book in the reading system. There is no network: what the book asks of it is noted and fails. */
export const openBook = async (browser, file, viewport) => {
  const page = await browser.newPage({ viewport })
  const noise = watch(page, words => /^(blob:)?http:..reader.invalid|^An iframe which has both/.test(words))
  const places = { "/": fileURLToPath(new URL("reader.html", import.meta.url)), "/book.epub": file }
  await page.route("**", async route => {
    const { origin, pathname } = new URL(route.request().url())
    if (origin !== READER) return route.abort()
    const path = places[pathname] ?? join(FOLIATE, pathname)
    return route.fulfill({ body: await readFile(path), contentType: TYPES[extname(path)] })
  })
  await page.goto(READER)
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
