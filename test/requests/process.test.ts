/** How the process starts, what ends it, and what does not. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { longOf } from '../support/long.ts'
import { rawRequest } from '../support/raw-request.ts'
import { until } from '../support/until.ts'

const long = longOf(test)

const running = new Set<BuiltServer>()
async function start(...[env, options]: Parameters<typeof startBuiltServer>): Promise<BuiltServer> {
  const server = await startBuiltServer(env, options)
  running.add(server)
  return server
}
afterEach(async () => {
  for (const server of running) await server.stop()
  running.clear()
})

/** Starts the server where it cannot start, and answers what it says and how it ends. */
async function endOfStart(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [`${currentBuild()}/server/main.mjs`], {
    env: { ...process.env, ...env },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

const alive = async ({ origin }: BuiltServer) => (await fetch(`${origin}/healthz`)).status

describe('a start', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer()
  })
  afterAll(() => server.stop())

  test('on a folder that another server uses ends with a sentence that names both ways out', async () => {
    const { code, said } = await endOfStart({ DATA_DIR: server.dataDirectory, PORT: '4555' })

    expect(said).toMatch(
      /^Glasshouse cannot start\. DATA_DIR is ".*", and another server is using it\. .*DATA_DIR=var2 PORT=455\d npm start\.\n$/,
    )
    expect(code).toBe(1)
    expect(await alive(server)).toBe(200)
  })

  test('on a port that is taken ends with a sentence that names another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
    const { code, said } = await endOfStart({ DATA_DIR: folder, PORT: String(server.port) })
    rmSync(folder, { recursive: true })

    expect(said).toMatch(
      /^Glasshouse cannot start\. Port \d+ is in use\. .*PORT=\d+ npm start; .*\n$/,
    )
    expect(code).toBe(1)
  })

  test.for([
    ['DATA_DIR', 'package.json', /DATA_DIR is ".*package\.json": it is a file/],
    ['HOST', '203.0.113.7', /HOST is "203\.0\.113\.7", which is no address of this machine/],
    ['PORT', '99999', /PORT is "99999"\. It takes a whole number/],
  ] as const)('with a wrong %s ends with one line that names it', async ([name, value, words]) => {
    const folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
    const { code, said } = await endOfStart({ DATA_DIR: folder, PORT: '4556', [name]: value })
    rmSync(folder, { recursive: true })

    expect(said).toMatch(words)
    expect(said.trimEnd().split('\n')).toHaveLength(1)
    expect(code).toBe(1)
  })
})

describe('the process', () => {
  long('has no heir while it lives, and one at once when it is killed', async () => {
    const server = await start()

    await server.restart('SIGKILL')

    expect(await alive(server)).toBe(200)
  })

  long('says which SQLite it runs, and whether that was withdrawn', async () => {
    const { output } = await start()

    expect(output()).toMatch(/"event":"sqlite","version":"3\.\d+\.\d+","withdrawn":(?:true|false)/)
  })

  long('says once that a proxy is in front which it does not know of', async () => {
    const server = await start()
    const headers = { 'x-forwarded-for': '203.0.113.7' }

    for (const path of ['/', '/lessons', '/sandbox']) await fetch(server.origin + path, { headers })

    expect(server.output().match(/TRUSTED_PROXIES is 0/g)).toHaveLength(1)
  })

  long('says nothing of proxies where they are known, or where there is none', async () => {
    const known = await start({ TRUSTED_PROXIES: '1' })
    const none = await start()
    await fetch(known.origin, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    await fetch(none.origin)

    expect(known.output() + none.output()).not.toContain('TRUSTED_PROXIES')
  })

  long('logs an exception that nobody caught, finishes what runs, and ends with 1', async () => {
    const throwing =
      'process.on("SIGUSR2",()=>setImmediate(()=>{throw new Error("a broken pane")}))'
    const server = await start({
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(throwing)}`,
    })
    const stream = await fetch(`${server.origin}/lessons`)
    await stream.text()

    process.kill(server.pid(), 'SIGUSR2')
    await until(() => server.exitCode() !== null)

    expect(server.output()).toMatch(/"event":"uncaught exception","error":"Error: a broken pane\\n/)
    expect(server.exitCode()).toBe(1)
    // Its databases are closed: what lay beside them is gone with it.
    expect(existsSync(join(server.dataDirectory, 'site.db-wal'))).toBe(false)
  })

  long('outlives whoever read its log', async () => {
    const server = await start({ LOG_LEVEL: 'debug' })

    server.stopReading()
    for (const path of ['/', '/lessons', '/sandbox']) await fetch(server.origin + path)

    expect(await alive(server)).toBe(200)
  })
})

describe('another name of this server', () => {
  test.for([
    ['GET', '/lessons/persons/who-comes-in?a=b', '/lessons/persons/who-comes-in?a=b'],
    ['GET', '/as/alice/users/log-in', '/as/alice/users/log-in'],
    ['POST', '/users/log-out', '/'],
  ] as const)('%s %s leads to the right one', async ([method, path, wanted]) => {
    const origin = inject('origin')
    const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${new URL(origin).port}`

    const answer = await rawRequest(`${head}\r\nConnection: close\r\n\r\n`)

    expect(answer).toContain('HTTP/1.1 421')
    expect(answer).toContain(`href="${origin}${wanted}"`)
    expect(answer).toContain(`Go on at ${origin}`)
  })
})

describe('the address of an error page', () => {
  test.for(['/404', '/as/alice/404', '/404?a=b', '/500'])('is none: %s', async (path) => {
    const page = await fetch(inject('origin') + path)
    const json = await fetch(inject('origin') + path, { headers: { accept: 'application/json' } })

    expect([page.status, json.status]).toEqual([404, 404])
    expect(await page.text()).toContain('There is nothing at this address')
    expect(await json.json()).toMatchObject({
      ok: false,
      error: 'There is no page at this address. It may have moved: look for it from the course.',
    })
  })
})

describe('a build', () => {
  const copy = `dist/copy-${process.pid}`
  beforeAll(() => cpSync(`${currentBuild()}`, copy, { recursive: true }))
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  long('is marked while a process serves it', async () => {
    const server = await start({}, { build: copy })
    const mark = `${copy}/used-by/${server.pid()}`
    const isMarked = existsSync(mark)

    await server.stop()

    expect([isMarked, existsSync(mark)]).toEqual([true, false])
  })

  long('may lose files: what is gone is not there, and the process lives', async () => {
    const server = await start({}, { build: copy })
    const client = `${copy}/client`
    await fetch(`${server.origin}/lessons`)
    renameSync(`${client}/favicon.svg`, `${client}/elsewhere.svg`)
    rmSync(`${client}/favicon.svg.br`, { force: true })
    rmSync(`${client}/favicon.svg.gz`, { force: true })
    writeFileSync(`${client}/lessons.html`, 'another build')

    const icon = await fetch(`${server.origin}/favicon.svg`)
    const host = new URL(server.origin).host
    const raw = await rawRequest(
      `GET /favicon.svg HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      server.origin,
    )
    const lessons = await (await fetch(`${server.origin}/lessons`)).text()

    expect([icon.status, raw.slice(0, 12)]).toEqual([404, 'HTTP/1.1 404'])
    expect(icon.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(lessons).not.toBe('another build')
    expect(await alive(server)).toBe(200)
  })
})
