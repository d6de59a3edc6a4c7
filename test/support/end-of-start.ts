/** A start that comes to nothing: what it says, and how it ends. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { TEST_COURSE } from './courses.mjs'

/** Starts the server where it cannot start, and answers what it says and how it ends. */
export async function endOfStart(dataDirectory: string, nodeOptions: readonly string[] = []) {
  const main = `${currentBuild(undefined, TEST_COURSE)}/server/main.mjs`
  const child = spawn(process.execPath, ['--enable-source-maps', ...nodeOptions, main], {
    env: { ...serverEnvironment(), DATA_DIR: dataDirectory, PORT: '4577' },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

/** An empty folder, gone with the test. */
export function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
