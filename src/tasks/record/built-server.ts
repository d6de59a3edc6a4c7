/** The built server as a child process: on a port and in a folder of its own, and gone afterwards. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentBuild } from '../builds.mjs'
import { serverEnvironment } from '../server-environment.mjs'
import { freePort } from './free-port.ts'

export interface BuiltServer {
  /** Where it says that it answers: `http://localhost:40123`. Itself it speaks plain http. */
  readonly origin: string
  readonly port: number
  readonly dataDirectory: string
  /** The process that runs now. */
  readonly pid: () => number
  /** How it ended; `null` while it runs. */
  readonly exitCode: () => number | null
  /** Reads no more of what it writes. */
  readonly stopReading: () => void
  /** Everything it has written so far. */
  readonly output: () => string
  /** Ends the process, kindly or not, and starts another on the same data. */
  readonly restart: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
  /** Lets it finish what it does, and removes its data. */
  readonly stop: () => Promise<void>
}

export interface Start {
  /** The folder of package.json. */
  readonly root: string
  /** Added to its environment, such as `{ GLASSHOUSE_LIMITS: 'off' }`. */
  readonly env?: NodeJS.ProcessEnv
  /** Another build than the current one, from the folder of package.json. */
  readonly build?: string | undefined
  /** Added to those of Node. */
  readonly nodeOptions?: readonly string[]
  /** How many files and connections it may have open at once; as many as this process, unless it is said. */
  readonly mostDescriptors?: number
  /** The address that its readers see on a port, as behind a proxy that speaks https. */
  readonly origin?: (port: number) => string
}

const READY_WITHIN_MILLISECONDS = 90_000
const STOPPED_WITHIN_MILLISECONDS = 15_000

/** Starts the current build, and answers once it takes requests. */
export async function startBuiltServer(start: Start): Promise<BuiltServer> {
  const port = await freePort()
  const dataDirectory = await mkdtemp(join(tmpdir(), 'glasshouse-'))
  const origin = start.origin?.(port) ?? `http://localhost:${port}`
  // Nobody asks it whether it is ready while it ends.
  const own = {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    DRAIN_NOTICE_SECONDS: '0',
  }
  const env = { ...serverEnvironment(), ...own, DATA_DIR: dataDirectory, ...start.env }
  let output = ''
  const launch = () => launchServer({ ...start, env }, (text) => (output += text))
  let running = launch()

  const stop = async () => {
    await end(running, 'SIGTERM')
    await rm(dataDirectory, { recursive: true, force: true })
  }
  const untilReady = async () => {
    if (await isReadyInTime(running, port)) return
    await stop()
    throw new Error(`The built server was not ready. It wrote:\n${output || '(nothing)'}`)
  }
  await untilReady()
  return {
    ...{ origin, port, dataDirectory, stop },
    pid: () => running.pid!,
    output: () => output,
    exitCode: () => running.exitCode,
    stopReading: () => {
      running.stdout?.destroy()
      running.stderr?.destroy()
    },
    restart: async (signal = 'SIGTERM') => {
      await end(running, signal)
      running = launch()
      await untilReady()
    },
  }
}

function launchServer(
  { root, env, build = currentBuild(`${root}/`) ?? undefined, nodeOptions = [], ...start }: Start,
  write: (text: string) => void,
): ChildProcess {
  const own = ['--enable-source-maps', ...nodeOptions, `${build}/server/main.mjs`]
  const [program, ...args] = limited([process.execPath, ...own], start.mostDescriptors)
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env })
  const killWithParent = () => child.kill('SIGKILL')
  process.once('exit', killWithParent)
  child.once('exit', () => process.off('exit', killWithParent))
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write)
  return child
}

/** The same command for a process that may open less. It is still the process that was asked for. */
function limited(
  command: readonly [string, ...string[]],
  mostDescriptors: number | undefined,
): readonly [string, ...string[]] {
  if (mostDescriptors === undefined) return command
  return ['sh', '-c', `ulimit -n ${mostDescriptors}; exec "$0" "$@"`, ...command]
}

async function isReadyInTime(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MILLISECONDS
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > deadline) return false
    await sleep(50)
  }
  return true
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/readyz`)).ok
  } catch {
    return false
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  await Promise.race([exited, sleep(STOPPED_WITHIN_MILLISECONDS, undefined, { ref: false })])
  child.kill('SIGKILL')
  await exited
}
