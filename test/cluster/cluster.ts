/** PostgreSQL, two servers and HAProxy as `deploy/haproxy.cfg` has it, on loopback and on free ports. */
import { spawn, type ChildProcess } from 'node:child_process'
import { sleep } from '#lib/sleep.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { freePort } from '../../src/tasks/record/free-port.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'

/** A server that is silent for so long, and a sixth more, is gone. */
export const LEASE_SECONDS = 15

export interface Cluster {
  readonly origin: string
  readonly postgres: TestPostgres
  readonly servers: { readonly a: BuiltServer; readonly b: BuiltServer }
  readonly stop: () => Promise<void>
}

/** `env` is added to the environment of both servers. */
export async function startCluster(env: NodeJS.ProcessEnv = {}): Promise<Cluster> {
  const [postgres, port] = [await startPostgres({ keepsItsWord: true }), await freePort()]
  const origin = `http://localhost:${port}`
  const start = (name: string) =>
    startBuiltServer({
      ...{ SERVER_NAME: name, SERVER_LEASE_SECONDS: String(LEASE_SECONDS) },
      ...{ SITE_DATABASE_URL: postgres.url, PUBLIC_ORIGIN: origin, TRUSTED_PROXIES: '1' },
      ...{ LIMIT_NEW_SANDBOXES: '1000', DRAIN_NOTICE_SECONDS: '3' },
      ...env,
    })
  const [a, b] = await Promise.all([start('a'), start('b')])
  const balancer = spawn('haproxy', ['-db', '-f', 'deploy/haproxy.cfg'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ BIND: `127.0.0.1:${port}`, COOKIES: `glasshouse_${port}_` },
      ...{ SERVER_A: `127.0.0.1:${a.port}`, SERVER_B: `127.0.0.1:${b.port}` },
    },
  })
  const endWithUs = () => balancer.kill('SIGKILL')
  process.once('exit', endWithUs)
  while (!(await isReady(origin))) {
    if (balancer.exitCode !== null) throw new Error('HAProxy does not start.')
    await sleep(50)
  }
  return {
    ...{ origin, postgres, servers: { a, b } },
    stop: async () => {
      await ended(balancer)
      process.off('exit', endWithUs)
      await Promise.all([a.stop(), b.stop()])
      await postgres.remove()
    },
  }
}

const isReady = (origin: string) =>
  fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** By what name the balancer knows the server that has this reader’s sandbox. */
export const serverOf = (reader: HttpBrowser): string | undefined => reader.cookies.get('server')

/** Readers who have each registered somebody in a sandbox of their own. */
export async function readersOf({ origin }: Cluster, count: number): Promise<HttpBrowser[]> {
  const readers = Array.from({ length: count }, () => new HttpBrowser(origin))
  await Promise.all(
    readers.map(async (reader, i) => {
      const { status } = await reader.post('/users/register', { 'user[email]': emailOf(i) })
      if (status !== 303) throw new Error(`A reader who registers was answered with ${status}.`)
    }),
  )
  return readers
}

export const emailOf = (i: number) => `reader-${i}@example.test`

/** Which sandbox the reader has, and how many people are in it. */
export async function look(reader: HttpBrowser): Promise<unknown> {
  const { status, text } = await reader.getJson('/sandbox')
  if (status !== 200) return status
  const { sandbox } = JSON.parse(text) as {
    sandbox: { number: number; users: { count: number } } | null
  }
  return sandbox && [sandbox.number, sandbox.users.count]
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
