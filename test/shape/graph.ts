/** What only all files together show: circles of imports, exports that nobody uses. */
import type { Edge } from '../architecture/house.ts'
import type { Export } from './code.ts'

/**
 * The most files that import each other in a circle, types too: from each of
 * them there is a way to each other. Empty when there is no circle.
 */
export function largestCycle(edges: readonly Pick<Edge, 'from' | 'to'>[]): readonly string[] {
  const targets = Map.groupBy(edges, ({ from }) => from)
  const reach = new Map([...targets.keys()].map((file) => [file, reachedFrom(file, targets)]))
  const cycles = [...reach].map(([file, reached]) =>
    reached.has(file) ? [...reached].filter((other) => reach.get(other)?.has(file)) : [],
  )
  return cycles.reduce((most, cycle) => (cycle.length > most.length ? cycle : most), []).toSorted()
}

function reachedFrom(
  start: string,
  targets: ReadonlyMap<string, readonly Pick<Edge, 'to'>[]>,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [start]
  for (const file of waiting)
    for (const { to } of targets.get(file) ?? [])
      if (!reached.has(to)) {
        reached.add(to)
        waiting.push(to)
      }
  return reached
}

/** Names that frameworks look for by themselves. */
const ASKED_FOR: readonly string[] = [
  ...['GET', 'POST', 'PUT', 'DELETE', 'ALL', 'prerender', 'partial', 'getStaticPaths', 'default'],
  ...['onRequest', 'collections', 'up', 'down'],
]

export interface Unused {
  /** Named by no other file at all. */
  readonly byNobody: readonly Export[]
  /** Named by tests, and by nothing that runs. */
  readonly byTestsOnly: readonly Export[]
}

/** Exports whose name stands in no other file: a name is looked for as a word, wherever it stands. */
export function unusedExports(
  exports: readonly Export[],
  files: ReadonlyMap<string, string>,
  tests: ReadonlyMap<string, string>,
): Unused {
  const [inFiles, inTests] = [filesByWord(files), filesByWord(tests)]
  const isNamed = ({ name, file }: Export, words: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...(words.get(name) ?? [])].some((other) => other !== file)
  const unused = exports.filter((one) => !ASKED_FOR.includes(one.name) && !isNamed(one, inFiles))
  return {
    byNobody: unused.filter((one) => !isNamed(one, inTests)),
    byTestsOnly: unused.filter((one) => isNamed(one, inTests)),
  }
}

function filesByWord(files: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>> {
  const words = new Map<string, Set<string>>()
  for (const [file, text] of files)
    for (const [word] of text.matchAll(/[\w$]+/g)) {
      const found = words.get(word)
      if (found) found.add(file)
      else words.set(word, new Set([file]))
    }
  return words
}
