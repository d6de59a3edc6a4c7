import { describe, expect, test } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { putAction } from '#changeset/changeset.ts'
import { inspect } from '#changeset/inspect.ts'
import { build, defineSchema, loaded } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import { fail, ok } from '#lib/result.ts'
import { elixirName } from '#prompt/elixir-names.ts'
import { asElixir, asTypeScript } from '#prompt/print.ts'
import { toWire, type Wire } from '#trace/wire.ts'

interface User {
  readonly id: number
  readonly email: string
  readonly hashed_password: string | null
  readonly confirmed_at: number | null
  readonly inserted_at: number
  readonly updated_at: number
}

const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    hashed_password: { type: 'string', redact: true },
    confirmed_at: 'integer',
  },
  timestamps: 'integer',
})
const AT = Date.UTC(2025, 10, 20, 0, 58, 37)
const jimmy = loaded(users, {
  ...{ id: 1, email: 'jimmy@gmail.com', hashed_password: '$argon2id$v=19$secret' },
  ...{ confirmed_at: null, inserted_at: AT, updated_at: AT },
})

const nobody = (params: Record<string, unknown> = {}) =>
  putAction(pipe(cast(build(users), params, ['email']), validateRequired(['email'])), 'insert')

describe('as IEx prints it', () => {
  test('a row, over as many lines as it needs, without what its schema redacts', () => {
    expect(asElixir(toWire(ok(jimmy)))).toBe(
      `{:ok,
 #Glasshouse.Accounts.User<
   __meta__: #Ecto.Schema.Metadata<:loaded, "users">,
   id: 1,
   email: "jimmy@gmail.com",
   confirmed_at: nil,
   inserted_at: ~U[2025-11-20 00:58:37Z],
   updated_at: ~U[2025-11-20 00:58:37Z],
   ...
 >}`,
    )
  })

  test('a refused changeset, to the letter of the walk', () => {
    expect(asElixir(toWire(fail(nobody())))).toBe(
      `{:error,
 #Ecto.Changeset<
   action: :insert,
   changes: %{},
   errors: [email: {"can't be blank", [validation: :required]}],
   data: #Glasshouse.Accounts.User<>,
   valid?: false,
   ...
 >}`,
    )
  })

  test('a changeset as the changeset library does, but for the name of its module', () => {
    const changesets = [
      nobody(),
      nobody({ email: 'he said "hi"\n#{1}' }),
      pipe(nobody({ email: 'a' }), validateLength('email', { min: 3 })),
      cast(build(users), {}, ['email']),
    ]

    for (const changeset of changesets) {
      const printed = asElixir(toWire(changeset), { width: 1_000 })
      expect(printed.replace('#Glasshouse.Accounts.User<>', '#User<>')).toBe(inspect(changeset))
    }
  })

  test.for<[Wire, string]>([
    [null, 'nil'],
    [true, 'true'],
    [7, '7'],
    ['a "b" #{c}', '"a \\"b\\" \\#{c}"'],
    [{ $: 'atom', of: 'ok' }, ':ok'],
    [{ $: 'atom', of: 'not an atom' }, ':"not an atom"'],
    [{ $: 'time', of: AT }, '~U[2025-11-20 00:58:37Z]'],
    [{ $: 'tuple', of: [{ $: 'atom', of: 'ok' }, 1] }, '{:ok, 1}'],
    [{ $: 'keywords', of: [['validate_unique', false]] }, '[validate_unique: false]'],
    [[1, 'b', null], '[1, "b", nil]'],
    [{ $: 'result', ok: false, of: 'not found' }, '{:error, :not_found}'],
    [{ $: 'scope', user: null, organization: null }, 'nil'],
    [
      { $: 'scope', user: { id: 1 }, organization: null },
      '%Glasshouse.Accounts.Scope{user: #Glasshouse.Accounts.User<id: 1, ...>}',
    ],
    [{ $: 'hidden', what: 'secret' }, '"**redacted**"'],
    [{ $: 'hidden', what: 'function' }, '#Function<...>'],
    [{ $: 'hidden', what: '32 bytes' }, '<<...>>'],
    [{ $: 'cut', of: 'abc', more: 4 }, '"abc" <> ...'],
    [[1, { $: 'cut', more: 4 }], '[1, ...]'],
    [{ $: 'map', of: { b: 1, a: 2 }, more: 3 }, '%{a: 2, b: 1, ...}'],
    [
      { $: 'row', schema: 'Score', of: { id: 1, points: 7 } },
      '%Glasshouse.Scores.Score{\n  __meta__: #Ecto.Schema.Metadata<:loaded, "scores">,\n  id: 1,\n  points: 7\n}',
    ],
  ])('%j', ([wire, printed]) => {
    expect(asElixir(wire)).toBe(printed)
  })

  test('params have texts for keys', () => {
    const params = toWire({ email: 'ana@example.test' })

    expect(asElixir(params, { keys: 'texts' })).toBe('%{"email" => "ana@example.test"}')
  })

  test.for([40, 80, 120])('nothing that can be broken is wider than %d columns', (width) => {
    const lines = asElixir(toWire(ok(jimmy)), { width }).split('\n')
    const breakable = lines.filter((line) => !line.includes('Metadata') && !line.includes('_at: '))

    expect(Math.max(...breakable.map(({ length }) => length))).toBeLessThanOrEqual(width)
  })
})

test('as TypeScript writes it', () => {
  expect(asTypeScript(toWire(fail(nobody())))).toBe(
    `{
  ok: false,
  error: Changeset {
    action: 'insert',
    changes: {},
    errors: [{ field: 'email', message: 'can\\'t be blank' }],
    data: User,
    valid: false,
  },
}`,
  )
})

test.for([
  ['Accounts.registerUser', 2, 'Accounts.register_user/2'],
  ['Accounts.getUserByEmailAndPassword', undefined, 'Accounts.get_user_by_email_and_password'],
  ['Scores.getScoreOrThrow', 2, 'Scores.get_score!/2'],
] as const)('%s is called %s', ([name, arity, elixir]) => {
  expect(elixirName(name, arity)).toBe(elixir)
})
