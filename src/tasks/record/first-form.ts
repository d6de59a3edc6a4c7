/** Finds the form of a page that somebody presses, with the parser that rendered the lessons. */
import { htmlToHast, type HastNode } from 'satteri'

type Element = Extract<HastNode, { readonly type: 'element' }>

export interface Form {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

/** The first form of a page and its first button, as a press of it would send them. `path` is the page's own. */
export function firstForm(html: string, path: string): Form {
  const page = elementsIn(htmlToHast(html, { fragment: true })).find(
    ({ tagName, properties }) => tagName === 'glass-fragment' && properties['target'] === 'page',
  )
  const form = page && elementsIn(page).find(({ tagName }) => tagName === 'form')
  if (!form) throw new Error(`The page ${path} has no form to press.`)
  const inside = elementsIn(form)
  const button = inside.find(({ tagName }) => tagName === 'button')
  const sent = [...inside.filter(isSent), ...(button ? [button] : [])]
  return {
    action: attribute(form, 'action') ?? path,
    fields: Object.fromEntries(
      sent.flatMap((element) => {
        const name = attribute(element, 'name')
        return name === null ? [] : [[name, attribute(element, 'value') ?? '']]
      }),
    ),
  }
}

/** A node, if it is an element, and every element in it, in the order of the page. */
export function elementsIn(node: HastNode): readonly Element[] {
  const inside = 'children' in node ? node.children.flatMap(elementsIn) : []
  return node.type === 'element' ? [node, ...inside] : inside
}

const isSent = ({ tagName, properties: { type, checked } }: Element) =>
  tagName === 'input' && ((type !== 'checkbox' && type !== 'radio') || checked === true)

export function attribute({ properties }: Element, name: string): string | null {
  const value = properties[name]
  return typeof value === 'string' ? value : null
}
