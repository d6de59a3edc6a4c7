/** A hunt as its page and programs have it. Nothing of it says where the fault is before it is found. */
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { Hunted } from './hunt.ts'
import { listFiles, runsOf } from './hunt.ts'
import { SUBJECTS } from './mutants.ts'
import { runsThatShow, type Run } from './point.ts'

/** One line of a file, and whether it is the one that was pointed at. */
export interface LineView {
  readonly number: number
  /** Coloured, as the build has made it. */
  readonly html: string
  /** Nobody points at what is empty. */
  readonly isBlank: boolean
}

/**
 * The lines of a coloured listing: each is one `.line`, and a line break stands between two.
 *
 * @example
 * linesIn('<pre class="shiki"><code><span class="line" id="L1">a</span>\n<span id="L2"></span></code></pre>')
 * // => [{ number: 1, html: '<span class="line">a</span>', isBlank: false }, { number: 2, html: '<span></span>', isBlank: true }]
 */
export function linesIn(html: string): readonly LineView[] {
  const code = /<code[^>]*>(?<code>[\s\S]*)<\/code>/.exec(html)?.groups?.['code'] ?? ''
  // The address of a line is that of its page, and stands there once.
  return code.split('\n').map((line, index) => ({
    number: index + 1,
    html: line.replace(/ id="L\d+"/, ''),
    isBlank: line.replace(/<[^>]*>/g, '').trim() === '',
  }))
}

/** What stands beside a file’s name: how often the runs came by. */
export interface FileView {
  readonly file: string
  readonly steps: number
}

/** The files in which the fault may be, those that the runs name most first. */
export function filesOf(runs: readonly Run[]): readonly FileView[] {
  const named = runs.flatMap(({ trace }) => trace.steps.flatMap(({ source }) => source?.file ?? []))
  const views = listFiles().map((file) => ({
    file,
    steps: named.filter((name) => name === file).length,
  }))
  return views.toSorted((a, b) => b.steps - a.steps || (a.file < b.file ? -1 : 1))
}

/** `all faults`, `the faults about scopes`, or how a lesson has chosen. */
export const amongInWords = (among: string): string =>
  among === 'all'
    ? 'all faults'
    : (SUBJECTS as readonly string[]).includes(among)
      ? `the faults about ${among}`
      : 'the faults of this lesson'

/** `at the 2nd try` */
export const atTry = (number: number): string => `at the ${ordinal(number)} try`

const ordinal = (number: number) => {
  const last = number % 100 > 10 && number % 100 < 14 ? 0 : number % 10
  return `${number}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`
}

/** The same for programs. */
export function huntFacts(
  hunted: Hunted | null,
  sandbox: Pick<Sandbox, 'traces' | 'bending'> | null,
) {
  if (!hunted || !sandbox) return { hunt: null, found: sandbox?.bending.now.found.length ?? 0 }
  const { hunt, mutant, file, fault } = hunted
  const runs = runsOf(sandbox, hunt)
  const isSubject = amongInWords(hunt.among) !== amongInWords('')
  return {
    found: sandbox.bending.now.found.length,
    hunt: {
      number: hunt.number,
      among: isSubject ? hunt.among : 'a lesson',
      tries: hunt.tries,
      is_found: hunt.isFound,
      runs: runs.map(({ number, trace: { id, title, persona, status } }) => ({
        ...{ number, trace: id, title, persona, status },
      })),
      fault: hunt.isFound
        ? {
            ...{ file, wrong: mutant.wrong, says: mutant.says, lines: fault.changed },
            shown_by: runsThatShow({ mutant, runs }).map(({ number, shows }) => ({
              number,
              shows,
            })),
          }
        : null,
    },
  }
}
