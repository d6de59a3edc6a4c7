import { sql } from 'kysely'
import { describe, expect, expectTypeOf, vi } from 'vitest'
import { change } from '#changeset/changeset.ts'
import { build } from '#changeset/schema.ts'
import { fail, ok, type Result } from '#lib/result.ts'
import { OutsideTransactionError } from '#repo/database-error.ts'
import type { Repo } from '#repo/repo.ts'
import { test } from '../support/repo.ts'
import { registration, tokenFor, users } from './schemas.ts'

const emails = async (repo: Repo) => (await repo.all(users)).map(({ email }) => email)

describe('transact', () => {
  test('keeps everything when the function returns', async ({ repo }) => {
    const user = await repo.transact(async (inner) => {
      const ana = await inner.insertOrThrow(registration('ana@b'))
      await inner.insertOrThrow(tokenFor(ana.id))
      return ana
    })

    expect(user.email).toBe('ana@b')
    expect(await emails(repo)).toEqual(['ana@b'])
  })

  test('keeps nothing when the function throws', async ({ repo }) => {
    const failing = repo.transact(async (inner) => {
      await inner.insertOrThrow(registration('ana@b'))
      throw new Error('never mind')
    })

    await expect(failing).rejects.toThrow(new Error('never mind'))
    expect(await emails(repo)).toEqual([])
  })

  test('keeps nothing when the function returns a failed result, and returns it', async ({
    repo,
  }) => {
    const refusal = fail('not today')

    const result = await repo.transact(async (inner): Promise<Result<number, string>> => {
      await inner.insertOrThrow(registration('ana@b'))
      return refusal
    })

    expect(result).toBe(refusal)
    expectTypeOf(result).toEqualTypeOf<Result<number, string>>()
    expect(await emails(repo)).toEqual([])
  })

  test('goes on after a refused insert, whose answer the function may use', async ({ repo }) => {
    await repo.insertOrThrow(registration('ana@b'))

    const result = await repo.transact(async (inner) => {
      const taken = await inner.insert(registration('ana@b'))
      return taken.ok ? taken : inner.insert(registration('anna@b'))
    })

    expect(result.ok).toBe(true)
    expect(await emails(repo)).toEqual(['ana@b', 'anna@b'])
  })

  test('tells which foreign key refused, inside as well', async ({ repo }) => {
    const result = await repo.transact((inner) => inner.insert(tokenFor(404)))

    expect(result.ok || result.error.errors[0]?.message).toBe('does not exist')
  })

  test('runs one after the other when two are asked for at once', async ({ repo }) => {
    const order: string[] = []
    const run = (name: string) =>
      repo.transact(async (inner) => {
        order.push(`${name} begins`)
        await inner.insertOrThrow(registration(`${name}@b`))
        order.push(`${name} ends`)
      })

    await Promise.all([run('ana'), run('bo')])

    expect(order).toEqual(['ana begins', 'ana ends', 'bo begins', 'bo ends'])
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

describe('a transaction inside a transaction', () => {
  test('rolls back alone', async ({ repo }) => {
    await repo.transact(async (outer) => {
      await outer.insertOrThrow(registration('ana@b'))
      const failing = outer.transact(async (inner) => {
        await inner.insertOrThrow(registration('bo@b'))
        throw new Error('never mind')
      })
      await expect(failing).rejects.toThrow('never mind')
      await outer.insertOrThrow(registration('cy@b'))
    })

    expect(await emails(repo)).toEqual(['ana@b', 'cy@b'])
  })

  test('returns a failed result after rolling back alone', async ({ repo }) => {
    const result = await repo.transact(async (outer) => {
      const refused = await outer.transact(async (inner) => {
        await inner.insertOrThrow(registration('bo@b'))
        return fail('no')
      })
      await outer.insertOrThrow(registration('cy@b'))
      return ok(refused)
    })

    expect(result).toEqual(ok(fail('no')))
    expect(await emails(repo)).toEqual(['cy@b'])
  })

  test('is undone with the one around it', async ({ repo }) => {
    await repo
      .transact(async (outer) => {
        await outer.transact((inner) => inner.insertOrThrow(registration('ana@b')))
        throw new Error('never mind')
      })
      .catch(() => undefined)

    expect(await emails(repo)).toEqual([])
  })

  test('does not undo another that runs at the same time', async ({ repo }) => {
    await repo.transact(async (outer) => {
      const failing = outer.transact(async (inner) => {
        await inner.insertOrThrow(registration('ana@b'))
        await new Promise((resolve) => setTimeout(resolve, 20))
        throw new Error('never mind')
      })
      const working = outer.transact((inner) => inner.insertOrThrow(registration('bo@b')))
      await Promise.allSettled([failing, working])
    })

    expect(await emails(repo)).toEqual(['bo@b'])
  })

  test('goes three deep, and two at once take turns', async ({ repo }) => {
    await repo.transact(async (outer) => {
      await Promise.all(
        ['ana', 'bo'].map((name) =>
          outer.transact(async (inner) => {
            await inner.insertOrThrow(registration(`${name}@b`))
            const failing = inner.transact(async (innermost) => {
              await innermost.insertOrThrow(registration(`not-${name}@b`))
              throw new Error('never mind')
            })
            await failing.catch(() => undefined)
          }),
        ),
      )
    })

    expect(await emails(repo)).toEqual(['ana@b', 'bo@b'])
  })
})

test('a deferred refusal at the end rolls everything back', async ({ repo }) => {
  const failing = repo.transact(async (inner) => {
    await sql`pragma defer_foreign_keys = on`.execute(inner.db)
    await inner.insertOrThrow(change(build(users, { email: 'ana@b' })))
    await inner.insertOrThrow(tokenFor(404))
  })

  await expect(failing).rejects.toThrow('FOREIGN KEY constraint failed')
  expect(await emails(repo)).toEqual([])
})
