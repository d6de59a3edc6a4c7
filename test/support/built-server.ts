/**
 * The built server, running for a test run: on a port and in a data directory
 * of its own, and gone afterwards.
 */
import { spawn, type ChildProcess } from 'node:child_process'
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
  readonly dataDirectory: string
  /** The process that runs now. */
  readonly pid: () => number
  /** Everything it has written so far. */
  readonly output: () => string
  /** Ends the process, kindly or not, and starts another on the same data. */
  readonly restart: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
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
  const environment = {
    ...serverEnvironment(),
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DATA_DIR: dataDirectory,
    ...env,
  }
  let output = ''
  const launch = () => launchServer(environment, (text) => (output += text))
  let running = launch()

  const stop = async () => {
    await end(running, 'SIGTERM')
    await rm(dataDirectory, { recursive: true, force: true })
  }
  const ready = async () => {
    const deadline = performance.now() + READY_WITHIN_MILLISECONDS
    while (!(await isReady(port))) {
      if (running.exitCode === null && performance.now() < deadline) {
        await sleep(50)
        continue
      }
      await stop()
      throw new Error(`The built server was not ready. It wrote:\n${output || '(nothing)'}`)
    }
  }
  await ready()
  return {
    origin,
    port,
    dataDirectory,
    pid: () => running.pid!,
    output: () => output,
    restart: async (signal = 'SIGTERM') => {
      await end(running, signal)
      running = launch()
      await ready()
    },
    stop,
  }
}

/** Vitest's global setup: tests ask for the address with `inject('origin')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Every test is a visitor of its own, and all of them come from one address.
  const server = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000000' })
  project.provide('origin', server.origin)
  return server.stop
}

function launchServer(env: NodeJS.ProcessEnv, write: (text: string) => void): ChildProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  })
  const killWithParent = () => child.kill('SIGKILL')
  process.once('exit', killWithParent)
  child.once('exit', () => process.off('exit', killWithParent))
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write)
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  await Promise.race([exited, sleep(STOPPED_WITHIN_MILLISECONDS, undefined, { ref: false })])
  child.kill('SIGKILL')
  await exited
}

function refuseWithoutBuild(): void {
  if (!existsSync('dist/server/main.mjs')) {
    throw new Error(
      'There is no build to test. npm run build makes it; npm test does so by itself.',
    )
  }
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
