import { describe, expect, test } from 'vitest'
import { addError, change, putAction, putChange } from '#changeset/changeset.ts'
import { checkConstraint, uniqueConstraint } from '#changeset/constraints.ts'
import { ConstraintError, NoPrimaryKeyValueError, StaleEntryError } from '#changeset/errors.ts'
import { optimisticLock, prepareChanges } from '#changeset/prepare.ts'
import {
  deleteWith,
  insertWith,
  updateWith,
  type Answer,
  type RepoAdapter,
} from '#repo/operations.ts'
import type { Statement } from '#repo/engine.ts'
import { build, defineSchema, loaded, schemaless } from '#changeset/schema.ts'
import { pipe } from '#lib/pipe.ts'
import { users } from '../changeset/users.ts'

function adapterThatAnswers(answer: Answer) {
  const log: (Statement | 'begin' | 'end')[] = []
  const adapter: RepoAdapter = {
    execute: (statement) => {
      log.push(statement)
      return Promise.resolve(answer)
    },
    transaction: async (work) => {
      log.push('begin')
      const result = await work()
      log.push('end')
      return result
    },
  }
  return { log, adapter }
}

const written: Answer = { outcome: 'ok', row: { id: 1 } }
const ana = change(build(users), { email: 'ana@example.com', password: 'hello world' })
const stored = loaded(users, { id: 1, email: 'ana@example.com' })

describe('insertWith', () => {
  test('writes columns, with defaults and without virtual fields', async () => {
    const { adapter, log } = adapterThatAnswers(written)

    const result = await insertWith(adapter, ana)

    expect(log).toEqual([
      {
        operation: 'insert',
        source: 'users',
        changes: { address: 'ana@example.com', role: 'reader', visits: 0, lock_version: 1 },
        filters: {},
      },
    ])
    expect(result).toEqual({
      ok: true,
      value: {
        id: 1,
        email: 'ana@example.com',
        name: null,
        role: 'reader',
        visits: 0,
        password: 'hello world',
        lock_version: 1,
      },
    })
  })

  test('an invalid changeset does not reach the database', async () => {
    const { adapter, log } = adapterThatAnswers(written)

    const result = await insertWith(adapter, addError(ana, 'email', 'is bad'))

    expect(log).toEqual([])
    expect(result).toMatchObject({ ok: false, error: { action: 'insert' } })
  })

  test('a declared constraint becomes an error, in front of nothing else', async () => {
    const refused: Answer = {
      outcome: 'invalid',
      violations: [{ type: 'unique', name: 'users_address_index' }],
    }

    const result = await insertWith(
      adapterThatAnswers(refused).adapter,
      pipe(ana, uniqueConstraint('email')),
    )

    expect(result.ok || result.error.errors).toEqual([
      {
        field: 'email',
        message: 'has already been taken',
        opts: { constraint: 'unique', constraint_name: 'users_address_index' },
      },
    ])
  })

  test('any other constraint is thrown, naming those declared', async () => {
    const refused: Answer = { outcome: 'invalid', violations: [{ type: 'check', name: 'x' }] }
    const changeset = pipe(ana, checkConstraint('visits', { name: /^visits_/ }))

    const run = insertWith(adapterThatAnswers(refused).adapter, changeset)

    await expect(run).rejects.toThrow(ConstraintError)
    await expect(run).rejects.toThrow('    * ~r/^visits_/ (check_constraint)\n')
  })

  test('runs what was prepared in a transaction, oldest first', async () => {
    const { adapter, log } = adapterThatAnswers(written)
    const changeset = pipe(
      ana,
      prepareChanges((current) => putChange(current, 'name', 'first')),
      prepareChanges((current) => putChange(current, 'name', `${current.changes.name} second`)),
    )

    await insertWith(adapter, changeset)

    expect(log.map((entry) => (typeof entry === 'string' ? entry : entry.changes['name']))).toEqual(
      ['begin', 'first second', 'end'],
    )
  })

  test('what was prepared must give a changeset', async () => {
    const changeset = pipe(
      ana,
      prepareChanges(() => undefined as never),
    )

    await expect(insertWith(adapterThatAnswers(written).adapter, changeset)).rejects.toThrow(
      'prepareChanges: expected the function to return a changeset. Return it.',
    )
  })

  test('stamps the row by the clock it is given', async () => {
    interface Note {
      id: number
      inserted_at: number
      updated_at: number
    }
    const notes = defineSchema<Note>({
      source: 'notes',
      fields: { id: { type: 'id', primaryKey: true } },
      timestamps: 'integer',
    })
    const { adapter, log } = adapterThatAnswers(written)

    const result = await insertWith(adapter, change(build(notes)), { now: 42 })

    expect(log).toMatchObject([{ changes: { inserted_at: 42, updated_at: 42 } }])
    expect(result).toEqual({ ok: true, value: { id: 1, inserted_at: 42, updated_at: 42 } })
  })

  test('needs a table', async () => {
    const run = insertWith(adapterThatAnswers(written).adapter, change(schemaless({ a: 'any' })))

    await expect(run).rejects.toThrow('repo: map has no table. Give its schema a source.')
  })

  test('a changeset meant for something else is refused', async () => {
    const { adapter } = adapterThatAnswers(written)

    await expect(insertWith(adapter, putAction(ana, 'update'))).rejects.toThrow(
      'a changeset with action update was given to insert.',
    )
    await expect(insertWith(adapter, putAction(ana, 'ignore'))).rejects.toThrow('action ignore')
  })
})

