/** How well a colour can be read on another, as WCAG 2 counts it. */

/** What words of any size need. */
export const LEAST_CONTRAST = 4.5

/**
 * From 1, for the same colour, to 21, for black on white.
 *
 * @example
 * contrast('#000000', '#ffffff')
 * // => 21
 */
export function contrast(colour: string, ground: string): number {
  const [dark = 0, light = 0] = [luminance(colour), luminance(ground)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
