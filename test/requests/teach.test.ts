/** What a teacher sees and does, and nobody else. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const KEY = 'a key of twelve letters'
const NOTE = 'For you, who teach it'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ TEACHER_KEY: KEY })
}, 60_000)
afterAll(() => server.stop(), 60_000)

/** Built pages with a note in them, as addresses of lessons. */
const noted = (() => {
  const folder = `${currentBuild()}/client/teach/lessons`
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .filter((name) => readFileSync(`${folder}/${name}`, 'utf8').includes(NOTE))
    .map((name) => `/lessons/${name.replace('.html', '').replaceAll('\\', '/')}`)
})()

async function teacher(): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server.origin)
  await browser.post('/teach', { secret: KEY })
  return browser
}

describe('a note', () => {
  test('is on the page of whoever brought the key, and on no other', async () => {
    const [lesson = ''] = noted
    const reader = new HttpBrowser(server.origin)
    const teaches = await teacher()

    expect((await reader.get(lesson)).text).not.toContain(NOTE)
    const page = await teaches.get(lesson)
    expect(page.text).toContain(NOTE)
    expect(page.headers.get('cache-control')).toBe('private, no-cache')
    await teaches.post('/teach', { _method: 'delete' })
    expect((await teaches.get(lesson)).text).not.toContain(NOTE)
  })

  test('is in no other file that was built for readers', () => {
    const client = `${currentBuild()}/client`
    const read = (name: string) => readFileSync(`${client}/${name}`, 'utf8')
    const words = noted.map((lesson) => {
      const note = /class="teacher".*?<p>(?<words>[^<]{20,}?)[.?!<]/s.exec(
        read(`teach${lesson}.html`),
      )
      return note?.groups?.['words'] ?? ''
    })
    const files = readdirSync(client, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.(?:html|js|css|json|xml|txt)$/.test(name))
    const holding = files.filter((name) => words.some((each) => read(name).includes(each)))

    expect(words.every((each) => each.length >= 20)).toBe(true)
    expect(noted.length).toBeGreaterThan(0)
    expect(holding).toEqual(noted.map((lesson) => `teach${lesson}.html`))
  })

  test('has no address of its own, for the teacher neither', async () => {
    const reader = new HttpBrowser(server.origin)
    const paths = [
      `/teach${noted[0]}`,
      `/teach${noted[0]}.html`,
      `/teach${noted[0]}/`,
      '/teach%2Flessons',
    ]

    for (const browser of [reader, await teacher()])
      for (const path of paths) expect([path, (await browser.get(path)).text]).not.toContain(NOTE)
    expect((await reader.get(`/teach${noted[0]}`)).status).toBe(404)
  })
})

describe('the key', () => {
  test('that is wrong is refused, in a sentence, and gives no cookie', async () => {
    const browser = new HttpBrowser(server.origin)
    const { status, json } = await browser.postJson('/teach', { secret: 'something else' })

    expect(status).toBe(422)
    expect(json.flash.error).toMatch(/not the key/)
    expect((await browser.get('/teach/class')).status).toBe(403)
  })

  test('is told of where there is none', async () => {
    const browser = new HttpBrowser(inject('origin'))

    expect((await browser.get('/teach')).text).toContain('TEACHER_KEY')
    expect((await browser.post('/teach', { secret: 'whatever it is' })).status).toBe(409)
  })

  test('is in no page and no trace', async () => {
    const browser = await teacher()
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    await browser.post('/teach', { secret: KEY })
    const pages = ['/teach', '/teach/class', '/sandbox/traces', '/sandbox/traces/newest']

    for (const path of pages) {
      expect((await browser.get(path)).text).not.toContain(KEY)
      expect((await browser.getJson(path)).text).not.toContain(KEY)
    }
    expect(server.output()).not.toContain(KEY)
  })
})

test('every page of the guide is there, with its text', async () => {
  const reader = new HttpBrowser(server.origin)
  const { text } = await reader.get('/teach')
  const paths = [...text.matchAll(/href="(?<path>\/teach\/[\w-]+)"/g)].map(
    (found) => found.groups?.['path'] ?? '',
  )

  expect(paths.length).toBeGreaterThan(1)
  for (const path of paths) {
    const page = await reader.get(path)
    expect([path, page.status]).toEqual([path, 200])
    expect([path, page.text.match(/<h2\b/g)?.length ?? 0]).not.toEqual([path, 0])
  }
})

test('a teacher empties every sandbox, and nobody else does', async () => {
  const ana = new HttpBrowser(server.origin)
  await ana.registerAndLogIn('ana@example.test')

  expect((await ana.post('/teach/class', {})).status).toBe(403)
  expect((await ana.getJson('/')).json.scope.user).not.toBeNull()
  const emptied = await (await teacher()).postJson('/teach/class', {})
  expect(emptied.json).toMatchObject({ ok: true })
  expect((emptied.json as unknown as { ended: number }).ended).toBeGreaterThan(0)
  expect((await ana.getJson('/')).json.scope.user).toBeNull()
  expect((await ana.post('/users/register', { 'user[email]': 'ana@example.test' })).status).toBe(
    303,
  )
})