describe('updateWith', () => {
  test('without a change asks the database nothing', async () => {
    const { adapter, log } = adapterThatAnswers(written)

    const result = await updateWith(adapter, change(stored))

    expect(log).toEqual([])
    expect(result).toMatchObject({ ok: true, value: { id: 1 } })
  })

  test('a change of virtual fields only is not written', async () => {
    const { adapter, log } = adapterThatAnswers(written)

    const result = await updateWith(adapter, change(stored, { password: 'x' }))

    expect(log).toEqual([])
    expect(result).toMatchObject({ ok: true, value: { password: 'x' } })
  })

  test('finds the row by its key and its lock', async () => {
    const { adapter, log } = adapterThatAnswers({ outcome: 'ok' })
    const changeset = pipe(change(stored, { name: 'Ana' }), optimisticLock('lock_version'))

    const result = await updateWith(adapter, changeset)

    expect(log[1]).toEqual({
      operation: 'update',
      source: 'users',
      changes: { name: 'Ana', lock_version: 2 },
      filters: { id: 1, lock_version: 1 },
    })
    expect(result).toMatchObject({ ok: true, value: { name: 'Ana', lock_version: 2 } })
  })

  test('a row that is gone is thrown, or told, or fine', async () => {
    const { adapter } = adapterThatAnswers({ outcome: 'stale' })
    const changeset = change(stored, { name: 'Ana' })

    await expect(updateWith(adapter, changeset)).rejects.toThrow(StaleEntryError)
    expect(await updateWith(adapter, changeset, { staleErrorField: 'name' })).toMatchObject({
      ok: false,
      error: { errors: [{ field: 'name', message: 'is stale', opts: { stale: true } }] },
    })
    expect(await updateWith(adapter, changeset, { allowStale: true })).toMatchObject({ ok: true })
  })

  test('a row without its key cannot be found', async () => {
    const { adapter } = adapterThatAnswers(written)

    await expect(updateWith(adapter, change(build(users), { name: 'Ana' }))).rejects.toThrow(
      new NoPrimaryKeyValueError(
        'the row of User is missing its primary key value id. Load it before you change it.',
      ),
    )
  })
})

test('deleteWith looks for the row by its key', async () => {
  const { adapter, log } = adapterThatAnswers({ outcome: 'ok' })

  const result = await deleteWith(adapter, change(stored))

  expect(log).toEqual([{ operation: 'delete', source: 'users', changes: {}, filters: { id: 1 } }])
  expect(result).toMatchObject({ ok: true, value: { email: 'ana@example.com' } })
})
