// Opens books in a reading system, and prints as JSON what it saw in each: reader.mjs BOOK…

import { openBook, printObservations, typefaces } from "./chromium.mjs"
import { contrasts } from "./contrasts.mjs"

const PHONE = { width: 400, height: 640 }
const THEMES = {
  white: { paper: "rgb(255, 255, 255)", ink: "rgb(0, 0, 0)", link: "rgb(0, 0, 238)" },
  black: { paper: "rgb(0, 0, 0)", ink: "rgb(255, 255, 255)", link: "rgb(150, 200, 255)" },
  sepia: { paper: "rgb(244, 236, 216)", ink: "rgb(91, 70, 54)", link: "rgb(0, 80, 120)" },
}

const observe = async (browser, file) => {
  const { page, noise } = await openBook(browser, file, PHONE)
  const pages = []
  for (let index = 0; index < await page.evaluate(() => reader.view.book.sections.length); index++)
    pages.push(await observePage(page, index))
  const navigation = await page.evaluate(navigate)
  await page.close()
  return { pages, navigation, noise }
}

const observePage = async (page, index) => {
  await page.evaluate(index => reader.view.goTo(index), index)
  const frame = page.frames().at(-1)
  const seen = await frame.evaluate(look)
  seen.address = await page.evaluate(index => reader.view.book.sections[index].id, index)
  const themes = {}
  for (const [name, theme] of Object.entries(THEMES)) {
    await page.evaluate(css => reader.view.renderer.setStyles(css), style(theme))
    themes[name] = await frame.evaluate(contrasts, theme.paper)
  }
  await page.evaluate(() => reader.view.renderer.setStyles(""))
  const drawn = await typefaces(page)
  const links = []
  for (const [place, link] of seen.links.entries())
    links.push({ ...link, ...await page.evaluate(([index, place]) => reader.follow(index, place), [index, place]) })
  return { ...seen, links, themes, typefaces: drawn }
}

const style = ({ paper, ink, link }) => `
  html, body { color: ${ink} !important; background: ${paper} !important }
  a:any-link { color: ${link} !important }`

/** Runs inside a page of the book. */
const look = async () => {
  await document.fonts.ready
  await Promise.allSettled([...document.images].map(image => image.decode()))
  const column = parseFloat(getComputedStyle(document.documentElement).columnWidth)
  const tooWide = [...document.body.querySelectorAll("*")].filter(element =>
    [...element.getClientRects()].some(rectangle => rectangle.width > column + 1))
  return {

    type: document.contentType,
    direction: getComputedStyle(document.body).direction,
    text: document.body.innerText,
    images: [...document.images].map(image => ({ alt: image.alt, width: image.naturalWidth })),
    fonts: [...document.fonts].map(({ family, weight, style, status }) => ({ family, weight, style, status })),
    tooWide: tooWide.map(({ localName, textContent }) => `${localName}: ${textContent.trim().slice(0, 60)}`),
    links: [...document.querySelectorAll("a[href]:not(nav a)")].map(link => ({
      text: link.textContent, given: link.getAttribute("href"), role: link.getAttribute("role"),
    })),
  }
}

/** Runs inside the reading system: goes to every place that its lists offer. */
const navigate = async () => {
  const { toc, landmarks, pageList } = reader.view.book
  const flat = entries => (entries ?? []).flatMap(({ label, href, subitems }) => [{ label, href }, ...flat(subitems)])
  const found = {}
  for (const [name, entries] of Object.entries({ toc, landmarks, "page-list": pageList })) {
    found[name] = flat(entries)
    for (const entry of found[name]) entry.isReached = await reader.reaches(entry.href)
  }
  return found
}

await printObservations(process.argv.slice(2), observe)
