/** Runs inside a page; returns each text that is shown, with its contrast with its background.
 *  Source: WCAG 2.2, "contrast ratio", "relative luminance", "large scale". */
export const contrasts = paper => {
  const parse = colour => {
    if (!colour.startsWith("rgb")) throw new Error(`a colour this program cannot read: ${colour}`)
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number)
    return [red, green, blue, alpha]
  }
  const over = ([...above], below) => below.slice(0, 3).map((value, i) => above[3] * above[i] + (1 - above[3]) * value)
  const luminance = colour =>
    colour.slice(0, 3).map(value => value / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
      .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0)
  const ground = element =>
    element ? over(parse(getComputedStyle(element).backgroundColor), ground(element.parentElement)) : parse(paper)

  const holders = [...document.body.querySelectorAll("*")].filter(element =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  return holders.map(element => {
    const style = getComputedStyle(element)
    const below = ground(element)
    const [dark, light] = [luminance(over(parse(style.color), below)), luminance(below)].sort((a, b) => a - b)
    const points = parseFloat(style.fontSize) * 0.75
    return {
      text: element.textContent.trim().replace(/\s+/g, " ").slice(0, 60),
      ratio: Math.round((light + 0.05) / (dark + 0.05) * 100) / 100,
      isLarge: points >= 18 || (points >= 14 && style.fontWeight >= 700),
      colour: style.color,
      ground: `rgb(${below.map(Math.round).join(", ")})`,
    }
  })
}
