import { describe, expect, test } from 'vitest'
import { cutListing, regionsOf } from '#course/listing.ts'

const SOURCE = `import { a } from './a.ts'

// #region outer
export function outer() {
  // #region inner
  const one = 1

  return one
  // #endregion inner
}
// #endregion outer

  // #region indented
  const deep = () => {
    call()
  }
  // #endregion indented
`

const numbered = (cut: Parameters<typeof cutListing>[1], source = SOURCE) =>
  cutListing(source, cut).blocks.map((block) =>
    block.map(({ number, text }) => `${number} ${text}`.trimEnd()),
  )

describe('cutListing', () => {
  test('cuts a region, with the numbers its lines have in the file', () => {
    expect(numbered({ region: 'inner' })).toEqual([['6 const one = 1', '7', '8 return one']])
  })

  test('leaves the markers of regions inside out, and their numbers with them', () => {
    expect(numbered({ region: 'outer' })).toEqual([
      ['4 export function outer() {', '6   const one = 1', '7', '8   return one', '10 }'],
    ])
  })

  test('leaves the examples of a region out, and the numbers of the others as they are', () => {
    const source = [
      ...[
        '// #region a',
        '/**',
        ' * Adds.',
        ' *',
        ' * @example',
        ' * add(1, 2)',
        ' * // => 3',
        ' */',
      ],
      ...['function add() {}', '', '/**', ' * @example', ' * a * b', ' */', '// #endregion a', ''],
    ].join('\n')

    expect(numbered({ region: 'a' }, source)).toEqual([
      ['2 /**', '3  * Adds.', '8  */', '9 function add() {}', '10', '11 /**', '14  */'],
    ])
    expect(numbered({ lines: '5-6' }, source)).toEqual([['5 * @example', '6 * add(1, 2)']])
  })

  test('takes away the indentation that all lines share', () => {
    expect(numbered({ region: 'indented' })).toEqual([
      ['14 const deep = () => {', '15   call()', '16 }'],
    ])
  })

  test('cuts several regions, each a block of its own', () => {
    expect(numbered({ region: 'inner, indented' })).toEqual([
      ['6 const one = 1', '7', '8 return one'],
      ['14 const deep = () => {', '15   call()', '16 }'],
    ])
  })

  test('cuts lines by number, one or a range', () => {
    expect(numbered({ lines: '1, 6-8' })).toEqual([
      ["1 import { a } from './a.ts'"],
      ['6   const one = 1', '7', '8   return one'],
    ])
  })

  test('marks each line that contains the text', () => {
    const { blocks } = cutListing(SOURCE, { region: 'inner', mark: 'one' })

    expect(
      blocks
        .flat()
        .filter(({ marked }) => marked)
        .map(({ number }) => number),
    ).toEqual([6, 8])
  })

  test('tells what comes before each block', () => {
    const { before } = cutListing(SOURCE, { lines: '1, 4' })

    expect(before).toEqual(['', "import { a } from './a.ts'\n\n// #region outer"])
  })

  test.for([
    ['// #region a', '// #endregion a'],
    ['//#region a', '//#endregion a'],
    ['{/* #region a */}', '{/* #endregion a */}'],
    ['<!-- #region a -->', '<!-- #endregion a -->'],
    ['/* #region a */', '/* #endregion a */'],
  ])('knows %s as a marker', ([begin, end]) => {
    expect(numbered({ region: 'a' }, `${begin}\nx\n${end}\n`)).toEqual([['2 x']])
  })

  test('reads files with Windows line ends', () => {
    const source = SOURCE.replaceAll('\n', '\r\n')

    expect(numbered({ region: 'indented' }, source)).toEqual(numbered({ region: 'indented' }))
  })

  test.for([
    [{ region: 'iner' }, 'has no region "iner". It has inner, outer, indented.'],
    [{}, 'is not cut: write either region="name" or lines="12-20".'],
    [{ region: 'inner', lines: '1' }, 'is not cut: write either region="name" or lines="12-20".'],
    [{ lines: 'all' }, 'cannot be cut by lines="all": write lines="12-20".'],
    [{ lines: '8-6' }, 'cannot be cut by lines="8-6": write lines="12-20".'],
    [{ lines: '0-6' }, 'cannot be cut by lines="0-6": write lines="12-20".'],
    [{ lines: '10-18' }, 'has 17 lines, so lines="10-18" is not in it.'],
    [{ lines: '2' }, 'has nothing in lines 2-2.'],
    [{ region: 'inner', mark: 'two' }, 'has no line with "two" in what is cut.'],
  ] as const)('refuses %o', ([cut, message]) => {
    expect(() => cutListing(SOURCE, cut)).toThrow(new Error(message))
  })

  test('says how to make a region where a file has none', () => {
    expect(() => cutListing('x\n', { region: 'scope' })).toThrow(
      new Error(
        'has no region "scope". It has none: put // #region scope and // #endregion scope around the lines.',
      ),
    )
  })
})

describe('regionsOf', () => {
  test.for([
    ['// #region a', 'begins region "a" in line 1 and never ends it.'],
    ['x\n// #endregion a', 'ends region "a" in line 2, where it is not open.'],
    [
      '// #region a\n// #endregion a\n// #region a\n// #endregion a',
      'begins region "a" a second time in line 3.',
    ],
    ['// #region a\n// #region a', 'begins region "a" a second time in line 2.'],
  ] as const)('refuses %j', ([source, message]) => {
    expect(() => regionsOf(source.split('\n'))).toThrow(new Error(message))
  })
})
