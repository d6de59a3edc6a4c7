import { createCssVariablesTheme } from 'shiki'

/**
 * A theme whose colours are names. The style sheet gives each name its colour
 * in light and in dark, so that no page needs a style attribute.
 */
export const shikiTheme = createCssVariablesTheme({
  name: 'glasshouse',
  variablePrefix: '--sh-',
  fontStyle: true,
})

/**
 * Turns `style="color:var(--sh-token-keyword)"` into `class="sh-keyword"`.
 *
 * @example
 * const span = { properties: { style: 'color:var(--sh-token-keyword)' } }
 * const added = []
 * classes().span.call({ addClassToHast: (node, name) => added.push(name) }, span)
 * added
 * // => ['sh-keyword']
 */
export const classes = () => ({
  name: 'glasshouse:classes',
  preprocess(_code, options) {
    // Shiki gives a line up after half a second, and a busy machine takes that long for its first
    // one: the rest would have other colours. No option of Astro's says so.
    options.tokenizeTimeLimit = 0
  },
  pre(node) {
    delete node.properties.style
    // A page that a browser translates keeps its code as it is.
    node.properties.translate = 'no'
  },
  span(node) {
    const style = String(node.properties.style ?? '')
    const names = [...style.matchAll(/--sh-(?:token-)?([\w-]+)/g)].map(([, name]) => `sh-${name}`)
    if (style.includes('italic')) names.push('sh-italic')
    delete node.properties.style
    for (const name of names) this.addClassToHast(node, name)
  },
})
