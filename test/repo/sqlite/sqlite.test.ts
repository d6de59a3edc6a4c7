import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { createTemplate, isFromTemplate, openSqlite } from '#repo/sqlite/sqlite.ts'
import { engineContract } from '../engine-contract.ts'

const folders: string[] = []
const newPath = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
  folders.push(folder)
  return join(folder, 'a.db')
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

engineContract('SQLite', {
  open: (options) => openSqlite({ memory: true, ...options }),
  openTwice: async () => {
    const file = await newPath()
    return [await openSqlite({ file }), await openSqlite({ file })]
  },
  files: { path: newPath, open: (file) => openSqlite({ file }), createTemplate, isFromTemplate },
  types: { id: 'integer', integer: 'integer', text: 'text', bytes: 'blob' },
})
