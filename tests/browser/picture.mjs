// Draws what a reading system shows of a book at an address in it: picture.mjs BOOK ADDRESS PICTURE [PAPER INK]

import { launch, openBook } from "./chromium.mjs"

const [book, address, picture, paper = "white", ink = "black"] = process.argv.slice(2)
const browser = await launch()
const { page } = await openBook(browser, book, { width: 600, height: 800 })
await page.evaluate(css => reader.view.renderer.setStyles(css), `
  html, body { color: ${ink} !important; background: ${paper} !important }`)
await page.evaluate(address => reader.view.goTo(address), address)
await page.frames().at(-1).evaluate(() => document.fonts.ready)
await page.screenshot({ path: picture })
await browser.close()
