/** What `course.yaml` keeps closed or hides, on the whole site: its pages, its lists, its files. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const KEY = 'a key of twelve letters'
const LATER = '/lessons/letters/later-on'
const HIDDEN = '/lessons/letters/never-shown'
const CLOSED = '/lessons/letters/answers-later'
const OPENS = '“Later on” opens on 1 January 2999.'
const ANSWER = 'The rule that wants something at all'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ TEACHER_KEY: KEY })
}, 60_000)
afterAll(() => server.stop(), 60_000)

async function teacher(): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server.origin)
  await browser.post('/teach', { secret: KEY })
  return browser
}

const reader = () => new HttpBrowser(server.origin)

/** The files that were built in which these words stand. */
function filesWith(words: string): readonly string[] {
  const client = `${currentBuild()}/client`
  return readdirSync(client, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(?:html|js|css|json|xml|txt)$/.test(name))
    .filter((name) => readFileSync(`${client}/${name}`, 'utf8').includes(words))
}

describe('a lesson that opens later', () => {
  test('is refused with its day, whatever its address ends in', async () => {
    for (const path of [LATER, `${LATER}?x=1`, `${LATER}/`, `${LATER}.html`]) {
      const { status, text } = await reader().get(path)
      expect([path, [403, 404, 308].includes(status)]).toEqual([path, true])
      expect(text).not.toContain('first day of the year 2999')
    }
    const { status, text } = await reader().get(LATER)
    expect([status, text.includes(OPENS)]).toEqual([403, true])
  })

  test('is open for whoever teaches', async () => {
    const { status, text } = await (await teacher()).get(LATER)

    expect([status, text.includes('first day of the year 2999')]).toEqual([200, true])
  })

  test('stands in the list of lessons with its day', async () => {
    const { text } = await reader().get('/lessons')

    expect(text).toContain('Later on')
    expect(text).toContain('1 January 2999')
  })

  test('is asked nothing of: nobody marks it as read', async () => {
    const { status, text } = await reader().post('/progress', { lesson: 'later-on', read: 'true' })

    expect([status, text.includes(OPENS)]).toEqual([403, true])
  })
})

describe('a lesson that is hidden', () => {
  test('is nowhere, for whoever teaches neither', async () => {
    expect((await reader().get(HIDDEN)).status).toBe(404)
    expect((await (await teacher()).get(HIDDEN)).status).toBe(404)
    expect((await reader().get('/lessons')).text).not.toContain('Never shown')
  })

  test('is in no file of the build', () => {
    expect(filesWith('A sentence that stands in no file')).toEqual([])
    expect(filesWith('never-shown')).toEqual([])
  })
})

describe('answers that open later', () => {
  test('are in the page of whoever teaches alone', async () => {
    const read = await reader().get(CLOSED)
    const taught = await (await teacher()).get(CLOSED)

    expect([read.status, taught.status]).toEqual([200, 200])
    expect(read.text).toContain('Which rule refused the address that was empty?')
    expect([read.text.includes(ANSWER), taught.text.includes(ANSWER)]).toEqual([false, true])
  })

  test('have no address of their own', async () => {
    for (const path of [`/closed${CLOSED}`, `/teach${CLOSED}`, `/closed${CLOSED}.html`])
      expect([path, (await reader().get(path)).status]).toEqual([path, 404])
  })

  test('are not shown as the way of a task', async () => {
    const fields = { act: 'one-blank-try', task: 'refused-once-more' }
    const { status, text } = await reader().post('/ways', fields)

    expect(text).toContain('The answers open on 1 January 2999.')
    expect(status).toBe(403)
  })
})
