/** better-auth as a server beside this one, with somebody logged in. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CookieJar } from '#course/cookie-jar.ts'
import { serverEnvironment } from '../../../src/tasks/server-environment.mjs'
import { PEERS } from '../shared/install-peers.ts'
import type { Sent } from '../shared/load.ts'
import { PASSWORD } from './password.ts'

const EMAIL = 'ana@example.test'

export type BetterAuth = Awaited<ReturnType<typeof openBetterAuth>>

export async function openBetterAuth() {
  const folder = mkdtempSync(join(tmpdir(), 'better-auth-'))
  // As many threads as the house has, and no word of what else is set here.
  const env = { ...serverEnvironment(), NODE_ENV: 'production', DATA_DIR: folder }
  const child = spawn(process.execPath, ['--no-warnings', `${PEERS}better-auth.mjs`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'exit')
  const stop = async () => {
    kill()
    await ended
    process.off('exit', kill)
    rmSync(folder, { recursive: true, force: true })
  }
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer | number]
  if (typeof said === 'number') throw new Error(`better-auth ended with ${said}.`)
  const origin = `http://localhost:${String(said).trim()}`
  const post = (path: string, fields: Record<string, string>, status: number) => ({
    ...{ method: 'POST' as const, url: `${origin}/api/auth/${path}`, status },
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(fields),
  })
  const person = { email: EMAIL, password: PASSWORD, name: 'Ana' }
  const cookie = await signUp(post('sign-up/email', person, 200))
  const requests = {
    session: { url: `${origin}/api/auth/get-session`, headers: { cookie }, status: 200 },
    refused: post('sign-up/email', { ...person, email: 'no address' }, 400),
    logIn: post('sign-in/email', { email: EMAIL, password: PASSWORD }, 200),
  } satisfies Record<string, Sent>
  await look(requests.session)
  return { pid: () => child.pid!, stop, requests }
}

/** Answers the cookie of who is then logged in. */
async function signUp({ url, ...sent }: Sent): Promise<string> {
  const response = await fetch(url, sent)
  if (response.status !== 200) throw new Error(`better-auth: ${await response.text()}`)
  const jar = new CookieJar()
  jar.keep(response)
  return jar.header
}

/** Who is not known is answered with 200 as well. */
async function look({ url, headers }: Sent): Promise<void> {
  const text = await (await fetch(url, { headers: headers ?? {} })).text()
  if (!text.includes(`"${EMAIL}"`)) throw new Error(`better-auth knows nobody: ${text}`)
}
