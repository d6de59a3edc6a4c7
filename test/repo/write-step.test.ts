import { describe, expect } from 'vitest'
import { cast } from '#changeset/cast.ts'
import { addError, change, putAction } from '#changeset/changeset.ts'
import { uniqueConstraint } from '#changeset/constraints.ts'
import { prepareChanges } from '#changeset/prepare.ts'
import { build, loaded } from '#changeset/schema.ts'
import { validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'
import type { Repo } from '#repo/repo.ts'
import { floorCaption } from '#trace/captions.ts'
import { pictureOf } from '#trace/picture.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { test } from '../support/repo.ts'
import { registration, users, type User } from './schemas.ts'

async function traceOf(act: () => Promise<unknown>) {
  const recorder = new Recorder({ id: 't', title: 't', persona: 'you' })
  await collect(recorder, act)
  return recorder.snapshot()
}

/** The step of the repo, as far as it tells what became of a changeset. */
async function writeOf(act: () => Promise<unknown>) {
  const { steps } = await traceOf(() => act().catch(() => null))
  const found = steps.filter(({ tag }) => tag.startsWith('changeset.repo.'))
  expect(found).toHaveLength(1)
  const [{ name, tag, outcome, detail, data } = steps[0]!] = found
  return { name, tag, outcome, detail, changeset: (data['changeset'] as string[]).join('\n') }
}

const saved = async (repo: Repo) => loaded(users, await repo.insertOrThrow(registration('ana@b')))
const blank = () => pipe(cast(build(users), {}, ['email']), validateRequired(['email']))

describe('a write', () => {
  test('of an invalid changeset says that nothing was sent, and of which action it is now', async ({
    repo,
  }) => {
    const step = await writeOf(() => repo.insert(blank()))

    expect(step).toMatchObject({
      ...{ name: 'Repo.insert', tag: 'changeset.repo.insert', outcome: 'error' },
      detail: 'action: insert; 1 error, so nothing was sent',
    })
    expect(step.changeset).toContain('action: :insert')
    expect(step.changeset).toContain(`errors: [email: {"can't be blank", [validation: :required]}]`)
  })

  test('that went through says so', async ({ repo }) => {
    const insert = await writeOf(() => repo.insert(registration('ana@b')))
    const ana = loaded(users, (await repo.getBy(users, { email: 'ana@b' }))!)

    const update = await writeOf(() => repo.update(change(ana, { email: 'bo@b' })))
    const gone = await writeOf(() => repo.delete(change(ana)))

    expect(insert).toMatchObject({ outcome: 'ok', detail: 'action: insert; sent' })
    expect(update).toMatchObject({
      ...{ name: 'Repo.update', tag: 'changeset.repo.update' },
      ...{ outcome: 'ok', detail: 'action: update; sent' },
    })
    expect(update.changeset).toContain('action: :update,\n  changes: %{email: "bo@b"}')
    expect(gone).toMatchObject({
      ...{ name: 'Repo.delete', tag: 'changeset.repo.delete' },
      detail: 'action: delete; sent',
    })
  })

  test('of what did not change says that there was nothing to send', async ({ repo }) => {
    const ana = await saved(repo)

    expect(await writeOf(() => repo.update(change(ana)))).toMatchObject({
      ...{ name: 'Repo.update', outcome: 'skip' },
      detail: 'no changes, so nothing was sent',
    })
  })

  test('that a constraint refused came back with the error of it', async ({ repo }) => {
    await saved(repo)
    const again = pipe(change(build(users), { email: 'ana@b' }), uniqueConstraint('email'))

    const step = await writeOf(() => repo.insert(again))

    expect(step.detail).toBe('action: insert; sent, and came back with 1 error')
    expect(step.changeset).toContain('has already been taken')
  })

  test('that throws has no step of its own: nothing came back', async ({ repo }) => {
    await saved(repo)
    const throwing = [
      () => repo.insert(change(build(users), { email: 'ana@b' })),
      () => repo.insert(putAction(blank(), 'update')),
    ]

    for (const write of throwing) {
      const { steps } = await traceOf(() => expect(write()).rejects.toThrow())
      expect(steps.filter(({ tag }) => tag.startsWith('changeset.repo.'))).toEqual([])
    }
  })

  test('that what was prepared turned back was not sent', async ({ repo }) => {
    const refuse = prepareChanges<User>((changeset) => addError(changeset, 'email', 'is late'))

    const step = await writeOf(() => repo.insert(pipe(registration('ana@b'), refuse)))

    expect(step.detail).toBe('action: insert; 1 error, so nothing was sent')
  })

  test('stands beside its query, and after it', async ({ repo }) => {
    const { steps } = await traceOf(() => repo.insert(registration('ana@b')))

    const outline = steps.map(({ tag, parent }) => [tag, parent])
    expect(outline.find(([tag]) => tag === 'sql.insert.users')).toEqual(['sql.insert.users', null])
    expect(outline.at(-1)).toEqual(['changeset.repo.insert', null])
  })

  test('is counted in no caption of the house', async ({ repo }) => {
    const trace = await traceOf(() => repo.insert(registration('ana@b')))
    const rules = trace.steps.filter(({ layer }) => layer === 'changeset').length - 1

    const caption = floorCaption('changeset', trace, pictureOf({ ...trace, status: 303 }))

    expect(caption).toBe(`${rules} step${rules === 1 ? '' : 's'}, valid`)
  })
})
