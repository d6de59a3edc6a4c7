/** What MDX takes and a page does not show as it was meant: strange elements, code in prose, lists that ended too early. */
import type { MdastNode } from 'satteri'
import { elementNames, isElementName, PLAIN_ELEMENTS } from '../elements.ts'
import { isElement, nodesIn, placeOf, type Element, type Root } from '../mdx.ts'
import { HTML_NAMES } from './html-names.ts'
import type { Mistakes, Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'

/** Tells about each of them. */
export function checkText(mistakes: Mistakes, file: string, root: Root): void {
  const declared = namesDeclared(root)
  for (const node of nodesIn(root)) {
    const wrong = isElement(node)
      ? (strangeElement(node, declared) ?? strangeAttribute(node))
      : strangeCode(node, declared)
    if (wrong) mistakes.add(file, 'broken', placeOf(node), wrong)
  }
  for (const { at, ...wrong } of brokenLists(root)) mistakes.add(file, 'wrong', placeOf(at), wrong)
}

/** What the text itself imports or exports. */
function namesDeclared({ children }: Root): readonly string[] {
  const code = children.flatMap((node) => (node.type === 'mdxjsEsm' ? [node.value] : [])).join('\n')
  const single = /\b(?:const|let|function|class|import)\s+([A-Za-z_$][\w$]*)/g
  const several = /\b(?:import|export)\s*(?:[\w$]+\s*,\s*)?\{([^}]*)\}/g
  return [
    ...[...code.matchAll(single)].map(([, name = '']) => name),
    ...[...code.matchAll(several)].flatMap(([, names = '']) =>
      names.split(',').map(
        (one) =>
          one
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? '',
      ),
    ),
  ]
}

function strangeElement({ name }: Element, declared: readonly string[]): Wrong | null {
  if (name === null || isElementName(name) || name in PLAIN_ELEMENTS) return null
  const [first = ''] = name.split('.')
  if (declared.includes(first)) return null
  if (/^[A-Z]/.test(name) || name.includes('.'))
    return { what: `There is no element <${name}>.`, write: offer(name, elementNames()) }
  if (HTML_NAMES.has(name)) return null
  const near = nearest(name, [...elementNames(), ...HTML_NAMES])
  return {
    what: `<${name}> is no element of HTML.`,
    write: near === null ? `Write &lt;${name}>, or say it in words.` : `Did you mean <${near}>?`,
  }
}

function strangeAttribute({ name, attributes }: Element): Wrong | null {
  const known = PLAIN_ELEMENTS[name ?? '']
  if (!known) return null
  for (const attribute of attributes) {
    if (attribute.type !== 'mdxJsxAttribute' || known.includes(attribute.name)) continue
    return {
      what: `<${name}> has no attribute ${attribute.name}.`,
      write: offer(attribute.name, known),
    }
  }
  return null
}

const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*$/gm
const LITERAL = /^(?:'[^']*'|"[^"]*"|`[^`$]*`|\d+)$/
const NAME = /(?<![\w$.])[A-Za-z_$][\w$]*/g

/** An expression is run when the page is made, and knows only what the text itself declares. */
function strangeCode(node: MdastNode, declared: readonly string[]): Wrong | null {
  if (node.type !== 'mdxTextExpression' && node.type !== 'mdxFlowExpression') return null
  const code = node.value.replaceAll(COMMENT, '').trim()
  if (code === '' || LITERAL.test(code)) return null
  const named = code.replaceAll(/'[^']*'|"[^"]*"/g, '').match(NAME) ?? []
  const unknown = named.find((name) => !declared.includes(name) && !GLOBAL.has(name))
  // An element in code has a mistake of its own.
  if (unknown === undefined || /<[A-Z]/.test(code)) return null
  return {
    what: `{${code}} is read as code, and there is no ${unknown} here.`,
    write: `Write \`${code}\` between backticks, or &#123;${code}&#125;.`,
  }
}

const GLOBAL = new Set(['true', 'false', 'null', 'undefined', 'Math', 'String', 'Number', 'Array'])

interface InList extends Wrong {
  readonly at: MdastNode
}

const INDENT = 'Indent what belongs to an item as far as its first word: three spaces below “1. ”.'

/** What stood below an item, and is not in it: the list has ended before it. */
function* brokenLists(parent: MdastNode): Generator<InList> {
  if (!('children' in parent)) return
  const children: readonly MdastNode[] = parent.children
  for (const [index, node] of children.entries()) {
    const before = children[index - 1]
    if (node.type === 'list' && node.ordered && (node.start ?? 1) > 1)
      yield {
        at: node,
        what: `This list begins with ${node.start}: the one before it has ended.`,
        write: INDENT,
      }
    else if (before?.type === 'list' && standsBetween(before, node))
      yield {
        at: node,
        what: 'This is indented, and yet stands in no item: the list above has ended.',
        write: INDENT,
      }
    else if (node.type === 'paragraph' && numberIn(node) !== null)
      yield {
        at: node,
        what: `“${numberIn(node)}” begins a line of a paragraph: the list above has ended.`,
        write: INDENT,
      }
    yield* brokenLists(node)
  }
}

/** Further to the right than the list, and not as far as its words. */
const standsBetween = (list: MdastNode, node: MdastNode) =>
  placeOf(node).column > placeOf(list).column

function numberIn(paragraph: MdastNode): string | null {
  if (!('children' in paragraph)) return null
  const texts = paragraph.children.flatMap((node) => (node.type === 'text' ? [node.value] : []))
  return /\n\s*(\d+[.)]) /.exec(texts.join(''))?.[1] ?? null
}
