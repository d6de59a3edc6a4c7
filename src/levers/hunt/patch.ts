/**
 * Reads a patch, as `git diff` writes it, and applies it to the file that it
 * names. It knows nothing of a line that has moved: a patch that does not fit
 * to the letter stops the build, so that no mutant is about code of yesterday.
 */

/** One place of a file that a patch changes. */
export interface Hunk {
  /** The first line that it shows, in the file as it is. */
  readonly from: number
  /** The same in the patched file. */
  readonly fromPatched: number
  readonly lines: readonly HunkLine[]
}

export interface HunkLine {
  readonly kind: 'same' | 'away' | 'added'
  readonly text: string
}

export interface Patch {
  readonly file: string
  readonly hunks: readonly Hunk[]
}

/** First and last of some lines, as an editor counts. */
export interface Lines {
  readonly from: number
  readonly to: number
}

const FILE = /^\+\+\+ b\/(?<file>\S+)$/m
const HEAD = /^@@ -(?<from>\d+)(?:,\d+)? \+(?<patched>\d+)(?:,\d+)? @@/
const KINDS = { ' ': 'same', '-': 'away', '+': 'added' } as const

/**
 * Reads a patch of one file. Throws an error whose message goes on after the patch's name.
 *
 * @example
 * const { file, hunks } = readPatch('--- a/x.ts\n+++ b/x.ts\n@@ -1 +1 @@\n-a\n+b\n')
 * [file, hunks.length]
 * // => ['x.ts', 1]
 */
export function readPatch(written: string): Patch {
  const { file } = FILE.exec(written)?.groups ?? {}
  if (file === undefined)
    throw new Error('names no file: write it as git diff does, with a line "+++ b/FILE".')
  const hunks: { from: number; fromPatched: number; lines: HunkLine[] }[] = []
  for (const line of written.trimEnd().split('\n')) {
    const { from, patched } = HEAD.exec(line)?.groups ?? {}
    const kind = KINDS[line.charAt(0) as keyof typeof KINDS] as HunkLine['kind'] | undefined
    if (from !== undefined)
      hunks.push({ from: Number(from), fromPatched: Number(patched), lines: [] })
    // An editor may have taken the one space of an empty line away.
    else if (line === '') hunks.at(-1)?.lines.push({ kind: 'same', text: '' })
    else if (kind) hunks.at(-1)?.lines.push({ kind, text: line.slice(1) })
  }
  if (hunks.length === 0) throw new Error('changes nothing: it has no line that begins with @@.')
  return { file, hunks }
}

/**
 * The patched text of a file. Throws an error whose message goes on after the patch's name.
 *
 * @example
 * applyPatch(readPatch('+++ b/x.ts\n@@ -1 +1 @@\n-a\n+b\n'), 'a\n')
 * // => 'b\n'
 */
export function applyPatch({ file, hunks }: Patch, text: string): string {
  const lines = text.split('\n')
  const patched: string[] = []
  let next = 0
  for (const hunk of hunks) {
    const start = hunk.from - 1
    const before = hunk.lines.filter(({ kind }) => kind !== 'added').map((line) => line.text)
    const wrong = before.findIndex((line, index) => lines[start + index] !== line)
    if (wrong >= 0)
      throw new Error(
        `no longer fits: line ${start + wrong + 1} of ${file} is ${JSON.stringify(lines[start + wrong] ?? null)}, and the patch expects ${JSON.stringify(before[wrong])}. Make the patch again for the file as it is.`,
      )
    patched.push(...lines.slice(next, start))
    patched.push(...hunk.lines.filter(({ kind }) => kind !== 'away').map((line) => line.text))
    next = start + before.length
  }
  return [...patched, ...lines.slice(next)].join('\n')
}

/**
 * The lines of the patched file that somebody points at: those that are new, or
 * the two between which some are gone.
 *
 * @example
 * changedLines(readPatch('+++ b/x.ts\n@@ -1,3 +1,2 @@\n a\n-b\n c\n'))
 * // => [{ from: 1, to: 2 }]
 */
export const changedLines = ({ hunks }: Patch): readonly Lines[] => hunks.flatMap(changedIn)

function changedIn({ fromPatched, lines }: Hunk): readonly Lines[] {
  const found: { from: number; to: number; added: number }[] = []
  let line = fromPatched
  let open: { from: number; to: number; added: number } | null = null
  for (const { kind } of lines) {
    if (kind === 'same') open = null
    else if (!open) found.push((open = { from: line, to: line - 1, added: 0 }))
    if (open && kind === 'added') {
      open.to = line
      open.added += 1
    }
    if (kind !== 'away') line += 1
  }
  return found.map(({ from, to, added }) =>
    added > 0 ? { from, to } : { from: Math.max(1, from - 1), to: from },
  )
}

/**
 * How many lines a patch changes: the more of those that go and those that come.
 *
 * @example
 * sizeOf(readPatch('+++ b/x.ts\n@@ -1 +1,2 @@\n-a\n+b\n+c\n'))
 * // => 2
 */
export function sizeOf({ hunks }: Patch): number {
  const all = hunks.flatMap(({ lines }) => lines)
  const count = (kind: HunkLine['kind']) => all.filter((line) => line.kind === kind).length
  return Math.max(count('away'), count('added'))
}
