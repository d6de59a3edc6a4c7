import { Repo } from '#repo/repo.ts'
import { sqliteEngine } from '#repo/sqlite/sqlite-engine.ts'
import { engineContract } from '../engine-contract.ts'
import { NodeHandle } from './node-handle.ts'

engineContract('SQLite through another package, in memory', {
  open: (options) => Promise.resolve(Repo.over(sqliteEngine(new NodeHandle()), options)),
  openTwice: null,
  files: null,
  types: { id: 'integer', integer: 'integer', text: 'text', bytes: 'blob' },
})
