import { beforeEach, describe, expect, test } from 'vitest'
import { KeptLessons } from '#site/offline/kept-lessons.ts'
import { basic, FakeCaches } from '../../support/fake-caches.ts'

const HTML = 'text/html; charset=utf-8'
const lessonPage = (title: string, sheet = 'site.a.css') =>
  `<title>${title} · Course</title><link href="/_astro/${sheet}"><form data-run="act.1"><form data-run="act.2">`

type Served = readonly [text: string, type: string, status?: number]

let site: Map<string, Served>
let asked: [string, RequestInit | undefined][]
let caches: FakeCaches
let now: number
let kept: KeptLessons
/** Here the connection breaks. */
let broken: string | null

function build(id: string, code = ['/_astro/Base.a.js']) {
  site.set('/offline.json', [
    JSON.stringify({ id, code, page: '<ul><li>%lessons%</li></ul>' }),
    'application/json',
  ])
}

beforeEach(() => {
  asked = []
  broken = null
  now = 1
  site = new Map<string, Served>([
    ['/lessons/a/one', [lessonPage('One'), HTML]],
    ['/lessons/a/two', [lessonPage('Two'), HTML]],
    ['/recordings/a/one/act.1', ['<link href="/_astro/recording.r.css">', HTML]],
    ['/recordings/a/two/act.1', ['recorded', HTML]],
    ...['/_astro/site.a.css', '/_astro/site.b.css', '/_astro/recording.r.css'].map(
      (path) => [path, ['css', 'text/css']] as const,
    ),
    ...['/_astro/Base.a.js', '/_astro/Base.b.js', '/theme.js'].map(
      (path) => [path, ['js', 'text/javascript']] as const,
    ),
  ])
  build('first')
  caches = new FakeCaches()
  const fetch = (path: string, init?: RequestInit) => {
    asked.push([path, init])
    if (path === broken) return Promise.reject(new TypeError('Failed to fetch'))
    const [text, type, status = 200] = site.get(path) ?? ['', HTML, 404]
    return Promise.resolve(basic(text, status, { 'content-type': type, etag: `"${text.length}"` }))
  }
  kept = new KeptLessons({
    caches: caches as unknown as CacheStorage,
    fetch: fetch as typeof globalThis.fetch,
    now: () => now++,
  })
})

const textOf = async (path: string) => (await kept.match(path))?.text()
const titles = async () => (await kept.list()).map(({ title }) => title)

describe('a visited lesson', () => {
  test('is kept with its sheets, the recordings of its steps and what those need', async () => {
    expect(await kept.keep('/lessons/a/one')).toBe(true)

    expect(await textOf('/lessons/a/one')).toBe(lessonPage('One'))
    for (const path of [
      ...['/_astro/site.a.css', '/recordings/a/one/act.1', '/_astro/recording.r.css'],
      ...['/_astro/Base.a.js', '/theme.js'],
    ])
      expect([path, await textOf(path)]).not.toEqual([path, undefined])
    // Of this one there is no recording.
    expect(await textOf('/recordings/a/one/act.2')).toBeUndefined()
    expect(await titles()).toEqual(['One'])
  })

  test('is asked for as nobody, and so is all that belongs to it', async () => {
    await kept.keep('/lessons/a/one')

    expect(asked.length).toBeGreaterThan(5)
    for (const [path, init] of asked) {
      expect([path, init]).toEqual([path, { credentials: 'omit', cache: 'no-cache' }])
      expect(path).toMatch(/^\/(?:lessons|recordings|_astro)\/|^\/(?:offline\.json|theme\.js|fav)/)
    }
  })

  test('that has not changed is asked for once', async () => {
    await kept.keep('/lessons/a/one')
    asked.length = 0

    await kept.keep('/lessons/a/one')

    expect(asked.map(([path]) => path)).toEqual(['/offline.json', '/lessons/a/one'])
  })

  test('of which the connection broke something off is asked for again', async () => {
    broken = '/recordings/a/one/act.1'
    await kept.keep('/lessons/a/one')
    expect([await titles(), await textOf(broken)]).toEqual([['One'], undefined])
    const path = broken
    broken = null

    await kept.keep('/lessons/a/one')

    expect(await textOf(path)).toBeDefined()
  })

  test('that has changed is kept as it is now, without what it needs no more', async () => {
    await kept.keep('/lessons/a/one')
    site.set('/lessons/a/one', [lessonPage('One, again', 'site.b.css'), HTML])

    await kept.keep('/lessons/a/one')

    expect(await titles()).toEqual(['One, again'])
    expect(await textOf('/_astro/site.b.css')).toBe('css')
    expect(await textOf('/_astro/site.a.css')).toBeUndefined()
  })

  test.for([403, 404, 410])('that is answered %i is let go', async (status) => {
    await kept.keep('/lessons/a/one')
    site.set('/lessons/a/one', ['', HTML, status])

    await kept.keep('/lessons/a/one')

    expect(await titles()).toEqual([])
    expect(await textOf('/recordings/a/one/act.1')).toBeUndefined()
  })

  test('stays while the server is broken', async () => {
    await kept.keep('/lessons/a/one')
    site.set('/lessons/a/one', ['', HTML, 500])

    await kept.keep('/lessons/a/one')

    expect(await titles()).toEqual(['One'])
  })
})

describe('a new build', () => {
  test('renews a lesson that is kept of the one before, and leaves nothing of that', async () => {
    await kept.keep('/lessons/a/one')
    build('second', ['/_astro/Base.b.js'])
    site.set('/lessons/a/one', [lessonPage('One, again'), HTML])

    await kept.keep('/lessons/a/two')

    expect(await titles()).toEqual(['Two', 'One, again'])
    expect([...caches.all.keys()].filter((name) => name.includes('code'))).toEqual([
      'glasshouse-1 code second',
    ])
    expect(await textOf('/_astro/Base.a.js')).toBeUndefined()
  })

  test('of another form lets go of all that was kept, and of nobody else’s', async () => {
    for (const name of ['glasshouse-0 lesson /lessons/a/b', 'glasshouse-1 code x', 'another'])
      await caches.open(name)

    await kept.tidy()

    expect(await caches.keys()).toEqual(['glasshouse-1 code x', 'another'])
  })
})

describe('a site that serves this no more', () => {
  test.for([
    ['has no such file', ['', HTML, 404]],
    ['is another site', ['<h1>Hello', HTML, 200]],
  ] as const)('because it %s is found out by whoever keeps a lesson', async ([, answer]) => {
    site.set('/offline.json', answer)

    expect(await kept.isTakenBack()).toBe(true)
    expect(await kept.keep('/lessons/a/one')).toBe(false)
    expect(await titles()).toEqual([])
  })

  test('is not one that is broken', async () => {
    site.set('/offline.json', ['', HTML, 500])

    expect(await kept.isTakenBack()).toBe(false)
  })
})

test('all of it can be let go', async () => {
  await kept.keep('/lessons/a/one')
  await kept.dropAll()

  expect(await caches.keys()).toEqual([])
})
