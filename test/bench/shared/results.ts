/** Where what was measured last is kept, for people and for programs: `test/bench/results/`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { drawComparisons, tableOfComparisons, type Comparison } from './comparison.ts'

const RESULTS = new URL('../results/', import.meta.url)
const README = new URL('../../../README.md', import.meta.url)

/** What is kept of one benchmark: the values as JSON, a page with a table, and its picture. */
interface Kept {
  readonly values: unknown
  readonly page: string
  readonly picture: string
}

export function keepResults(name: string, { values, page, picture }: Kept): void {
  writeFileSync(new URL(`${name}.json`, RESULTS), `${JSON.stringify(values, null, 2)}\n`)
  writeFileSync(new URL(`${name}.md`, RESULTS), page)
  writeFileSync(new URL(`${name}.svg`, RESULTS), picture)
  console.log(`Kept in test/bench/results/: ${name}.json, ${name}.md and ${name}.svg.`)
}

/** What was kept under this name last; `null` where nothing was. */
export function readResults(name: string): unknown {
  const file = new URL(`${name}.json`, RESULTS)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

export interface Compared {
  readonly title: string
  /** What it was measured on. */
  readonly machine: string
  /** What one has to know to read it. */
  readonly note: string
  readonly comparisons: readonly Comparison[]
}

/** The page of what was measured beside somebody else. */
export function pageOf(name: string, compared: Compared): string {
  const picture = `![The rows with a goal as bars](${name}.svg)`
  return [`# ${compared.title}`, ...wordsOf(name, compared), `${picture}\n`].join('\n\n')
}

/** What stands in README of it. */
export const excerptOf = (name: string, compared: Compared): string =>
  wordsOf(name, compared).join('\n\n')

function wordsOf(name: string, { machine, note, comparisons }: Compared): readonly string[] {
  const how = `\`npm run bench ${name}\` on ${machine}. ${note}`
  return [how, tableOfComparisons(comparisons)]
}

/** Shows what was measured, keeps it, and puts it in the place of the last one in README. */
export function keepComparisons(name: string, compared: Compared): void {
  const page = pageOf(name, compared)
  console.log(page)
  const picture = drawComparisons(compared.title, compared.comparisons)
  keepResults(name, { values: compared, page, picture })
  const readme = readFileSync(README, 'utf8')
  writeFileSync(README, withExcerpt(readme, name, excerptOf(name, compared)))
}

/** A text with this between its marks `<!-- bench NAME -->` and `<!-- end -->`. */
export function withExcerpt(text: string, name: string, excerpt: string): string {
  const mark = `<!-- bench ${name} -->\n`
  const from = text.indexOf(mark)
  const to = text.indexOf('<!-- end -->', from)
  if (from < 0 || to < 0) throw new Error(`README.md has no marks for bench ${name}.`)
  return `${text.slice(0, from + mark.length)}\n${excerpt}\n\n${text.slice(to)}`
}
