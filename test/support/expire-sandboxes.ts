import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import type { BuiltServer } from './built-server.ts'

const DAY = 24 * 60 * 60 * 1000

/** Ends every sandbox of a server as the sweeper does, which sweeps too seldom for a test. */
export async function expireSandboxes(server: BuiltServer): Promise<void> {
  const db = new DatabaseSync(join(server.dataDirectory, 'site.db'))
  db.exec('pragma busy_timeout = 2000')
  db.prepare(
    "update sandboxes set ended_at = ?, ended_reason = 'unused' where ended_at is null",
  ).run(Date.now() - DAY)
  db.close()
  const told = () => server.output().split('rows forgotten').length
  const before = told()
  process.kill(server.pid(), 'SIGUSR2')
  await expect.poll(told, { timeout: 10_000 }).toBeGreaterThan(before)
}
