/**
 * The built server, running for a test run: on a port and in a data directory
 * of its own, and gone afterwards.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { isBuildCurrent } from '../../src/tasks/build-inputs.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { freePort } from './free-port.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built server answers: `http://localhost:40123`. */
    origin: string
  }
}

export interface BuiltServer {
  readonly origin: string
  readonly port: number
  readonly pid: number
  readonly dataDirectory: string
  /** Everything it has written so far. */
  readonly output: () => string
  /** Lets it finish what it does, and removes its data. */
  readonly stop: () => Promise<void>
}

const READY_WITHIN_MILLISECONDS = 20_000
const STOPPED_WITHIN_MILLISECONDS = 15_000

/** Starts `dist/server`. `env` is added to its environment, such as `{ GLASSHOUSE_LIMITS: 'off' }`. */
export async function startBuiltServer(env: NodeJS.ProcessEnv = {}): Promise<BuiltServer> {
  refuseWithoutBuild()
  const port = await freePort()
  const dataDirectory = await mkdtemp(join(tmpdir(), 'glasshouse-'))
  const origin = `http://localhost:${port}`
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...serverEnvironment(),
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
      DATA_DIR: dataDirectory,
      ...env,
    },
  })
  const killWithParent = () => child.kill('SIGKILL')
  process.once('exit', killWithParent)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  let hasExited = false
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      hasExited = true
      process.off('exit', killWithParent)
      resolve()
    })
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await Promise.race([exited, sleep(STOPPED_WITHIN_MILLISECONDS, undefined, { ref: false })])
    child.kill('SIGKILL')
    await exited
    await rm(dataDirectory, { recursive: true, force: true })
  }

  const deadline = performance.now() + READY_WITHIN_MILLISECONDS
  while (!(await isReady(port))) {
    if (!hasExited && performance.now() < deadline) {
      await sleep(50)
      continue
    }
    const what = hasExited ? 'ended' : `was not ready after ${READY_WITHIN_MILLISECONDS / 1000} s`
    await stop()
    throw new Error(`The built server ${what}. It wrote:\n${output || '(nothing)'}`)
  }
  return { origin, port, pid: child.pid!, dataDirectory, output: () => output, stop }
}

/** Vitest's global setup: tests ask for the address with `inject('origin')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startBuiltServer()
  project.provide('origin', server.origin)
  return server.stop
}

function refuseWithoutBuild(): void {
  if (!existsSync('dist/server/main.mjs')) {
    throw new Error(
      'There is no build to test. npm run build makes it; npm test does so by itself.',
    )
  }
  // PUBLIC_ORIGIN goes into the pages; which one is no matter here.
  if (!isBuildCurrent()) console.warn('dist is older than its sources: npm run build renews it.')
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { ok } = await fetch(`http://localhost:${port}/readyz`)
    return ok
  } catch {
    return false
  }
}
