import { sql } from 'kysely'
import { describe, expect, expectTypeOf, vi } from 'vitest'
import { fail, type Result } from '#lib/result.ts'
import { OutsideTransactionError } from '#repo/database-error.ts'
import { test } from '../support/repo.ts'
import { registration, users } from './schemas.ts'

// What it keeps and what it takes back is in the contract of engines.
describe('transact', () => {
  test('gives back what the function returns, a failed result too', async ({ repo }) => {
    const refusal = fail('not today')

    const result = await repo.transact((): Promise<Result<number, string>> =>
      Promise.resolve(refusal),
    )

    expect(result).toBe(refusal)
    expectTypeOf(result).toEqualTypeOf<Result<number, string>>()
  })

  test('uses the clock of the repo', async ({ repo, clock }) => {
    const ana = await repo.transact((inner) => inner.insertOrThrow(registration('ana@b')))

    expect(ana.inserted_at).toBe(clock.now())
  })
})

describe('the repo outside, while its transaction is open', () => {
  test('throws at once, and waits for nothing', async ({ repo }) => {
    const asked = vi.fn()
    const mistaken = repo.transact(async () => {
      setImmediate(asked)
      await repo.insert(registration('ana@b')).finally(() => expect(asked).not.toHaveBeenCalled())
    })

    await expect(mistaken).rejects.toThrow(new OutsideTransactionError())
    expect(new OutsideTransactionError().message).toBe(
      'repo.transact: the repo outside was used while its transaction is open. ' +
        'The transaction holds the one connection, so this would wait forever. ' +
        'Inside repo.transact, use the repo you were given.',
    )
  })

  test('throws for a second transaction on it too', async ({ repo }) => {
    const mistaken = repo.transact(() => repo.transact(() => Promise.resolve()))

    await expect(mistaken).rejects.toThrow(OutsideTransactionError)
  })

  test('throws through a transaction on another database', async ({ repo, siteRepo }) => {
    const mistaken = repo.transact(() => siteRepo.transact(() => repo.exists(users)))

    await expect(mistaken).rejects.toThrow(OutsideTransactionError)
  })

  test('may be another database', async ({ repo, siteRepo }) => {
    const read = repo.transact(() => sql<{ one: number }>`select 1 as one`.execute(siteRepo.db))

    await expect(read).resolves.toEqual({ rows: [{ one: 1 }] })
  })

  test('may be used by work that was started inside and runs on afterwards', async ({ repo }) => {
    let later: Promise<boolean> = Promise.resolve(false)

    await repo.transact(async (inner) => {
      await inner.insertOrThrow(registration('ana@b'))
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() => repo.exists(users))
    })

    await expect(later).resolves.toBe(true)
  })

  test('makes others wait, who are not inside', async ({ repo }) => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const holding = repo.transact(() => held)
    const asked = repo.exists(users)

    release()

    await expect(Promise.all([holding, asked])).resolves.toEqual([undefined, false])
  })
})
