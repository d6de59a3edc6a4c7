/** Reads a style sheet as far as its rules go: which selectors there are, and in which layer. */

export interface StyleRule {
  /** As written, one for each that a comma separates: `.house > svg`. A nested one without its parents. */
  readonly selectors: readonly string[]
  /** `core.base`, or `null` outside of every layer. */
  readonly layer: string | null
  readonly line: number
}

interface Block {
  readonly prelude: string
  readonly line: number
}

export function styleRules(source: string): readonly StyleRule[] {
  const found: StyleRule[] = []
  const open: Block[] = []
  let start = 0
  const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  )
  for (const { 0: mark, index } of text.matchAll(/"[^"]*"|'[^']*'|[{};]/g)) {
    if (mark.length > 1) continue
    const prelude = text.slice(start, index).trim()
    start = index + 1
    if (mark === '}') open.pop()
    if (mark !== '{') continue
    const inKeyframes = open.some((block) => block.prelude.startsWith('@keyframes'))
    const line = text.slice(0, index - prelude.length).split('\n').length
    open.push({ prelude, line })
    if (prelude.startsWith('@') || inKeyframes) continue
    found.push({ selectors: split(prelude), layer: layerOf(open), line })
  }
  return found
}

function layerOf(open: readonly Block[]): string | null {
  const names = open.flatMap(({ prelude }) => /^@layer\s+(\S+)$/.exec(prelude)?.[1] ?? [])
  return names.length > 0 ? names.join('.') : null
}

/** Every class that a selector names: `.house .caught text` names two. */
export function classesIn(selector: string): readonly string[] {
  const bare = selector.replaceAll(/\[[^\]]*\]/g, '')
  return [...bare.matchAll(/\.([a-z_][\w-]*)/gi)].map(([, name]) => name!)
}

/**
 * The classes whose looks a selector changes: those with which its last part
 * begins. `.house .badge` dresses the badge. A class behind another, or
 * behind an attribute, is a state of it: `.line.lit` dresses the line.
 */
export function dressedBy(selector: string): readonly string[] {
  const last = lastCompound(selector)
  const either = /^[\w-]*:(?:is|where)\((.*)\)/.exec(last)?.[1]
  if (either !== undefined) return split(either).flatMap(dressedBy)
  return /^[\w*&-]*\.([\w-]+)/.exec(last)?.slice(1) ?? []
}

function lastCompound(selector: string): string {
  let depth = 0
  let start = 0
  for (const { 0: mark, index } of selector.matchAll(/[()[\]\s>+~]/g)) {
    if ('(['.includes(mark)) depth += 1
    else if (')]'.includes(mark)) depth -= 1
    else if (depth === 0) start = index + 1
  }
  return selector.slice(start)
}

/** Cuts at the commas that stand in no bracket. */
function split(list: string): readonly string[] {
  let depth = 0
  let start = 0
  const parts: string[] = []
  for (const { 0: mark, index } of list.matchAll(/[()[\],]/g)) {
    if ('(['.includes(mark)) depth += 1
    else if (')]'.includes(mark)) depth -= 1
    else if (depth === 0) {
      parts.push(list.slice(start, index))
      start = index + 1
    }
  }
  return [...parts, list.slice(start)].map((part) => part.trim())
}
