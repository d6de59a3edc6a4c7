import { describe, expect, test } from 'vitest'
import { addError, change } from '#changeset/changeset.ts'
import { build, loaded, schemaless } from '#changeset/schema.ts'
import { unsafeValidateUnique, type UniqueQuery } from '#changeset/unsafe-validate-unique.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'
import { users } from './users.ts'

function repoThatAnswers(exists: boolean) {
  const queries: UniqueQuery[] = []
  const existsAnother = (query: UniqueQuery) => {
    queries.push(query)
    return Promise.resolve(exists)
  }
  return { queries, existsAnother }
}

describe('unsafeValidateUnique', () => {
  test('asks for columns, and puts the error on the first field', async () => {
    const repo = repoThatAnswers(true)
    const changeset = change(build(users), { email: 'ana@example.com', name: 'Ana' })

    const checked = await unsafeValidateUnique(changeset, ['email', 'name'], repo)

    expect(repo.queries).toEqual([
      {
        source: 'users',
        prefix: null,
        where: { address: 'ana@example.com', name: 'Ana' },
        except: null,
        query: null,
        options: {},
      },
    ])
    expect(checked.errors).toEqual([
      {
        field: 'email',
        message: 'has already been taken',
        opts: { validation: 'unsafe_unique', fields: ['email', 'name'] },
      },
    ])
  })

  test('leaves out the row itself once it is in the database', async () => {
    const repo = repoThatAnswers(false)
    const row = { id: 7, email: 'ana@example.com' }

    await unsafeValidateUnique(change(loaded(users, row), { email: 'bo@a' }), 'email', repo)
    await unsafeValidateUnique(change(build(users, row), { email: 'bo@a' }), 'email', repo)

    expect(repo.queries.map(({ except }) => except)).toEqual([{ id: 7 }, null])
  })

  test.for([
    ['nothing changed', change(build(users, { email: 'ana@example.com' }))],
    ['a field has an error', addError(change(build(users), { email: 'a' }), 'email', 'is bad')],
    ['a field is null', change(build(users, { email: 'a' }), { email: null })],
  ] as const)('asks nothing when %s', async ([, changeset]) => {
    const repo = repoThatAnswers(true)

    const checked = await unsafeValidateUnique(changeset, 'email', repo)

    expect(repo.queries).toEqual([])
    expect(checked.errors).toBe(changeset.errors)
    expect(checked.validations[0]).toMatchObject({ field: 'email', kind: 'unsafe_unique' })
  })

  test('is a step, seen with what it decided', async () => {
    const recorder = new Recorder({ id: '1', title: 'test', persona: 'you' })
    const changeset = change(build(users), { email: 'ana@example.com' })

    await collect(recorder, () => unsafeValidateUnique(changeset, 'email', repoThatAnswers(true)))

    expect(recorder.snapshot().steps).toMatchObject([
      {
        ...{ tag: 'changeset.email.unsafe_unique', name: 'unsafeValidateUnique' },
        ...{ outcome: 'error', detail: 'email: has already been taken' },
      },
    ])
  })

  test('asks nothing where it is switched off', async () => {
    const repo = repoThatAnswers(true)
    const changeset = change(build(users), { email: 'ana@example.com' })
    const without = new Set(['changeset.email.unsafe_unique'])

    const checked = await watched({ without }, () => unsafeValidateUnique(changeset, 'email', repo))

    expect(checked).toBe(changeset)
    expect(repo.queries).toEqual([])
  })

  test('needs a table to ask', async () => {
    const login = change(schemaless({ email: 'string' }), { email: 'a' })

    await expect(unsafeValidateUnique(login, 'email', repoThatAnswers(true))).rejects.toThrow(
      'unsafeValidateUnique: map has no table to ask.',
    )
  })
})
