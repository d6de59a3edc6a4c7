import { describe, expect, test } from 'vitest'
import { addError, change } from '#changeset/changeset.ts'
import { inspect } from '#changeset/inspect.ts'
import { float } from '#changeset/number.ts'
import { range } from '#changeset/range.ts'
import { build, schemaless } from '#changeset/schema.ts'
import { REDACTED } from '#lib/redacted.ts'
import { users } from './users.ts'

/** Only the value of one field, as it is printed among the changes. */
function printed(value: unknown): string {
  const text = inspect(change(schemaless({ it: 'any' }), { it: value }))
  return text.slice(text.indexOf('%{it: ') + 6, text.indexOf('}, errors: []'))
}

describe('inspect', () => {
  test('shows no redacted value, not even that there is none', () => {
    const text = inspect(change(build(users, { password: 'x' }), { password: null }))

    expect(text).toContain(`changes: %{password: "${REDACTED}"}`)
  })

  test('prints members of enums as atoms, and errors with their opts', () => {
    const changeset = addError(change(build(users), { role: 'editor' }), 'odd name', 'is bad', {
      validation: 'inclusion',
      enum: range(0, 10, 2),
    })

    expect(inspect(changeset)).toBe(
      '#Ecto.Changeset<action: nil, changes: %{role: :editor}, ' +
        'errors: ["odd name": {"is bad", [validation: :inclusion, enum: 0..10//2]}], ' +
        'data: #User<>, valid?: false, ...>',
    )
  })

  test.for<[value: unknown, text: string]>([
    ['tab\tquote"#{x}\u001b', '"tab\\tquote\\"\\#{x}\\e"'],
    ['a\u0000', '<<97, 0>>'],
    ['\ud800', '<<239, 191, 189>>'],
    [new Uint8Array([255, 1]), '<<255, 1>>'],
    [float(1), '1.0'],
    [12345678901234567890n, '12345678901234567890'],
    [[1, [true, null]], '[1, [true, nil]]'],
    [[65, 66], '~c"AB"'],
    [[65, 266], '[65, 266]'],
    [{ b: 1, a: 'x' }, '%{"a" => "x", "b" => 1}'],
    [/a+/u, '~r/a+/u'],
    ['x'.repeat(5000), `"${'x'.repeat(4096)}" <> ...`],
  ])('prints its values: $1', ([value, text]) => {
    expect(printed(value)).toBe(text)
  })

  test('shows no more than the first of many', () => {
    expect(printed(Array.from({ length: 60 }, () => 700))).toBe(`[${'700, '.repeat(49)}...]`)
  })
})
