import { describe, expect } from 'vitest'
import { secret, type Secret } from '#lib/secret.ts'
import { preparedQuery, type Blanks } from '#repo/prepared-query.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../support/repo.ts'
import { withPlaces } from '../support/words.ts'
import { registration } from './schemas.ts'

interface Wanted {
  readonly email: string
  readonly least: number
}

/** A query with two blanks, of which one stands twice and before the other, and how often it was written. */
function memberQuery() {
  const written = { times: 0 }
  const find = preparedQuery((db, { email, least }: Blanks<Wanted>) => {
    written.times += 1
    return db
      .selectFrom('users')
      .select('email')
      .where((is) => is.or([is('id', '>=', least), is('email', '=', email)]))
      .where('email', '=', email)
      .where('inserted_at', '>=', 0)
  })
  return { find, written }
}

describe('a prepared query', () => {
  test('asks with the values of each run, wherever they stand', async ({ repo }) => {
    const { find } = memberQuery()
    for (const email of ['ana@b', 'bo@b']) await repo.insertOrThrow(registration(email))

    const found = await Promise.all([
      find(repo, { least: 9, email: 'bo@b' }),
      find(repo, { least: 1, email: 'ana@b' }),
      find(repo, { email: 'cy@b', least: 1 }),
    ])

    expect(found).toEqual([[{ email: 'bo@b' }], [{ email: 'ana@b' }], []])
  })

  test('is written once, in a transaction too, which it belongs to', async ({ repo }) => {
    const { find, written } = memberQuery()

    await find(repo, { email: 'ana@b', least: 1 })
    const inside = await repo.transact(async (inner) => {
      await inner.insertOrThrow(registration('ana@b'))
      return find(inner, { email: 'ana@b', least: 1 })
    })

    expect(inside).toEqual([{ email: 'ana@b' }])
    expect(written.times).toBe(1)
  })

  test('is a step as any query is, and shows no secret', async ({ repo }) => {
    const byToken = preparedQuery((db, { token }: Blanks<{ token: Secret<string> }>) =>
      db.selectFrom('users').select('id').where('email', '=', token),
    )
    await repo.insertOrThrow(registration('ana@b'))
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })

    const rows = await collect(recorder, () => byToken(repo, { token: secret('ana@b') }))

    expect(rows).toEqual([{ id: 1 }])
    expect(recorder.snapshot().steps).toMatchObject([
      {
        name: withPlaces('select "id" from "users" where "email" = ?'),
        detail: '1 row',
        data: { parameters: ['**redacted**'], keys: [1] },
      },
    ])
  })
})
