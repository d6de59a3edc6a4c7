import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { Accounts } from '#app/accounts/accounts.ts'
import type { Scope, UserScope } from '#app/accounts/scope.ts'
import type { User } from '#app/accounts/user.ts'
import type { Changeset } from '#changeset/changeset.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { context } from '#trace/context.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect, record } from '#trace/trace.ts'

interface SmallScope {
  readonly repo: object
  readonly user: { readonly id: number; readonly email?: string; readonly secret?: string } | null
}

const scope: SmallScope = { repo: {}, user: null }

/** The step of a context function that gives `value`. */
async function stepOf(value: unknown) {
  const gives = (_scope: SmallScope) => Promise.resolve(value)
  return (await watched(() => context('Context', { gives }).gives(scope)))[0]
}

async function watched(fn: () => Promise<unknown>) {
  const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
  await collect(recorder, fn)
  return recorder.snapshot().steps
}

describe('a function of a context', () => {
  test('is the function it was made of', async () => {
    const add = (given: SmallScope, one: number, other: number) =>
      Promise.resolve([given, one + other])

    expect(await context('Context', { add }).add(scope, 40, 2)).toEqual([scope, 42])
  })

  test('is one step, with what it does inside', async () => {
    async function fn(_scope: SmallScope) {
      await Promise.resolve()
      record({ layer: 'sql', name: 'select 1' })
    }
    const Context = context('Context', { fn })

    expect(await watched(() => Context.fn(scope))).toMatchObject([
      { layer: 'context', name: 'Context.fn', tag: 'context.Context.fn', parent: null },
      { layer: 'sql', name: 'select 1', parent: 1 },
    ])
  })

  test('that calls another by the context is a step around a step', async () => {
    const inner = (_scope: SmallScope) => Promise.resolve()
    const outer = (given: SmallScope): Promise<void> => Context.inner(given)
    const Context = context('Context', { inner, outer })

    expect(await watched(() => Context.outer(scope))).toMatchObject([
      { name: 'Context.outer', parent: null },
      { name: 'Context.inner', parent: 1 },
    ])
  })

  test('says in which line it begins', async () => {
    const source = readFileSync('src/app/accounts/sessions.ts', 'utf8').split('\n')
    const begins = source.indexOf('async function listUserSessions(scope: UserScope) {') + 1

    const gone = { repo: {}, user: null } as unknown as UserScope
    const steps = await watched(() => Accounts.listUserSessions(gone).catch(() => null))

    expect(steps[0]).toMatchObject({
      name: 'Accounts.listUserSessions',
      source: { file: 'src/app/accounts/sessions.ts', line: begins },
    })
  })

  test.for<[what: string, value: unknown, outcome: string, detail: string]>([
    ['nothing', undefined, 'ok', ''],
    ['null', null, 'ok', 'nothing found'],
    ['a row', { id: 1 }, 'ok', ''],
    ['a list', [], 'ok', ''],
    ['a text', 'token-canary', 'ok', ''],
    ['false', false, 'ok', ''],
    ['a success', ok({ id: 1 }), 'ok', ''],
    ['a failure', fail('canary'), 'error', 'answered with an error'],
  ])('that gives %s is recorded without it', async ([, value, outcome, detail]) => {
    const step = await stepOf(value)

    expect(step).toMatchObject({ outcome, detail })
    expect(JSON.stringify(step)).not.toContain('canary')
  })

  test('that throws is an error without words, and throws on', async () => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    const fails = (_scope: SmallScope) => Promise.reject(new RangeError('canary'))
    const Context = context('Context', { fails })

    await expect(collect(recorder, () => Context.fails(scope))).rejects.toThrow('canary')

    expect(recorder.snapshot().steps).toMatchObject([{ outcome: 'error', detail: 'RangeError' }])
    expect(JSON.stringify(recorder.snapshot())).not.toContain('canary')
  })

  test.for<[who: string, user: SmallScope['user'], kept: unknown]>([
    ['a visitor', null, null],
    [
      'a person',
      { id: 7, email: 'ana@example.test', secret: 'canary' },
      { id: 7, email: 'ana@example.test' },
    ],
  ])('says that %s asked, and no more of them', async ([, user, kept]) => {
    const fn = (_scope: SmallScope) => Promise.resolve()

    const steps = await watched(() => context('Context', { fn }).fn({ ...scope, user }))

    expect(steps).toMatchObject([{ data: { scope: { user: kept } } }])
    expect(JSON.stringify(steps)).not.toContain('canary')
  })

  test('does not record what else it was given', async () => {
    const fn = (_scope: SmallScope, _password: string) => Promise.resolve()

    const steps = await watched(() => context('Context', { fn }).fn(scope, 'canary'))

    expect(JSON.stringify(steps)).not.toContain('canary')
  })
})

