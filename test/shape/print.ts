/** The shape as a table. Goals stand beside what they are goals for; none of them fails anything. */
import type { Export, MeasuredFunction } from './code.ts'
import type { Shape } from './shape.ts'
import type { Spread } from './spread.ts'

const GOALS = { functionP90: 17, longestFunction: 60, wide: 58, tooWide: 72 }

export function linesOf(shape: Shape): readonly string[] {
  return [
    ...sizes(shape),
    ...section('Longest functions', shape.longestFunctions.map(lengthAndPlace)),
    ...section(
      'Longest files',
      shape.longestFiles.map(({ file, lines }) => `${right(lines)}  ${file}`),
    ),
    ...cycle(shape),
    ...unused(shape),
    ...casts(shape),
    ...frontDoors(shape),
    ...listings(shape),
  ]
}

const right = (value: number | string, width = 5) => String(value).padStart(width)
const goal = (isMet: boolean, text: string) => `${isMet ? 'met' : 'NOT MET'}: ${text}`
const section = (heading: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)]

const at = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`
const lengthAndPlace = (one: MeasuredFunction) =>
  `${right(one.lines)}  ${one.name.padEnd(26)} ${at(one)}`
const nameAndPlace = (one: Export) => `${one.name.padEnd(26)} ${at(one)}`

function sizes({ fileLines, functionLines }: Shape): readonly string[] {
  const row = (name: string, { count, median, p90, max }: Spread, told = '') =>
    `${name.padEnd(24)}${right(count)} ${right(median, 7)} ${right(p90)} ${right(max)}  ${told}`.trimEnd()
  const { p90, max } = functionLines.all
  const isMet = p90 <= GOALS.functionP90 && max <= GOALS.longestFunction
  const wish = `p90 ≤ ${GOALS.functionP90}, max ≤ ${GOALS.longestFunction}`
  return [
    `${'lines of'.padEnd(24)}${right('count')} ${right('median', 7)} ${right('p90')} ${right('max')}`,
    row('files', fileLines.all),
    row('  .ts and .mjs', fileLines.code),
    row('  .astro', fileLines.astro),
    row('functions', functionLines.all, goal(isMet, wish)),
    row('  those of migrations', functionLines.migrations),
  ]
}

function cycle({ cycle: files }: Shape): readonly string[] {
  return section(
    `Largest circle of imports, types too: ${files.length} files (${goal(files.length === 0, 'none')})`,
    files.length === 0 ? ['none'] : files,
  )
}

function unused({ unused: { byNobody, byTestsOnly } }: Shape): readonly string[] {
  const values = byNobody.filter(({ kind }) => kind !== 'type')
  const types = byNobody.length - values.length
  return [
    ...section(
      `Exports that no other file names: ${values.length}, and ${types} types`,
      values.map(nameAndPlace),
    ),
    ...section(
      `Exports that only tests name: ${byTestsOnly.length}`,
      byTestsOnly.map(nameAndPlace),
    ),
  ]
}

function casts({ casts: { as, asUnknownAs, nonNull } }: Shape): readonly string[] {
  return section('Casts', [
    `${right(as)}  as, of which ${asUnknownAs} as unknown as`,
    `${right(nonNull)}  !`,
  ])
}

function frontDoors({ frontDoors: doors }: Shape): readonly string[] {
  const documented = doors.exports - doors.undocumented.length
  const withExample = doors.functions - doors.withoutExample.length
  return [
    ...section('Front doors', [
      `${right(documented)}  of ${doors.exports} exports are documented (${goal(documented === doors.exports, 'all')})`,
      `${right(withExample)}  of ${doors.functions} functions have an example (${goal(withExample === doors.functions, 'all')})`,
    ]),
    ...section('Without a doc comment', doors.undocumented.map(nameAndPlace)),
    ...section('Without an example', doors.withoutExample.map(nameAndPlace)),
  ]
}

function listings({ listings: all }: Shape): readonly string[] {
  return section('Listings that lessons show: lines, and the widest', [
    ...all.map(({ lesson, shows, lines, widest }) => {
      const told = widest > GOALS.tooWide ? '  TOO WIDE' : widest > GOALS.wide ? '  wide' : ''
      return `${right(lines)} ${right(widest)}  ${shows}  (${lesson})${told}`
    }),
  ])
}
