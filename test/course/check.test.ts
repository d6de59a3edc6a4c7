import { describe, expect, test } from 'vitest'
import { check as schema, evaluateCheck } from '#course/check.ts'
import type { CountRows } from '#course/claims.ts'
import type { Trace } from '#trace/trace-step.ts'
import {
  refusedByChangeset,
  refusedByIndex,
  registered,
  sampleTrace,
} from '../support/sample-trace.ts'

/** A check as an author would write it. */
const check = (...clauses: readonly object[]) =>
  schema.parse({
    id: 'one',
    says: 'It all holds.',
    when: 'POST /users/register',
    clauses: clauses.map((clause) => ({ otherwise: 'It did not hold.', ...clause })),
  })

const noRows: CountRows = () => Promise.resolve(0)
const ROWS = { table: 'users', where: { email: 'ana@example.test' }, count: 1 }

describe('evaluateCheck', () => {
  test('says nothing of another request', async () => {
    const log = { ...registered, title: 'POST /users/log-in' }

    expect(await evaluateCheck(check({ status: 303 }), log, noRows)).toBeNull()
  })

  test.for([
    [{ status: 422 }, refusedByIndex],
    [{ step: 'changeset.validateFormat', outcome: 'error' }, refusedByChangeset],
    [{ step: 'context.registerUser', detail: 'with an error' }, refusedByChangeset],
    [{ never: 'mail.Mailbox.deliver' }, refusedByIndex],
    [{ caught_by: 'unique index' }, refusedByIndex],
    [{ caught_by: 'nobody' }, registered],
    [{ reaches: 'changeset' }, refusedByChangeset],
  ] as const)('meets %o', async ([clause, trace]) => {
    expect(await evaluateCheck(check(clause), trace, noRows)).toEqual({
      check: { id: 'one', says: 'It all holds.' },
      met: true,
      miss: null,
    })
  })

  test('waits for a call of the prompt by the name of its function, whoever typed it where', async () => {
    const called = sampleTrace([
      {
        layer: 'request',
        name: 'Accounts.get_user_by_email/1',
        data: { path: 'Accounts.getUser' },
      },
      {
        ...{ layer: 'context', name: 'Accounts.getUser', tag: 'context.Accounts.getUser' },
        data: { returned: { $: 'row', schema: 'User', of: { id: 1, confirmed_at: 5 } } },
      },
    ])
    const typed = { ...called, kind: 'console', title: 'iex(4) Accounts.get_user/1' } as const
    const returning = (value: object) => {
      const returned = { tag: 'context.Accounts.getUser', ...value }
      const clauses = [{ returned, otherwise: 'It did not hold.' }]
      const when = 'CONSOLE Accounts.getUser'
      return schema.parse({ id: 'one', says: 'It all holds.', when, clauses })
    }
    const isMet = async (value: object, trace: Trace = typed) =>
      (await evaluateCheck(returning(value), trace, noRows))?.met

    expect(await isMet({ path: 'id', is: 1 })).toBe(true)
    expect(await isMet({ path: 'confirmed_at', not: null })).toBe(true)
    expect(await isMet({ path: 'id', not: 1 })).toBe(false)
    expect(await isMet({ path: 'nothing', not: null })).toBe(false)
    expect(await isMet({ path: 'id', is: 1 }, called)).toBeUndefined()
    expect(schema.safeParse({ ...returning({ is: 1 }), clauses: [{ returned: {} }] }).success).toBe(
      false,
    )
  })

  test.for([
    [{ status: 303 }, refusedByIndex, 8],
    [{ step: 'changeset.validateFormat', outcome: 'ok' }, refusedByChangeset, 6],
    [{ step: 'context.registerUser', detail: 'found' }, refusedByChangeset, 4],
    // No such step: where it stopped instead.
    [{ step: 'constraint.users_email_index', outcome: 'error' }, refusedByChangeset, 6],
    [{ never: 'mail.Mailbox.deliver' }, registered, 7],
    [{ caught_by: 'changeset' }, refusedByIndex, 8],
    [{ caught_by: 'changeset' }, registered, 8],
    [{ reaches: 'constraint' }, refusedByChangeset, 6],
    [{ rows: ROWS }, registered, 6],
  ] as const)('misses %o, and points at the step', async ([clause, trace, step]) => {
    const result = await evaluateCheck(check(clause), trace, noRows)

    expect(result).toMatchObject({ met: false, miss: { otherwise: 'It did not hold.', step } })
  })

  test('tells the first clause that does not hold', async () => {
    const twice = check(
      { status: 422 },
      { status: 303, otherwise: 'The second did not.' },
      { status: 200 },
    )

    expect((await evaluateCheck(twice, refusedByIndex, noRows))?.miss?.otherwise).toBe(
      'The second did not.',
    )
  })

  test('counts rows only once what stands before it holds', async () => {
    const asked: unknown[] = []
    const count: CountRows = (claim) => Promise.resolve(asked.push(claim))

    await evaluateCheck(check({ status: 200 }, { rows: ROWS }), registered, count)
    expect(asked).toEqual([])

    const result = await evaluateCheck(check({ status: 303 }, { rows: ROWS }), registered, count)
    expect(asked).toEqual([ROWS])
    expect(result?.met).toBe(true)
  })

  test('does not take a table that is gone for one without rows', async () => {
    const gone: CountRows = () => Promise.resolve(null)
    const none = check({ rows: { ...ROWS, count: 0 } })

    expect((await evaluateCheck(none, registered, gone))?.met).toBe(false)
    expect((await evaluateCheck(none, registered, noRows))?.met).toBe(true)
  })

  test('can claim that a table is not there', async () => {
    const gone: CountRows = () => Promise.resolve(null)
    const noTable = check({ rows: { ...ROWS, count: null } })

    expect((await evaluateCheck(noTable, registered, gone))?.met).toBe(true)
    expect((await evaluateCheck(noTable, registered, noRows))?.met).toBe(false)
  })
})
