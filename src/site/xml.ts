/** Writes XML: words that cannot end an element, and none that no parser takes. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

// What XML 1.0 has no way to write, not even as a number.
// eslint-disable-next-line no-control-regex -- They are looked for to be left out.
const UNWRITABLE = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g

const writable = (text: string) => text.toWellFormed().replaceAll(UNWRITABLE, '')

/**
 * An element that holds text.
 *
 * @example
 * element('title', 'a < b')
 * // => '<title>a &lt; b</title>'
 * element('link', null, { href: '/?a&b' })
 * // => '<link href="/?a&amp;b"/>'
 */
export function element(
  name: string,
  text: string | null,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`)
  const start = `<${name}${written.join('')}`
  return text === null ? `${start}/>` : `${start}>${escape(text)}</${name}>`
}

const escape = (text: string) =>
  writable(text).replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/**
 * An element that holds HTML as its text: written as it is, so that it is no longer than it has to be.
 *
 * @example
 * htmlElement('content', '<p>]]></p>', { type: 'html' })
 * // => '<content type="html"><![CDATA[<p>]]]]><![CDATA[></p>]]></content>'
 */
export function htmlElement(
  name: string,
  html: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const cdata = `<![CDATA[${writable(html).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  return element(name, '', attributes).replace('><', () => `>${cdata}<`)
}
