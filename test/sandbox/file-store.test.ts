import { mkdirSync } from 'node:fs'
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '#lib/clock.ts'
import { createTemplate } from '#repo/sqlite/sqlite.ts'
import { FileStore } from '#sandbox/file-store.ts'
import { storeContract } from './store-contract.ts'

const ID = `ab${'0'.repeat(30)}`

let folder = ''
let stores = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
  await createTemplate(join(folder, 'template.db'))
})

afterAll(() => rm(folder, { recursive: true }))

function newStore() {
  const directory = join(folder, String((stores += 1)))
  mkdirSync(directory)
  return { directory, store: new FileStore({ directory, template: join(folder, 'template.db') }) }
}

storeContract('FileStore', () => {
  const { directory, store } = newStore()
  const damage = (id: string) => truncate(join(directory, id.slice(0, 2), id, 'sandbox.db'), 0)
  return Promise.resolve({ store, damage })
})

test('keeps each sandbox in a folder of two levels, with its mails beside its database', async () => {
  const { directory, store } = newStore()
  await store.create(ID)
  const { repo, mails } = await store.open(ID, systemClock)
  await mails.write([])
  await repo.close()

  expect(await readdir(directory)).toEqual(['ab'])
  expect((await readdir(join(directory, 'ab', ID))).toSorted()).toEqual([
    'mailbox.json',
    'sandbox.db',
  ])
})

test('leaves nothing of a copy beside the database', async () => {
  const { directory, store } = newStore()
  await store.create(ID)
  const { repo } = await store.open(ID, systemClock)
  await store.copy(ID, repo)
  await repo.close()

  expect(await readdir(join(directory, 'ab', ID))).toEqual(['sandbox.db'])
})

test('closes what it opened and found broken', async () => {
  const { directory, store } = newStore()
  await store.create(ID)
  await truncate(join(directory, 'ab', ID, 'sandbox.db'), 0)

  await expect(store.open(ID, systemClock)).rejects.toThrow('no sandbox of this version')

  // Files of SQLite beside the database are gone with its last handle.
  expect(await readdir(join(directory, 'ab', ID))).toEqual(['sandbox.db'])
})
