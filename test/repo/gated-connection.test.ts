import { assert, describe, expect } from 'vitest'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
import type { Repo } from '#repo/repo.ts'
import { untraced } from '#trace/trace.ts'
import { watched, type Gate } from '#trace/watch.ts'
import { test, WITH_POSTGRES } from '../support/repo.ts'
import { registration, users } from './schemas.ts'

/** A gate that lets everything pass, and what it was asked. */
function openGate() {
  const asked: string[] = []
  const gate: Gate = ({ tag }) => {
    asked.push(tag)
    return Promise.resolve()
  }
  return { gate, asked }
}

/** A gate that holds back what has one tag until it is opened. */
function gateFor(held: string) {
  const { promise, resolve: open } = Promise.withResolvers<void>()
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const gate: Gate = ({ tag }) => {
    if (tag !== held) return Promise.resolve()
    reach()
    return promise
  }
  return { gate, open, reached }
}

const emails = async (repo: Repo) => (await repo.all(users)).map(({ email }) => email)

describe('the gate', () => {
  test('is asked before each query', async ({ repo }) => {
    const { gate, asked } = openGate()

    await watched({ gate }, async () => {
      await repo.insertOrThrow(registration('ana@b'))
      await repo.exists(users)
      for await (const row of repo.db.selectFrom('users').select('id').stream()) assert(row)
    })

    expect(asked).toEqual(['sql.insert.users', 'sql.select.users', 'sql.select.users'])
  })

  test('is asked once for a transaction, before it begins', async ({ repo }) => {
    const { gate, asked } = openGate()

    await watched({ gate }, () =>
      repo.transact(async (inner) => {
        await inner.insertOrThrow(registration('ana@b'))
        return inner.transact((innermost) => innermost.insertOrThrow(registration('bo@b')))
      }),
    )

    expect(asked).toEqual(['sql.begin'])
    expect(await emails(repo)).toEqual(['ana@b', 'bo@b'])
  })

  test('is not asked by what runs untraced, nor by anybody beside', async ({ repo }) => {
    const { gate, asked } = openGate()

    await watched({ gate }, () => untraced(() => repo.exists(users)))
    await repo.exists(users)

    expect(asked).toEqual([])
  })

  test.for(['sql.insert.users', 'sql.begin'])(
    'holds back %s, and keeps nobody else out',
    async (tag, { repo }) => {
      const { gate, open, reached } = gateFor(tag)
      const waits = watched({ gate }, () =>
        tag === 'sql.begin'
          ? repo.transact((inner) => inner.insert(registration('ana@b')))
          : repo.insert(registration('ana@b')),
      )
      await reached

      await repo.insertOrThrow(registration('first@b'))
      open()

      expect((await waits).ok).toBe(true)
      expect(await emails(repo)).toEqual(['first@b', 'ana@b'])
    },
  )

  test('brings two to ask before either writes, and then the index refuses one', async ({
    repo,
  }) => {
    const { gate, open, reached } = gateFor('sql.insert.users')
    const register = async () => {
      const asked = await unsafeValidateUnique(registration('ana@b'), 'email', repo)
      return repo.insert(asked)
    }
    const first = watched({ gate }, register)
    await reached

    const second = await register()
    open()

    assert(second.ok)
    const refused = await first
    assert(!refused.ok)
    expect(refused.error.errors[0]?.opts).toMatchObject({ constraint_name: 'users_email_index' })
  })

  test('that refuses keeps the query away, and takes nobody’s turn for it', async ({ repo }) => {
    const gate: Gate = () => Promise.reject(new Error('not today'))
    const order: string[] = []
    const { promise: refused, resolve: goOn } = Promise.withResolvers<void>()

    const transaction = repo.transact(async (inner) => {
      await inner.insertOrThrow(registration('ana@b'))
      await refused
      await inner.insertOrThrow(registration('bo@b'))
      order.push('written')
    })
    await expect(watched({ gate }, () => repo.exists(users))).rejects.toThrow('not today')
    const beside = repo.all(users).then((rows) => order.push(`${rows.length} read`))
    goOn()
    await Promise.all([transaction, beside])

    // PostgreSQL has a connection for each: who reads beside a transaction does not wait for it.
    if (!WITH_POSTGRES) expect(order).toEqual(['written', '2 read'])
    expect(order).toContain('written')
  })
})
