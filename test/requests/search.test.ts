/** The search as the server answers it, and what it leads to. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import type { Found } from '#site/search/found.ts'
import { listRecords } from '#site/search/records.ts'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { TEST_COURSE } from '../support/courses.mjs'
import { HttpBrowser, VISITOR } from '../support/http-browser.ts'

const KEY = 'a key of twelve letters'
const POLICY = 'content-security-policy'
const client = `${currentBuild()}/client`

interface Told {
  readonly query: { readonly q: string; readonly cut: boolean }
  readonly total: number
  readonly results: readonly Found[]
  readonly near: readonly string[]
}

const browser = () => new HttpBrowser()
async function told(asked: string, who = browser()): Promise<Told> {
  const { status, json } = await who.getJson(`/search?${asked}`)
  expect(status).toBe(200)
  return json as unknown as Told
}

describe('without a script', () => {
  test('the page has the results, marked, and leads to the place', async () => {
    const { text, status } = await browser().get('/search?q=become')

    expect(status).toBe(200)
    expect(text).toContain('<a href="/lessons/persons/who-comes-in#become-somebody">')
    expect(text).toContain('<mark>Become</mark> somebody')
  })

  test('a chip is a link, and leads back once it is chosen', async () => {
    const { text } = await browser().get('/search?q=scope&kind=term')

    expect(text).toMatch(/href="\/search\?q=scope" [^>]*aria-current="true"/)
    expect(text).toContain('href="/search?q=scope&amp;kind=lesson"')
  })

  test('a tag alone shows its lessons', async () => {
    const { results } = await told('tag=plugs')

    expect(results.length).toBeGreaterThan(0)
    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['lesson']))
    expect((await told('tag=no-such-tag')).total).toBe(0)
  })

  test('nothing found says so, and offers what is near', async () => {
    const { text } = await browser().get('/search?q=skope')

    expect(text).toContain('Nothing here has “skope”.')
    expect(text).toContain('<a href="/search?q=scope" data-word="scope">')
  })

  test('every page leads there', async () => {
    for (const path of ['/', '/lessons', '/lessons/persons/who-comes-in', '/decisions'])
      expect([path, (await browser().get(path)).text]).toEqual([
        path,
        expect.stringMatching(/<a [^>]*href="\/search"/),
      ])
  })
})

describe('asked in JSON', () => {
  test('it tells the same, and no markup', async () => {
    const { query, total, results } = await told('q=registerUser')

    expect(query).toEqual({ q: 'registerUser', kind: null, tag: null, cut: false })
    expect(total).toBeGreaterThan(3)
    expect(results[0]).toMatchObject({
      ...{ kind: 'function', title: 'registerUser', crumb: 'Accounts' },
    })
    expect(results[0]?.href).toMatch(/^\/source\/src\/app\/accounts\/accounts\.ts#L\d+$/)
    expect(JSON.stringify(results)).not.toContain('<mark>')
  })
})

describe('whatever is asked', () => {
  test.for([
    ...[
      'q=<script>alert(1)</script>',
      'q="><img src=x onerror=alert(1)>',
      'q=%E2%80%AE%01',
      'q=%25',
    ],
    ...['q=__proto__', 'kind=__proto__', 'kind=constructor', 'tag=constructor', 'q[]=a&q[$ne]=b'],
    ...['q=a&q=b', 'q=%E2%80%AE', 'framed=<script>', `q=${'scope+'.repeat(300)}`, 'q='],
  ])('%s is answered, and written nowhere as markup', async (asked) => {
    const { status, text } = await browser().get(`/search?${asked}`)

    expect(status).toBe(200)
    // Between quotes it is a value, and no quote is left in one.
    expect(text.replaceAll(/="[^"]*"/g, '')).not.toMatch(/<script>alert|<img|onerror=alert\(1\)>/)
  })

  test('a question that is too long is refused, or cut', async () => {
    const { status } = await browser().get(`/search?q=${'a'.repeat(2_900)}`)
    expect([200, 400]).toContain(status)
    expect((await browser().get(`/search?q=${'a'.repeat(15_000)}`)).status).toBe(400)
    expect((await told(`q=${'scope%20'.repeat(60)}`)).query).toMatchObject({ cut: true })
  })

  test('the worst is answered in no time to speak of', async () => {
    await told('q=scope')
    const began = performance.now()
    for (let n = 0; n < 10; n += 1) await told(`q=in+er+re+an+st+es&tag=${n}`)

    // Ten of them; one alone takes some milliseconds.
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  test('nobody gets a sandbox by it, nor a trace', async () => {
    const reader = browser()
    await reader.get('/search?q=scope')

    expect(reader.cookies.has(VISITOR)).toBe(false)
    await reader.registerAndLogIn('ana@example.test')
    const before = (await reader.getJson('/sandbox/traces')).json.traces?.length
    await reader.get('/search?q=scope')
    expect((await reader.getJson('/sandbox/traces')).json.traces?.length).toBe(before)
  })

  test('nothing but looking is allowed', async () => {
    expect((await browser().post('/search', { q: 'scope' })).status).toBe(405)
  })
})

describe('the policy', () => {
  test('lets WebAssembly run in the search, and in no other page, asked before or after', async () => {
    const reader = browser()
    const policyOf = async (path: string) => (await reader.get(path)).headers.get(POLICY) ?? ''
    const elsewhere = await policyOf('/users/register')
    const search = await policyOf('/search?q=scope')

    expect(search).toContain("script-src 'self' 'wasm-unsafe-eval' ")
    expect(search).toContain("frame-ancestors 'self'")
    expect(search).not.toContain("'unsafe-eval'")
    for (const path of [
      '/users/register',
      '/as/ana/search',
      '/',
      '/progress',
      '/search/',
      '/nowhere',
    ])
      expect([path, await policyOf(path)]).toEqual([
        path,
        expect.not.stringMatching(/wasm|frame-ancestors 'self'/),
      ])
    expect(await policyOf('/users/register')).toBe(elsewhere)
  })

  test('has nobody else hold the search in a frame', async () => {
    const { headers } = await browser().get('/search?framed')
    const all = headers.get(POLICY)?.match(/frame-ancestors [^;,]*/g)

    expect(all).toEqual(["frame-ancestors 'self'"])
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  test('of pages that were built names no WebAssembly', () => {
    // A page of the source may quote it.
    const pages = globSync(`${client}/**/*.html`).filter((page) => !page.includes('/source/'))

    expect(pages.length).toBeGreaterThan(20)
    expect(pages.filter((page) => readFileSync(page, 'utf8').includes('wasm-unsafe'))).toEqual([])
  })
})

