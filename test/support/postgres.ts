/**
 * A PostgreSQL of the tests' own: its data in a folder that goes with it, on a
 * free port, ended afterwards. What it is asked to keep it need not keep: nothing
 * waits for a disk.
 */
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../src/tasks/record/free-port.ts'

const run = promisify(execFile)

export interface TestPostgres {
  /** Of its database `postgres`, with the password of who may do everything. */
  readonly url: string
  readonly port: number
  /** Of the process, for a test that stops it for a while. */
  readonly pid: number
  /** The same server once more, after `end`. */
  readonly begin: () => Promise<void>
  /** Ends it at once, as `kill -9` would, and keeps its data. */
  readonly end: () => Promise<void>
  /** Ends it, and takes its data away. */
  readonly remove: () => Promise<void>
}

/** Where the programs of a server are, or `null`: Debian keeps them out of the way. */
function programs(): string | null {
  const known = globSync([
    '/usr/lib/postgresql/*/bin',
    '/usr/local/pgsql/bin',
    '/opt/*/postgresql*/bin',
  ])
  const inPath = (process.env['PATH'] ?? '').split(':')
  // The newest first.
  const all = [...known.toSorted().toReversed(), ...inPath]
  return all.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** PostgreSQL does not run as root: somebody else has to be there. */
function whoRunsIt(): { uid: number; gid: number } | undefined | null {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (of: string) => Number(execFileSync('id', [of, name], { encoding: 'utf8' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // There is no such person here.
    }
  }
  return null
}

/** Why there is no PostgreSQL for tests on this machine, or `null`. */
export function missingPostgres(): string | null {
  if (process.platform === 'win32') return 'PostgreSQL is not started on Windows.'
  if (programs() === null) return 'PostgreSQL is not installed: apt-get install postgresql.'
  return whoRunsIt() === null ? 'PostgreSQL does not run as root, and nobody else is here.' : null
}

const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  listen_addresses: '127.0.0.1',
  log_min_messages: 'panic',
}

/** What it says is written is written, though it be killed at once. */
const KEEPS_ITS_WORD = { synchronous_commit: 'on', full_page_writes: 'on' }

/** Starts one. Ask `missingPostgres` first. One that a test kills, and asks for all afterwards, `keepsItsWord`. */
export async function startPostgres({ keepsItsWord = false } = {}): Promise<TestPostgres> {
  const bin = programs()!
  const owner = whoRunsIt() ?? undefined
  const folder = await mkdtemp(join(tmpdir(), 'glasshouse-postgres-'))
  if (owner) await chown(folder, owner.uid, owner.gid)
  await chmod(folder, 0o700)
  const password = randomBytes(12).toString('hex')
  const secret = join(folder, 'password')
  await writeFile(secret, password, { mode: 0o600 })
  if (owner) await chown(secret, owner.uid, owner.gid)
  const data = join(folder, 'data')
  await run(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', 'postgres', '-A', 'password', `--pwfile=${secret}`],
      ...['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    ],
    { cwd: folder, ...owner },
  )
  const port = await freePort()
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  let server: ChildProcess
  // Whoever throws before it is removed leaves none behind.
  const endWithUs = () => void server.kill('SIGQUIT')
  process.once('exit', endWithUs)

  const begin = async () => {
    const all = { ...SETTINGS, ...(keepsItsWord && KEEPS_ITS_WORD) }
    const settings = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    server = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, ...settings],
      { cwd: folder, stdio: 'ignore', ...owner },
    )
    const ready = () =>
      run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
        () => true,
        () => false,
      )
    while (!(await ready())) {
      if (server.exitCode !== null) throw new Error('startPostgres: the server ended at its start.')
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  const end = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    // Immediate: it writes nothing down, and waits for nobody.
    server.kill('SIGQUIT')
    await ended
  }
  await begin()
  return {
    ...{ url, port, begin, end },
    get pid() {
      return server.pid!
    },
    remove: async () => {
      await end()
      process.off('exit', endWithUs)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
