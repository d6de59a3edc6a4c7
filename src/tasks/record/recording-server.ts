/** The built server, started for recordings: on a port and in a folder of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const READY_WITHIN_MILLISECONDS = 20_000
const FIXED = fileURLToPath(new URL('./fixed-time-and-chance.mjs', import.meta.url))

/** Runs `use` with the address of a server that knows one time and one chance, and ends it. */
export async function withRecordingServer<Value>(
  root: string,
  use: (origin: string) => Promise<Value>,
): Promise<Value> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const dataDirectory = await mkdtemp(join(tmpdir(), 'glasshouse-recording-'))
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', FIXED, 'dist/server/main.mjs'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_ORIGIN: origin,
        DATA_DIR: dataDirectory,
        GLASSHOUSE_LIMITS: 'off',
      },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const exited = once(child, 'exit')
  try {
    const deadline = performance.now() + READY_WITHIN_MILLISECONDS
    while (!(await isReady(origin))) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`The built server was not ready. It wrote:\n${output || '(nothing)'}`)
      await sleep(50)
    }
    return await use(origin)
  } finally {
    child.kill('SIGKILL')
    await exited
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

async function isReady(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/readyz`)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
