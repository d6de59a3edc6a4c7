/** What a front door says of itself. Each function answers one sentence for each breach of its rule. */
import { exportsOf, hasExample, type Export } from '../shape/code.ts'
import type { House } from './house.ts'

/** Whoever comes in by a front door reads there what each thing is. */
export function silentExports(house: House): readonly string[] {
  return exportsOfDoors(house)
    .filter(({ doc }) => doc === '')
    .map((one) => `${at(one)} exports ${one.name} without a doc comment: say what it is there for.`)
}

/** What a front door does is shown in lines that run. */
export function functionsWithoutExample(house: House): readonly string[] {
  return exportsOfDoors(house)
    .filter((one) => one.kind === 'function' && !hasExample(one))
    .map(
      (one) =>
        `${at(one)} exports ${one.name} without an example: write @example in a line of its own, then how it is called, then // => and what that gives.`,
    )
}

function exportsOfDoors({ rule, files }: House): readonly Export[] {
  return Object.values(rule.frontDoors)
    .flat()
    .map((door) => `src/${door}`)
    .flatMap((file) => exportsOf(file, files.get(file) ?? ''))
}

const at = ({ file, line }: Export) => `${file}:${line}`