describe('context', () => {
  const one = (_scope: SmallScope) => Promise.resolve(1)
  const two = () => 2

  test('leaves a plain function as it is', async () => {
    const Context = context('Context', { one }, { two })

    expect(Context.two).toBe(two)
    expect(await watched(() => Promise.resolve(Context.two()))).toEqual([])
  })

  test('takes each function by its own name', () => {
    expect(() => context('Context', { another: one })).toThrow(
      'context: Context.another is the function one. List it by its own name.',
    )
    expect(() => context('Context', {}, { another: two })).toThrow('List it by its own name.')
  })

  test('does not mind how a bundle calls the second of two functions', () => {
    const renamed = Object.defineProperty((_scope: SmallScope) => Promise.resolve(), 'name', {
      value: 'renamed$1',
    })

    expect(() => context('Context', { renamed })).not.toThrow()
  })

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(context('Context', { one }))).toBe(true)
    expect(Object.isFrozen(Accounts)).toBe(true)
  })
})

describe('the types', () => {
  test('want a scope first', () => {
    const email = (_email: string) => Promise.resolve()
    const id = (_id: number, _scope: SmallScope) => Promise.resolve()
    const nothing = () => Promise.resolve()
    const sync = (_scope: SmallScope) => 42

    // @ts-expect-error -- The address comes where the scope belongs.
    context('Context', { email })
    // @ts-expect-error -- So does a number.
    context('Context', { id })
    // @ts-expect-error -- It takes nothing at all.
    context('Context', { nothing })
    // @ts-expect-error -- A context function is asynchronous.
    context('Context', { sync })
  })

  test('keep what the function takes and gives', () => {
    expectTypeOf(Accounts.getUserByEmail).parameters.toEqualTypeOf<[scope: Scope, email: string]>()
    expectTypeOf(Accounts.registerUser).returns.resolves.toEqualTypeOf<
      Result<User, Changeset<User>>
    >()
    expectTypeOf(Accounts.inSudoMode).parameter(0).toEqualTypeOf<UserScope>()
  })

  test('keep generics and overloads', async () => {
    const same = <Value>(_scope: SmallScope, value: Value) => Promise.resolve(value)
    function told(given: SmallScope, id: number): Promise<number>
    function told(given: SmallScope, name: string): Promise<string>
    function told(_scope: SmallScope, value: number | string): Promise<number | string> {
      return Promise.resolve(value)
    }
    const Context = context('Context', { same, told })

    expectTypeOf(await Context.same(scope, 7 as const)).toEqualTypeOf<7>()
    expectTypeOf(await Context.told(scope, 7)).toEqualTypeOf<number>()
    expectTypeOf(await Context.told(scope, 'seven')).toEqualTypeOf<string>()
  })

  test('let nobody in without a user where one is wanted', () => {
    const mail = ({ user }: UserScope) => Promise.resolve(user.email)
    const Context = context('Context', { mail })
    expectTypeOf(Context.mail).parameter(0).toEqualTypeOf<UserScope>()

    // @ts-expect-error -- Whoever has not logged in has no address.
    const forgotten = (visitor: Scope) => Context.mail(visitor)
    expect(forgotten).toBeTypeOf('function')
  })
})
