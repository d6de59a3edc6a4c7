import { htmlToHast, type HastNode } from 'satteri'

type Element = Extract<HastNode, { readonly type: 'element' }>

/** A form of a page: where it is sent and how, and the names of all its fields and buttons. */
export interface FormOnPage {
  readonly action: string
  readonly method: string
  readonly fields: readonly string[]
}

// What a form brings along is nothing that somebody fills in.
const BROUGHT_ALONG = ['_method', '_lesson', '_step']

/** The forms of a page or a part of one, in their order. `path` is where those lead that do not say. */
export const formsIn = (html: string, path: string): readonly FormOnPage[] =>
  elementsIn(htmlToHast(html, { fragment: !html.startsWith('<!') }))
    .filter(({ tagName }) => tagName === 'form')
    .map((form) => {
      const inside = elementsIn(form)
      const sent = inside.filter(({ tagName }) =>
        /^(?:input|select|textarea|button)$/.test(tagName),
      )
      const override = sent.find((field) => attribute(field, 'name') === '_method')
      const method = override ? attribute(override, 'value') : attribute(form, 'method')
      const names = sent.map((field) => attribute(field, 'name'))
      return {
        action: attribute(form, 'action') ?? path,
        method: (method ?? 'get').toUpperCase(),
        fields: names.filter((name) => name !== null && !BROUGHT_ALONG.includes(name)) as string[],
      }
    })

/** The words of the first element that has this class. */
export function wordsOf(html: string, className: string): string | null {
  const root = htmlToHast(html, { fragment: !html.startsWith('<!') })
  const found = elementsIn(root).find(({ properties }) =>
    [properties['className'], properties['class']].flat().includes(className),
  )
  return found ? textOf(found).trim() : null
}

const textOf = (node: HastNode): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(textOf).join('') : ''

/** A node, if it is an element, and every element in it, in the order of the page. */
function elementsIn(node: HastNode): readonly Element[] {
  const inside = 'children' in node ? node.children.flatMap(elementsIn) : []
  return node.type === 'element' ? [node, ...inside] : inside
}

function attribute({ properties }: Element, name: string): string | null {
  const value = properties[name]
  return typeof value === 'string' ? value : null
}
