/**
 * Finds the form of a page that somebody presses. The pages are this site's
 * own, as it draws them: this knows no other HTML.
 */
import { splitPersona } from '#http/links.ts'

export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

/** What stands around a page, and is no part of it. */
const AROUND = /^\/(?:sandbox|labs|acts|predictions|progress|users\/log-out)\b/

/** The first form of a page and its first button, as a press of it would send them. `path` is the page's own. */
export function firstForm(html: string, path: string): Form {
  for (const [, tag = '', inside = ''] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const action = attribute(tag, 'action') ?? path
    if (attribute(tag, 'method') !== 'post' || AROUND.test(splitPersona(action).path)) continue
    return { action, fields: Object.fromEntries(fieldsIn(inside)) }
  }
  throw new Error(`The page ${path} has no form to press.`)
}

function fieldsIn(html: string): readonly (readonly [string, string])[] {
  const inputs = [...html.matchAll(/<input\b([^>]*)>/g)].map(([, tag = '']) => tag)
  const button = /<button\b([^>]*)>/.exec(html)?.[1]
  const sent = [...inputs.filter(isSent), ...(button === undefined ? [] : [button])]
  return sent.flatMap((tag) => {
    const name = attribute(tag, 'name')
    return name === null ? [] : [[name, attribute(tag, 'value') ?? ''] as const]
  })
}

const isSent = (tag: string) =>
  !/^(?:checkbox|radio)$/.test(attribute(tag, 'type') ?? '') || /\schecked\b/.test(tag)

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`).exec(` ${tag}`)
  const found = value?.slice(1).find((one) => one !== undefined)
  return found === undefined ? null : unescape(found)
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const unescape = (text: string) =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, ...found: (string | undefined)[]) => {
    const [decimal, hexadecimal, name = ''] = found
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hexadecimal !== undefined) return String.fromCodePoint(parseInt(hexadecimal, 16))
    return ENTITIES[name] ?? all
  })