describe('what is found', () => {
  test('is there: each page, and each place on it', () => {
    const { records } = listRecords(new CourseReader(process.cwd(), TEST_COURSE))
    const wrong = records
      // The glossary has tests of its own.
      .filter(({ kind }) => kind !== 'term')
      .filter(({ href }) => {
        const [path = '', place] = href.split('#')
        const page = `${client}${path}.html`
        const html = existsSync(page) ? readFileSync(page, 'utf8') : null
        return html === null || (place !== undefined && !html.includes(`id="${place}"`))
      })

    expect(records.length).toBeGreaterThan(700)
    expect(wrong.map(({ href }) => href)).toEqual([])
  }, 60_000)
})

describe('the index for browsers', () => {
  const files = globSync(`${client}/pagefind/**/*`).map((file) => file.slice(client.length))

  test('is named by the page, kept for good, and without what Pagefind has besides', async () => {
    const { text } = await browser().get('/search')
    const address = /data-index="(?<address>\/pagefind\/[\da-f]{12}\/)"/.exec(text)?.groups?.address
    const { status, headers } = await browser().get(`${address}pagefind.js`, {
      'accept-encoding': 'br',
    })

    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(files.filter((file) => /-ui|highlight/.test(file))).toEqual([])
    expect(files.filter((file) => file.endsWith('.pf_fragment')).length).toBeGreaterThan(700)
  })
})

describe('a lesson that waits for its day', () => {
  let server: BuiltServer
  beforeAll(async () => {
    server = await startBuiltServer({ TEACHER_KEY: KEY })
  }, 60_000)
  afterAll(() => server.stop(), 60_000)

  test('is found by its teacher, and by nobody else', async () => {
    const teacher = new HttpBrowser(server.origin)
    await teacher.post('/teach', { secret: KEY })
    const lesson = /\/lessons\/\w+\/later-on/

    const { results } = await told('kind=lesson&q=later+on', teacher)
    expect(results.map(({ href }) => href)).toContainEqual(expect.stringMatching(lesson))
    expect(JSON.stringify(await told('kind=lesson&q=later+on'))).not.toMatch(lesson)
    // The index lacks it, so a teacher is answered by the server.
    expect((await teacher.get('/search')).text).not.toContain('data-index')
  })
})
