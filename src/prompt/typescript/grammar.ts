/** TypeScript as the editor reads it. It is asked here and nowhere else. */
import type { SyntaxNode, Tree } from '@lezer/common'
import { parser } from '@lezer/javascript'

/** The grammar with types in it; the editor colours with the same one. */
export const typescript = parser.configure({ dialect: 'ts' })

export const parseTypeScript = (source: string): Tree => typescript.parse(source)

/** The nodes directly inside of one. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}
