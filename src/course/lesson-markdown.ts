/** What happens to a lesson’s tree between its text and its page. */
import { defineMdastPlugin, type MdastNode, type PluginFactoryContext } from 'satteri'
import type { Root } from './mdx.ts'

type Block = Root['children'][number]

/**
 * The stretches of a text between its breaks. A break inside a list or an element is a line, and no
 * end.
 *
 * @example
 * const [one, end, two] = [{ type: 'paragraph' }, { type: 'thematicBreak' }, { type: 'heading' }]
 * actsOf({ children: [one, end, two] })
 * // => [[one], [two]]
 */
export function actsOf({ children }: Pick<Root, 'children'>): readonly (readonly Block[])[] {
  const acts: Block[][] = [[]]
  for (const node of children) {
    if (node.type === 'thematicBreak') acts.push([])
    else acts.at(-1)?.push(node)
  }
  return acts
}

/** Puts each act into an `<Act>`, which has a stage of its own beside it. */
const acts = defineMdastPlugin({
  name: 'glasshouse:acts',
  before(root, context) {
    // What is imported belongs to the whole text.
    const code = root.children.filter(({ type }) => type === 'mdxjsEsm')
    const text = root.children.filter(({ type }) => type !== 'mdxjsEsm')
    const wrapped = actsOf({ children: text }).map((children, index, all): MdastNode => ({
      type: 'mdxJsxFlowElement',
      name: 'Act',
      attributes: [
        ...(index === 0 ? [flag('first')] : []),
        ...(index === all.length - 1 ? [flag('last')] : []),
      ],
      // The tree's types know no headings in an element; MDX does.
      children: children as never,
    }))
    context.setProperty(root, 'children', [...code, ...wrapped])
  },
})

const flag = (name: string) => ({ type: 'mdxJsxAttribute', name, value: null }) as const

/** What Markdown makes of a label, a paragraph and a link, a button does not hold: their words stay. */
const labels = defineMdastPlugin({
  name: 'glasshouse:labels',
  mdxJsxFlowElement(node, context) {
    if (node.name === 'Run') context.setProperty(node, 'children', wordsOf(node.children))
  },
})

const wordsOf = (nodes: readonly MdastNode[]): readonly MdastNode[] =>
  nodes.flatMap((node) =>
    node.type === 'paragraph' || node.type === 'link' ? wordsOf(node.children) : [node],
  )

/** What Astro’s Markdown processor does to the tree of a lesson, in this order. A page of the guide is Markdown, and has no acts. */
export const lessonPlugins = [
  ({ sourceFormat }: Pick<PluginFactoryContext, 'sourceFormat'>) =>
    sourceFormat === 'mdx' ? [acts, labels] : null,
]
