// Opens web pages in a browser, and prints as JSON what it saw in each: page.mjs PAGE…
// What the browser prints is next to each page, as PAGE.pdf.

import { basename } from "node:path"
import { printObservations, serve, typefaces, watch } from "./chromium.mjs"
import { contrasts } from "./contrasts.mjs"

const PHONE = { width: 320, height: 640 }
const LAYOUTS = {
  phone: { size: PHONE, zoom: 1 },
  desk: { size: { width: 1280, height: 800 }, zoom: 1 },
  "phone, large text": { size: PHONE, zoom: 2 },
  "desk, large text": { size: { width: 1280, height: 800 }, zoom: 2 },
}
const MEDIA = {
  light: { media: "screen", colorScheme: "light" },
  dark: { media: "screen", colorScheme: "dark" },
  print: { media: "print", colorScheme: "light" },
  "print, dark": { media: "print", colorScheme: "dark" },
}
const WHITE = "rgb(255, 255, 255)"

const observe = async (browser, file) => {
  const path = `/${basename(file)}`
  const origin = await serve(requested => requested === path ? file : undefined)
  const address = origin + path
  const page = await browser.newPage({ viewport: PHONE })
  const noise = await watch(page)
  await page.goto(address)
  const seen = { ...await page.evaluate(look), typefaces: await typefaces(page), media: {}, layouts: {} }
  for (const [name, medium] of Object.entries(MEDIA)) {
    await page.emulateMedia(medium)
    seen.media[name] = { ...await page.evaluate(paint), contrasts: await page.evaluate(contrasts, WHITE) }
  }
  await page.emulateMedia({ media: null, colorScheme: "light" })
  await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true })
  seen.links = await page.evaluate(followLinks)
  seen.smallTargets = await page.evaluate(measureTargets)
  for (const [name, { size, zoom }] of Object.entries(LAYOUTS)) {
    await page.setViewportSize(size)
    seen.layouts[name] = await page.evaluate(measure, zoom)
  }
  await page.setViewportSize(PHONE)
  seen.keyboard = await press(page, address)
  await page.close()
  return { ...seen, address, noise }
}

// The functions from here to `press` run inside the page.

const look = async () => {
  await document.fonts.ready
  await Promise.allSettled([...document.images].map(image => image.decode()))
  const acting = "script, iframe, object, embed, form, base, meta[http-equiv=refresh], " +
    "a[target], a[ping], a[download], link:not([rel=canonical], [rel=icon])"
  const hasHandler = element => [...element.attributes].some(({ name }) => name.startsWith("on"))
  return {
    policy: document.querySelector("meta[http-equiv=Content-Security-Policy]")?.content,
    images: [...document.images].map(image => ({ alt: image.alt, width: image.naturalWidth })),
    fonts: [...document.fonts].map(({ family, weight, style, status }) => ({ family, weight, style, status })),
    acting: [...document.querySelectorAll("*")]
      .filter(element => element.matches(acting) || hasHandler(element))
      .map(element => element.outerHTML.slice(0, 120)),
  }
}

const paint = () => {
  const { color, backgroundColor } = getComputedStyle(document.body)
  const navigation = [...document.querySelectorAll("nav, .skip")].filter(element => element.checkVisibility())
  return { text: document.body.innerText, ink: color, paper: backgroundColor, navigation: navigation.length }
}

