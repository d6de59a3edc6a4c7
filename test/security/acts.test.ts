/** Every act of the course is run as a stage runs it: who has seen a token or a cookie afterwards? */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'
import { theCourse } from '../support/the-course.ts'

const STAGE = { 'glasshouse-fragment': 'stage' }
const demos = theCourse()
  .listLessonFolders()
  .flatMap((one) => one.demos)

/** As long as every token of the site. */
const TOKEN = /(?<![\w-])[\w-]{43}(?![\w-])/g

let server: BuiltServer
let browser: HttpBrowser
/** What a stage was answered, but for the page: a form behind a link holds the link’s token. */
const fragments: string[] = []
const runs: string[] = []
const traces: string[] = []
const secrets = new Set<string>()

const withoutPage = (text: string) =>
  text.replaceAll(/<glass-fragment target="page">.*?<\/glass-fragment>/gs, '')

async function run(act: string, step: number, lesson: string): Promise<void> {
  const fields = { act, step: String(step), _lesson: lesson }
  const answer = await browser.post('/acts', fields, STAGE)
  const location = ledTo(answer)
  fragments.push(withoutPage(answer.text))
  if (location !== null) fragments.push(withoutPage((await browser.get(location, STAGE)).text))
  // The others say which lesson it is, or that somebody stays logged in.
  for (const value of browser.cookies.values()) if (value.length === 43) secrets.add(value)
}

async function look(act: string): Promise<void> {
  const { text, json } = await browser.getJson(`/sandbox/runs?act=${act}`)
  runs.push(text, (await browser.get(`/sandbox/runs?act=${act}`)).text)
  for (const { trace } of (json as unknown as { runs: { trace: string }[] }).runs)
    traces.push(
      (await browser.getJson(`/sandbox/traces/${trace}`)).text,
      (await browser.get(`/sandbox/traces/${trace}`, STAGE)).text,
    )
  for (const { text: mail } of await browser.readMails())
    for (const [token] of mail.matchAll(TOKEN)) secrets.add(token)
}

function placesKept(): readonly string[] {
  const site = new DatabaseSync(join(server.dataDirectory, 'site.db'), { readOnly: true })
  const rows = site.prepare('select place from sandboxes where place is not null').all()
  site.close()
  return rows.map(({ place }) => String(place))
}

beforeAll(async () => {
  server = await startBuiltServer({ LOG_LEVEL: 'debug' })
  browser = new HttpBrowser(server.origin)
  for (const { id, lesson, steps } of demos) {
    for (const index of steps.keys()) await run(id, index + 1, lesson)
    await look(id)
  }
}, 240_000)
afterAll(() => server.stop())

describe('a run of an act', () => {
  test('leaves no token and no cookie in runs, traces and fragments', () => {
    expect(secrets.size).toBeGreaterThan(10)
    expect(traces.length).toBeGreaterThan(demos.length)
    for (const text of [...fragments, ...runs, ...traces]) {
      for (const secret of secrets) expect(text).not.toContain(secret)
      expect(text.match(TOKEN)).toBeNull()
    }
  })

  test('leaves none where the sandbox’s place is kept, nor in the log', () => {
    const places = placesKept()
    expect(places.length).toBeGreaterThan(0)
    for (const text of [...places, server.output()]) {
      for (const secret of secrets) expect(text).not.toContain(secret)
      expect(text.match(TOKEN)).toBeNull()
    }
  })

  test('L2 logs no key of what the server asks itself', () => {
    expect(server.output()).toContain('/acts')
    expect(server.output()).not.toContain('glasshouse-inside')
  })
})
