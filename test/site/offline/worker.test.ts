/** The worker as a browser runs it: its events, one after the other. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { basic, FakeCaches } from '../../support/fake-caches.ts'

const ORIGIN = 'https://course.example'
const LESSON = '/lessons/a/one'
const HTML = { 'content-type': 'text/html; charset=utf-8' }
const LESSON_PAGE = '<title>One · Course</title><body><form data-run="act.1">'
const POLICY = "frame-ancestors 'none'"

type Answer = () => Promise<Response>

let listeners: Map<string, (event: unknown) => void>
let caches: FakeCaches
let site: Map<string, Answer>
let asked: string[]
let isUnregistered: boolean

const page = (text: string, status = 200) => {
  const headers = { ...HTML, 'content-security-policy': POLICY, etag: `"${text}"` }
  return () => Promise.resolve(basic(text, status, headers))
}
const away = () => Promise.reject(new TypeError('Failed to fetch'))
const pathOf = (request: RequestInfo | URL) =>
  new URL(request instanceof Request ? request.url : String(request), ORIGIN).pathname

beforeEach(async () => {
  listeners = new Map()
  caches = new FakeCaches()
  asked = []
  isUnregistered = false
  const build = { id: 'b', code: [], page: '<h1>Not kept</h1><li>%lessons%</li>' }
  site = new Map<string, Answer>([
    [LESSON, page(LESSON_PAGE)],
    ['/recordings/a/one/act.1', page('recorded')],
    [
      '/offline.json',
      () =>
        Promise.resolve(basic(JSON.stringify(build), 200, { 'content-type': 'application/json' })),
    ],
  ])
  vi.stubGlobal('caches', caches)
  vi.stubGlobal('location', { origin: ORIGIN })
  vi.stubGlobal('fetch', (request: RequestInfo | URL) => {
    const path = pathOf(request)
    asked.push(path)
    return (site.get(path) ?? page('', 404))()
  })
  vi.stubGlobal('skipWaiting', () => Promise.resolve())
  vi.stubGlobal('addEventListener', (type: string, listener: (event: unknown) => void) =>
    listeners.set(type, listener),
  )
  const unregister = () => Promise.resolve((isUnregistered = true))
  vi.stubGlobal('registration', { unregister })
  vi.resetModules()
  await import('#site/offline/worker.ts')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function send(type: string, event: object): Promise<void> {
  const waits: Promise<unknown>[] = []
  listeners.get(type)!({ ...event, waitUntil: (wait: Promise<unknown>) => void waits.push(wait) })
  await Promise.all(waits)
}

const visit = (path: string) => send('message', { data: path })

/** What the worker answers; `null` where it leaves the request to the browser. */
async function ask(path: string, { method = 'GET', destination = 'document' } = {}) {
  const request = Object.defineProperty(new Request(ORIGIN + path, { method }), 'destination', {
    value: destination,
  })
  let answer: Promise<Response> | null = null
  await send('fetch', { request, respondWith: (its: Promise<Response>) => void (answer = its) })
  return answer as Promise<Response> | null
}

const textOf = async (answer: Response | null) => answer && answer.text()

describe('while the server answers', () => {
  test('its answers are passed on, also of a lesson that is kept', async () => {
    await visit(LESSON)
    site.set(LESSON, page('<body>changed'))

    expect(await textOf(await ask(LESSON))).toBe('<body>changed')
    expect(await textOf(await ask('/nowhere'))).toBe('')
  })

  test('nothing is kept of what goes by', async () => {
    await ask('/users/log-in')
    await ask(LESSON)

    expect(await caches.keys()).toEqual([])
  })

  test('what is no page is left to the browser', async () => {
    expect(await ask('/acts', { method: 'POST' })).toBeNull()
    expect(await ask('/sandbox/traces/newest', { destination: '' })).toBeNull()
    expect(asked).toEqual([])
  })

  test.for(['/users/log-in', '/sandbox', '/lessons/a/one?x', '//evil.test', 7, null])(
    'nobody can have %j kept',
    async (path) => {
      await visit(path as string)

      expect([asked, await caches.keys()]).toEqual([[], []])
    },
  )
})

describe('without an answer', () => {
  beforeEach(async () => {
    await visit(LESSON)
    for (const path of [LESSON, '/recordings/a/one/act.1', '/users/log-in', '/offline.json'])
      site.set(path, away)
  })

  test('a visited lesson is there, says that it is kept, and has the policy of before', async () => {
    const answer = (await ask(LESSON))!

    expect(answer.headers.get('content-security-policy')).toBe(POLICY)
    expect(await answer.text()).toMatch(/<body><p class="plain-http" role="status">You are offline/)
  })

  test('a recording is as it was, for a stage that asks for it', async () => {
    const asked = { destination: '' }

    expect(await textOf(await ask('/recordings/a/one/act.1', asked))).toBe('recorded')
  })

  test('any other page is one that lists what is kept', async () => {
    const answer = (await ask('/users/log-in'))!

    expect(answer.status).toBe(503)
    expect(await answer.text()).toBe('<h1>Not kept</h1><li><a href="/lessons/a/one">One</a></li>')
  })

  test('what a script asks for fails, as it would without a worker', async () => {
    site.set('/recordings/a/one/act.2', away)

    await expect(ask('/recordings/a/one/act.2', { destination: '' })).rejects.toThrow('fetch')
  })

  test.for([502, 503, 504])('a proxy that answers %i for it is no answer', async (status) => {
    site.set(LESSON, page('<body>Bad gateway', status))

    expect(await textOf(await ask(LESSON))).toContain('You are offline')
  })

  test.for([404, 410, 500])('an answer of %i is one', async (status) => {
    site.set(LESSON, page('<body>as it is', status))

    expect(await textOf(await ask(LESSON))).toBe('<body>as it is')
  })

  test('a server that says nothing for six seconds is away', async () => {
    vi.useFakeTimers()
    site.set(LESSON, () => new Promise(() => undefined))
    const answer = ask(LESSON)
    await vi.advanceTimersByTimeAsync(6_001)

    expect(await textOf(await answer)).toContain('You are offline')
  })

  test('what is kept stays when it cannot be asked for again', async () => {
    await visit(LESSON)

    expect(await textOf(await ask(LESSON))).toContain('You are offline')
  })
})

describe('a site that has taken it back', () => {
  beforeEach(async () => {
    await visit(LESSON)
    site.set('/offline.json', page('', 404))
  })

  test('is rid of it with the next lesson', async () => {
    await visit(LESSON)

    expect([isUnregistered, await caches.keys()]).toEqual([true, []])
    expect(await ask(LESSON)).toBeNull()
  })

  test('is rid of it within an hour of use, without a page that knows of it', async () => {
    await ask('/')
    expect(isUnregistered).toBe(false)
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61 * 60 * 1_000)
    await ask('/')

    expect([isUnregistered, await caches.keys()]).toEqual([true, []])
  })
})
