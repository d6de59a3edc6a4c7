import { describe, expect, test } from 'vitest'
import { readFunctions } from '#trace/function-docs.ts'

const SOURCE = `/** A file. In Phoenix: \`MyApp.Garden\`. */
import { a } from './a.ts'

/** A type, which is no function. */
export interface Plant {
  readonly name: string
}

// #region plant
/**
 * Plants a tree, and says
 * which. In
 * Phoenix: \`plant_tree!/2\`.
 *
 * It needs water. See \`water\`.
 *
 * @example
 * const tree = await Garden.plant(scope, 'oak')
 * tree.name
 * // => 'oak'
 */
export async function plant(scope: Scope, name: string) {
  return name
}
// #endregion plant

function water(
  { repo }: UserScope,
  by: (liters: number) => Result<number, Error>,
  liters = 3 * (1 + 1),
  { cold = true }: { readonly cold?: boolean } = {},
  why?: string,
): void {
  function inner() {}
}

const grow = () => 1

/** Grows. */
// #region nothing-core
async function nothing() {}
`

const [plant, water, nothing, ...others] = readFunctions(SOURCE)

describe('readFunctions', () => {
  test('finds what is declared at the left margin, with its line', () => {
    expect([plant, water, nothing].map((each) => [each?.name, each?.line])).toEqual([
      ['plant', 22],
      ['water', 27],
      ['nothing', 41],
    ])
    expect(others).toEqual([])
  })

  test('reads the words above it, whatever the lines they are broken into', () => {
    expect(plant).toMatchObject({
      sentence: 'Plants a tree, and says which.',
      text: 'Plants a tree, and says which. In Phoenix: `plant_tree!/2`.\nIt needs water. See `water`.',
      phoenix: 'plant_tree!/2',
    })
  })

  test('reads the example', () => {
    expect(plant?.example).toBe(
      "const tree = await Garden.plant(scope, 'oak')\ntree.name\n// => 'oak'",
    )
  })

  test('knows nothing of one that has no comment', () => {
    expect(water).toMatchObject({ sentence: '', text: '', phoenix: null, example: null })
    expect(nothing).toMatchObject({ sentence: 'Grows.', parameters: [] })
  })

  test('says what each takes, and what may be left out', () => {
    expect(plant?.parameters).toEqual([
      { name: 'scope', type: 'Scope', optional: false },
      { name: 'name', type: 'string', optional: false },
    ])
    expect(water?.parameters).toEqual([
      { name: 'scope', type: 'UserScope', optional: false },
      { name: 'by', type: '(liters: number) => Result<number, Error>', optional: false },
      { name: 'liters', type: '', optional: true },
      { name: 'options', type: '{ readonly cold?: boolean }', optional: true },
      { name: 'why', type: 'string', optional: true },
    ])
  })
})
