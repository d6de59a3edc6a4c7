/** What somebody takes along of a run: a test that passes wherever the same server runs, and its queries. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const PASSWORD = 'correct horse battery'

type Play = (browser: HttpBrowser) => Promise<unknown>

const seeded =
  (name: string, play: Play): Play =>
  async (browser) => {
    await browser.post('/sandbox/seeds', { name })
    await play(browser)
  }

const register =
  (email: string): Play =>
  (browser) =>
    browser.post('/users/register', { 'user[email]': email })

/** What a reader may do, each by itself. The last request is the run that is copied. */
const INTERACTIONS: Readonly<Record<string, Play>> = {
  'a registration': register('ana@example.test'),
  'one that is refused': register("o'hara */ `${x}` \\"),
  'an address that is taken': async (browser) => {
    await register('ana@example.test')(browser)
    await register('ANA@example.test')(browser)
  },
  'a magic link, used': async (browser) => {
    await register('ana@example.test')(browser)
    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
  },
  'the page of a link': async (browser) => {
    await register('ana@example.test')(browser)
    await browser.get(`/users/log-in/${await browser.readToken()}`)
  },
  'a link that came too late': async (browser) => {
    await register('ana@example.test')(browser)
    await browser.advance('16m')
    await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
  },
  'a password that is too short': seeded('ana-logged-in', (browser) =>
    browser.send('put', '/as/ana/users/settings/password', {
      'user[password]': 'short',
      'user[password_confirmation]': 'short',
    }),
  ),
  'a wrong password': seeded('with-password', (browser) =>
    browser.post('/users/log-in', {
      'user[email]': 'ana@example.test',
      'user[password]': PASSWORD,
    }),
  ),
  'scores of two people': seeded('club', (browser) => browser.get('/as/bo/scores')),
  'somebody else’s score': seeded('club', (browser) => browser.send('delete', '/as/bo/scores/1')),
  'a score of one’s own, deleted': seeded('club', (browser) =>
    browser.send('delete', '/as/ana/scores/1'),
  ),
  'a page that asks for sudo': seeded('club', async (browser) => {
    await browser.advance('11m')
    await browser.get('/as/ana/users/settings')
  }),
  'a layer switched off': async (browser) => {
    await browser.post('/labs/peel', { without: 'changeset.email.format' })
    await register('ana')(browser)
  },
  'a twin': seeded('one-registered', (browser) =>
    browser.post('/twins/register-without-words', { 'user[email]': 'ana@example.test' }),
  ),
  'a step of an act': async (browser) => {
    await browser.post('/acts', { act: 'bo-goes-down', step: '1' })
    await browser.post('/acts', { act: 'bo-goes-down', step: '2' })
  },
}

/** The test of what this browser did last. */
async function copied(browser: HttpBrowser): Promise<string> {
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
  const { status, text } = await browser.get(`/sandbox/traces/${traces[0]?.id}/test`)
  expect(status, text).toBe(200)
  return text
}

/** A folder of somebody who has Vitest and nothing of ours. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'glasshouse-copied-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

interface Results {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[]
  }[]
}

/** Runs the tests of a folder as their owner would, and answers what failed. */
async function runIn(folder: string) {
  const vitest = resolve('node_modules/vitest/vitest.mjs')
  const report = join(folder, 'results.json')
  const how = ['--reporter=json', `--outputFile.json=${report}`, '--no-isolate', '--maxWorkers=1']
  const env = { ...process.env, SITE: inject('origin') }
  await new Promise<void>((done) => {
    execFile(
      process.execPath,
      [vitest, 'run', `--root=${folder}`, ...how],
      { cwd: folder, env },
      () => done(),
    )
  })
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Results
  const failed = testResults
    .filter(({ status }) => status !== 'passed')
    .map(({ name, message, assertionResults }) => [
      name.split('/').at(-1),
      message || assertionResults.flatMap(({ failureMessages }) => failureMessages).join('\n'),
    ])
  return { passed: numPassedTests, failed }
}

describe('a run as a test', () => {
  long('passes against a server of its own, whatever was done', async () => {
    const files: Record<string, string> = {}
    for (const [index, play] of Object.values(INTERACTIONS).entries()) {
      const browser = new HttpBrowser()
      await play(browser)
      files[`copied-${index + 1}.test.ts`] = await copied(browser)
    }
    const folder = folderOf(files)
    expect(readdirSync(folder).length).toBeGreaterThan(10)

    const { passed, failed } = await runIn(folder)

    expect(failed).toEqual([])
    expect(passed).toBe(Object.keys(INTERACTIONS).length)
  })

  test('fails where the server does something else', async () => {
    const browser = new HttpBrowser()
    await browser.post('/labs/peel', { without: 'changeset.email.format' })
    await register('ana')(browser)
    const healthy = (await copied(browser)).replace(/^.*labs\/peel.*\n/m, '')
    const other = new HttpBrowser()
    await seeded('club', (one) => one.get('/as/bo/scores'))(other)
    const fewer = (await copied(other)).replace(/(sql\.select\.scores): \d+/, '$1: 99')

    const { passed, failed } = await runIn(
      folderOf({ 'healthy.test.ts': healthy, 'fewer.test.ts': fewer }),
    )

    expect([passed, failed.map(([name]) => name).toSorted()]).toEqual([
      0,
      ['fewer.test.ts', 'healthy.test.ts'],
    ])
  })

  test('has no secret in it', async () => {
    const browser = new HttpBrowser()
    await register('ana@example.test')(browser)
    const token = await browser.readToken()
    await browser.post('/users/log-in', { 'user[token]': token })
    await browser.send('put', '/users/settings/password', {
      'user[password]': PASSWORD,
      'user[password_confirmation]': PASSWORD,
    })

    const text = await copied(browser)

    expect(text).not.toContain(token)
    expect(text).not.toContain(PASSWORD)
    for (const [, value = ''] of browser.cookies.header.matchAll(/=([^;]+)/g))
      expect(text).not.toContain(value)
  })

  test('says so where the beginning is kept no more', async () => {
    const browser = new HttpBrowser()
    for (let number = 1; number <= 32; number += 1)
      await register(`ana${number}@example.test`)(browser)

    expect(await copied(browser)).toContain('is kept no more')
  })

  test('is somebody’s own: nobody else finds it', async () => {
    const browser = new HttpBrowser()
    await register('ana@example.test')(browser)
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const other = new HttpBrowser()
    await register('bo@example.test')(other)

    for (const what of ['test', 'log'])
      expect((await other.get(`/sandbox/traces/${traces[0]?.id}/${what}`)).status).toBe(404)
  })
})

test('the queries of a run are a log, each with the line that asked', async () => {
  const browser = new HttpBrowser()
  await register('ana@example.test')(browser)
  const { traces = [] } = (await browser.getJson('/sandbox/traces')).json

  const { text, headers } = await browser.get(`/sandbox/traces/${traces[0]?.id}/log`)

  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(text).toMatch(
    /\[debug\] QUERY OK source="users" db=[\d.]+ms\ninsert into "users" .*\n↳ src\/app\/accounts\/\w+\.ts:\d+\n/,
  )
})
