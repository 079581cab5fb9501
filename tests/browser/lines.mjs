// Opens web pages in windows of many widths, and prints as JSON the lines of each paragraph of the summary: lines.mjs PAGE…

import { printObservations, serve } from "./chromium.mjs"

const WIDTHS = Array.from({ length: 30 }, (_, count) => 60 + 9 * count)

const observe = async (browser, file) => {
  const page = await browser.newPage()
  await page.goto(`${await serve(path => path === "/page.html" ? file : undefined)}/page.html`)
  const seen = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 600 })
    seen.push(...await page.evaluate(readLines))
  }
  await page.close()
  return seen
}

// Runs inside the page: the characters of each line, by its vertical position.
const readLines = () => [...document.querySelectorAll(".summary p")].map(paragraph => {
  const lines = {}, range = document.createRange()
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { data } = texts.currentNode
    for (let start = 0; start < data.length; start++) {
      range.setStart(texts.currentNode, start)
      range.setEnd(texts.currentNode, start + 1)
      const { top, width } = range.getBoundingClientRect()
      if (width) lines[Math.round(top)] = (lines[Math.round(top)] ?? "") + data[start]
    }
  }
  return Object.values(lines)
})

await printObservations(process.argv.slice(2), observe)
