import { describe, expect, expectTypeOf, test } from 'vitest'
import * as Accounts from '#app/accounts/accounts.ts'
import type { Scope, UserScope } from '#app/accounts/scope.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { contextFunction } from '#trace/context-function.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect, record } from '#trace/trace.ts'

interface SmallScope {
  readonly repo: object
  readonly user: { readonly id: number; readonly email?: string; readonly secret?: string } | null
}

const scope: SmallScope = { repo: {}, user: null }

/** What a context function that gives `value` is recorded as. */
async function stepOf(value: unknown) {
  const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
  const fn = contextFunction('Context.fn', (_scope: SmallScope) => Promise.resolve(value))
  await collect(recorder, () => fn(scope))
  return recorder.snapshot().steps[0]
}

describe('contextFunction', () => {
  test('is the function it was made of', async () => {
    const add = contextFunction('Context.add', (given: SmallScope, one: number, other: number) =>
      Promise.resolve([given, one + other]),
    )

    expect(await add(scope, 40, 2)).toEqual([scope, 42])
  })

  test('is one step, with what it does inside', async () => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    const fn = contextFunction('Context.fn', async (_scope: SmallScope) => {
      await Promise.resolve()
      record({ layer: 'sql', name: 'select 1' })
    })

    await collect(recorder, () => fn(scope))

    expect(recorder.snapshot().steps).toMatchObject([
      { layer: 'context', name: 'Context.fn', tag: 'context.Context.fn', parent: null },
      { layer: 'sql', name: 'select 1', parent: 1 },
    ])
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
    const fails = contextFunction('Context.fails', (_scope: SmallScope) =>
      Promise.reject(new RangeError('canary')),
    )

    await expect(collect(recorder, () => fails(scope))).rejects.toThrow('canary')

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
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    const fn = contextFunction('Context.fn', (_scope: SmallScope) => Promise.resolve())

    await collect(recorder, () => fn({ ...scope, user }))

    expect(recorder.snapshot().steps).toMatchObject([{ data: { scope: { user: kept } } }])
    expect(JSON.stringify(recorder.snapshot())).not.toContain('canary')
  })

  test('does not record what else it was given', async () => {
    const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
    const fn = contextFunction('Context.fn', (_scope: SmallScope, _password: string) =>
      Promise.resolve(),
    )

    await collect(recorder, () => fn(scope, 'canary'))

    expect(JSON.stringify(recorder.snapshot())).not.toContain('canary')
  })
})

describe('the types', () => {
  test('want a scope first', () => {
    // @ts-expect-error -- The address comes where the scope belongs.
    contextFunction('Context.wrong', (_email: string) => Promise.resolve())
    // @ts-expect-error -- So does a number.
    contextFunction('Context.wrong', (_id: number, _scope: SmallScope) => Promise.resolve())
    // @ts-expect-error -- A context function is asynchronous.
    contextFunction('Context.wrong', (_scope: SmallScope) => 42)

    expectTypeOf(contextFunction<Scope, [email: string], number>).returns.toEqualTypeOf<
      (scope: Scope, email: string) => Promise<number>
    >()
  })

  test('keep what the function takes and gives', () => {
    expectTypeOf(Accounts.getUserByEmail).parameters.toEqualTypeOf<[scope: Scope, email: string]>()
    expectTypeOf(Accounts.registerUser).returns.resolves.toExtend<Result<object, object>>()
  })

  test('let nobody in without a user where one is wanted', () => {
    const settings = contextFunction('Context.settings', ({ user }: UserScope) =>
      Promise.resolve(user.email),
    )
    expectTypeOf(settings).parameter(0).toEqualTypeOf<UserScope>()

    // @ts-expect-error -- Whoever has not logged in has no settings.
    const forgotten = (visitor: Scope) => settings(visitor)
    expect(forgotten).toBeTypeOf('function')
  })
})
