/**
 * What hostile params cost, counted. That no expression is slow, the lint step
 * tests: see `regexp/no-super-linear-backtracking` in test/eslint.config.mjs.
 */
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { BlockCounter } from '../support/block-counter.ts'

const blocks = BlockCounter.start()
const { cast } = await import('#changeset/cast.ts')
const { inspect } = await import('#changeset/inspect.ts')
const { schemaless } = await import('#changeset/schema.ts')
const { traverseErrors } = await import('#changeset/traverse-errors.ts')
const { validateLength } = await import('#changeset/validate-length.ts')
const { validateConfirmation, validateFormat, validateRequired } =
  await import('#changeset/validations.ts')
const { pipe } = await import('#lib/pipe.ts')
afterAll(() => blocks.stop())
afterEach(() => void vi.restoreAllMocks())

const TYPES = {
  text: 'string',
  integer: 'integer',
  float: 'float',
  decimal: 'decimal',
  date: 'date',
  time: 'time',
  naive: 'naive_datetime',
  instant: 'utc_datetime',
  flag: 'boolean',
  list: { array: 'string' },
  map: 'map',
  counts: { map: 'integer' },
  any: 'any',
} as const

const base = schemaless(TYPES)
const fields = Object.keys(TYPES) as (keyof typeof TYPES)[]

/** Everything a form does with what it was sent. */
function handle(value: unknown) {
  const params = Object.fromEntries(fields.map((field) => [field, value]))
  const changeset = pipe(
    cast(base, params, fields),
    validateRequired(fields),
    validateFormat('text', /^[^@,;\s]+@[^@,;\s]+$/),
    validateLength('text', { min: 12, max: 72 }),
    validateLength('text', { max: 72, count: 'bytes' }),
    validateConfirmation('text'),
  )
  traverseErrors(changeset)
  inspect(changeset)
  return changeset
}

/** Ten times the size takes about ten times the work: a sort a little more, a square a hundred times. */
function expectAboutTenfold(work: (size: number) => unknown): void {
  const [small, large] = [5_000, 50_000].map((size) => blocks.count(() => work(size)))

  expect(small).toBeGreaterThan(0)
  expect(large).toBeLessThan(15 * small!)
}

describe('ten times the text is about ten times the work', () => {
  const units = {
    letters: 'a',
    spaces: ' ',
    'combining marks': '\u0301',
    flags: '\u{1f1f5}',
    'joined people': '\u{1f468}\u200d',
    'line ends': '\r\n',
    'lone surrogates': '\ud800',
    'hangul initials': '\u1100',
    zeros: '0',
    'minus signs': '-',
  }

  test.for(Object.entries(units))('%s', ([, unit]) => {
    expectAboutTenfold((size) => handle(`a${unit.repeat(size / unit.length)}`))
  })

  test.for([
    ['of a fraction', (digits: string) => `2024-01-01T00:00:00.${digits}`],
    ['of an exponent', (digits: string) => `1e${digits}`],
    ['in front of a decimal', (digits: string) => `${digits.replaceAll('1', '0')}1.5`],
    ['behind its point', (digits: string) => `0.${digits}`],
    ['of a whole number', (digits: string) => digits],
  ] as const)('digits %s', ([, textOf]) => {
    expectAboutTenfold((size) => handle(textOf('1'.repeat(size))))
  })

  test('bytes that are no text', () => {
    const limited = validateLength('text', { min: 3, max: 72 })

    expectAboutTenfold((size) =>
      limited(cast(base, { text: new Uint8Array(size).fill(0xff) }, ['text']) as never),
    )
  })
})

test('ten times the entries of a map are about ten times the work', () => {
  expectAboutTenfold((size) => {
    const entries = Array.from({ length: size }, (_, index) => [`${size + index}`, '1'])
    return cast(base, { counts: Object.fromEntries(entries) }, ['counts'])
  })
})

test('a number is computed with no more digits than a decimal has', () => {
  const bigInt = vi.spyOn(globalThis, 'BigInt')

  handle('1'.repeat(100_000))
  handle(`1e${'9'.repeat(100_000)}`)
  handle(`0.${'1'.repeat(100_000)}`)
  handle('1'.repeat(34))

  const lengths = bigInt.mock.calls.map(([digits]) => String(digits).length)
  expect(Math.max(...lengths)).toBe(34)
})