const measure = zoom => {
  const root = document.documentElement
  root.style.fontSize = ""
  root.style.fontSize = `${parseFloat(getComputedStyle(root).fontSize) * zoom}px`
  const overflow = element => getComputedStyle(element).overflowX
  const isTooLong = element => element.scrollWidth > element.clientWidth + 1
  const scrollers = [...document.body.querySelectorAll("*")]
    .filter(element => /auto|scroll/.test(overflow(element)) && isTooLong(element))
  const isOutside = element => {
    const { left, right, width } = element.getBoundingClientRect()
    const isMeant = element.matches(".skip") || scrollers.some(scroller => scroller !== element && scroller.contains(element))
    return width && !isMeant && (left < -1 || right > root.clientWidth + 1)
  }
  const isCut = element => /hidden|clip/.test(overflow(element)) && isTooLong(element)
  /** Returns how much of a scrolled table's width the names of its rows take, or 0 if they are out of view. */
  const rowNames = scroller => {
    const name = scroller.querySelector("tbody th")
    if (!name) return null
    scroller.scrollLeft = (getComputedStyle(scroller).direction === "rtl" ? -1 : 1) * scroller.scrollWidth
    const { left, right, width } = name.getBoundingClientRect()
    const view = scroller.getBoundingClientRect()
    scroller.scrollLeft = 0
    return left >= view.left - 1 && right <= view.right + 1 ? width / view.width : 0
  }
  return {
    width: root.clientWidth,
    scrollWidth: root.scrollWidth,
    outside: [...document.body.querySelectorAll("*")]
      .filter(element => isOutside(element) || isCut(element))
      .map(element => element.outerHTML.slice(0, 120)),
    scrollers: scrollers.map(scroller => {
      const { id, tabIndex, ariaLabel, role } = scroller
      return { id, tabIndex, name: ariaLabel, role, rowNames: rowNames(scroller) }
    }),
  }
}

const followLinks = async () => {
  const found = []
  for (const link of document.querySelectorAll("a[href^='#']")) {
    const href = link.getAttribute("href")
    link.click()
    await new Promise(requestAnimationFrame)
    const target = document.getElementById(decodeURIComponent(href.slice(1)))
    const { top, bottom } = target?.getBoundingClientRect() ?? {}
    found.push({ href, isReached: Boolean(target) && top < innerHeight && bottom > 0 })
  }
  return found
}

/** Returns what is hard to hit with a finger. Source: WCAG 2.2, 2.5.8, with its exceptions "inline" and "spacing". */
const measureTargets = () => {
  const least = 24
  for (const details of document.querySelectorAll("details")) details.open = true
  const isInSentence = element => getComputedStyle(element).display === "inline" &&
    element.parentElement.closest("p, li, dd, td, th, figcaption, caption").textContent.trim() !== element.textContent.trim()
  const targets = [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter(element => element.checkVisibility() && !isInSentence(element))
    .map(element => ({ element, box: element.getBoundingClientRect() }))
  const isSmall = ({ box }) => Math.min(box.width, box.height) < least - 0.5
  const middle = ({ box }) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const distance = (one, other) => {
    const [x, y] = middle(one)
    if (isSmall(other)) return Math.hypot(x - middle(other)[0], y - middle(other)[1]) - least / 2
    const { left, right, top, bottom } = other.box
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))
  }
  return targets
    .filter(one => isSmall(one) && targets.some(other => other !== one && distance(one, other) < least / 2))
    .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${Math.round(box.width)} × ${Math.round(box.height)}`)
}

const focused = () => {
  const element = document.activeElement
  if (element === document.body) return null
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return {
    element: element.outerHTML.slice(0, 80),
    isSkip: element.matches(".skip"),
    isInView: left < innerWidth && right > 0 && top < innerHeight && bottom > 0,
    hasOutline: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
    isInMain: Boolean(element.closest("main")),
  }
}

/** Goes through the page with the Tab key, then through its first link, which skips to the text. */
const press = async (page, address) => {
  const tab = async () => { await page.keyboard.press("Tab"); return page.evaluate(focused) }
  await page.goto(address)
  const stops = []
  for (let stop = await tab(); stop; stop = await tab()) stops.push(stop)
  const reachable = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter(element => element.checkVisibility()).length)
  await page.goto(address)
  await tab()
  await page.keyboard.press("Enter")
  return { stops, reachable, address: page.url(), afterSkip: await tab() }
}

await printObservations(process.argv.slice(2), observe)
