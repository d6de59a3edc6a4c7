import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

interface LiveAnswer {
  readonly live: {
    readonly id: string
    readonly version: number
    readonly view: string
    readonly shown: Record<string, unknown>
  }
  readonly location: string | null
}

const live = ({ json }: { json: unknown }) => json as LiveAnswer

async function loggedIn(email = 'ana@example.test'): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn(email)
  return browser
}

const join = async (browser: HttpBrowser, path = '/guess', base = '') =>
  live(await browser.postForJson(`${base}/live`, { path }))

/** The stream of a browser, and what it has said of live pages so far. */
async function openStream(browser: HttpBrowser) {
  const abort = new AbortController()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { signal } = abort
  const response = await fetch(`${browser.origin}/sandbox/events`, { headers: { cookie }, signal })
  const said: { channel: string; type: string; data: Record<string, unknown> }[] = []
  const read = async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
      for (const [, json] of chunk.matchAll(/^data: (?<json>.+)$/gm))
        said.push(JSON.parse(json!) as (typeof said)[number])
  }
  const reading = read().catch(() => undefined)
  const close = async () => {
    abort.abort()
    await reading
  }
  return { said, close }
}

describe('/users/register', () => {
  test('connects for nobody who is logged in', async () => {
    const visitor = await join(new HttpBrowser(), '/users/register')
    const user = await join(await loggedIn(), '/users/register')

    expect([visitor.live.view, visitor.location]).toEqual(['registration', null])
    expect([user.live, user.location]).toEqual([undefined, '/'])
  })
})

describe('the form of a score', () => {
  test('connects for whoever may fill it in, and is checked', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'club' })
    const typed = { _event: 'validate', 'score[points]': '11', 'score[_unused_guesses]': '' }
    const org = '/organizations/glass-works/scores'

    for (const path of ['/scores/new', '/scores/1/edit', `${org}/new`, `${org}/3/edit`]) {
      const { live: page } = await join(browser, path, '/as/ana')
      expect([path, page.view]).toEqual([path, 'score-form'])
      const asked = await browser.postForJson(`/as/ana/live/${page.id}`, typed)
      expect(live(asked).live.shown['errors']).toMatchObject([
        { field: 'points', message: 'must be less than or equal to 10' },
      ])
    }
    for (const path of ['/scores/1/edit', `${org}/3/edit`])
      expect((await browser.post('/as/bo/live', { path })).status).toBe(404)
  })
})

test('what an open page does by itself does not come between an act and its page', async () => {
  const browser = await loggedIn()
  const { live: page } = await join(browser, '/scores/new')

  const { headers } = await browser.post('/scores/new', {
    ...{ 'score[points]': '9', 'score[guesses]': '2' },
  })
  const late = { _event: 'validate', 'score[points]': '9' }
  await browser.postForJson(`/live/${page.id}`, late)
  const { text } = await browser.get(headers.get('location') ?? '', { accept: 'text/html' })

  expect(text).toMatch(/class="strip-title clip"[^>]*>\s*POST \/scores\/new\s*</)
})

describe('/guess', () => {
  test('is for those who are logged in', async () => {
    const { status, headers } = await new HttpBrowser().get('/guess')

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
  })

  test('reuses the scope of the plug for the first sight, and looks once more to connect', async () => {
    const browser = await loggedIn()
    const lookups = (steps: readonly { name: string }[]) =>
      steps.filter(({ name }) => name === 'Accounts.getUserBySessionToken').length
    const assignNew = (steps: readonly { name: string; outcome: string }[]) =>
      steps.find(({ name }) => name === 'assignNew')?.outcome

    const { trace: seen } = (await browser.getJson('/guess')).json
    const { trace: joined } = (await browser.postForJson('/live', { path: '/guess' })).json

    expect([lookups(seen!.steps), assignNew(seen!.steps)]).toEqual([1, 'skip'])
    expect([lookups(joined!.steps), assignNew(joined!.steps)]).toEqual([1, 'ok'])
    expect(joined!.title).toBe('GuessLive, connected')
  })

  test('is played without JavaScript, each guess a form post', async () => {
    const browser = await loggedIn()
    let path = '/guess'
    let correct: unknown = false
    for (let number = 1; number <= 10 && correct === false; number += 1) {
      const id = /[?&]live=(?<id>[\w-]+)/.exec(path)?.groups?.id ?? ''
      const fields = { _event: 'guess', _live: id, number: String(number) }
      const { status, headers } = await browser.post('/guess', fields)
      expect(status).toBe(303)
      path = headers.get('location')!
      const page = live(await browser.getJson(path))
      expect(page.live).toMatchObject({ view: 'guess', shown: { email: 'ana@example.test' } })
      correct = page.live.shown.correct
      expect((await browser.get(path)).text).toContain(`name="_live" value="${page.live.id}"`)
    }

    expect(correct).toBe(true)
  })

  test.for([
    [{ number: '3' }, 422],
    [{ _event: 'win' }, 422],
    [{ _event: 'constructor' }, 422],
    [{ _event: '' }, 422],
  ] as const)('refuses %j', async ([fields, status]) => {
    expect((await (await loggedIn()).post('/guess', fields)).status).toBe(status)
  })
})

describe('a connected page', () => {
  test('takes events, and says which version it is at', async () => {
    const browser = await loggedIn()
    const { live: page } = await join(browser)

    const after = live(
      await browser.postForJson(`/live/${page.id}`, { _event: 'guess', number: '1' }),
    )

    expect([page.version, after.live.version]).toEqual([1, 2])
    expect(after.live.shown.message).toMatch(/^Your guess: 1\. /)
    expect(live(await browser.getJson(`/live/${page.id}`)).live).toEqual(after.live)
  })

  test('is nothing to another visitor, another persona, or a visitor who guesses', async () => {
    const browser = await loggedIn()
    const { live: page } = await join(browser)
    const other = await loggedIn('bo@example.test')
    const event = { _event: 'guess', number: '1' }

    for (const [who, path] of [
      [other, `/live/${page.id}`],
      [browser, `/as/bo/live/${page.id}`],
      [new HttpBrowser(), `/live/${page.id}`],
      [browser, `/live/${'a'.repeat(22)}`],
      [browser, '/live/constructor'],
    ] as const) {
      expect((await who.post(path, event)).status, path).toBe(410)
      expect((await who.get(path)).status, path).toBe(410)
    }
    expect(live(await browser.getJson(`/live/${page.id}`)).live.version).toBe(1)
  })

  test('cannot be opened by somebody who is not logged in', async () => {
    for (const browser of [new HttpBrowser(), (await loggedIn()).sibling()]) {
      const answer = await browser.post('/live', { path: '/guess' })
      expect(answer.text).toMatch(/target="go">\s*<a href="\/users\/log-in"/)
      expect(answer.text).not.toContain('target="live"')
      expect((await browser.getJson('/users/log-in')).json.flash.error).toBe(
        'You must log in to access this page.',
      )
    }
  })

  test('of the settings is for sudo mode', async () => {
    const browser = await loggedIn()
    expect((await join(browser, '/users/settings')).live.view).toBe('settings')
    await browser.advance('11m')

    const { location } = await join(browser, '/users/settings')

    expect(location).toBe('/users/log-in')
    expect((await browser.getJson('/users/log-in')).json.flash.error).toBe(
      'You must re-authenticate to access this page.',
    )
  })

  test('of settings that were opened in time connects for as long as their forms are taken', async () => {
    const browser = await loggedIn()
    const { text } = await browser.get('/users/settings')
    const [, admission = ''] = /data-admission="(?<said>[\w-]{43})"/.exec(text) ?? []
    const connect = async (path: string, admission_token: string, who = browser) =>
      live(await who.postForJson('/live', { path, admission_token }))
    const settings = '/users/settings'

    for (const span of ['11m', '8m']) {
      await browser.advance(span)
      expect((await connect(settings, admission)).live.view).toBe('settings')
    }

    // It is a word for this page and this session alone.
    expect((await connect(settings, `${admission.slice(1)}A`)).location).toBe('/users/log-in')
    const other = browser.sibling()
    await other.logIn('ana@example.test')
    await other.advance('11m')
    expect((await connect(settings, admission, other)).location).toBe('/users/log-in')
    expect((await connect(settings, admission)).location).toBe('/users/log-in')
  })

  test.for(['', '/', '/users/log-in', '//guess', 'https://elsewhere.example/guess', 'guess'])(
    'is refused at %j',
    async (path) => {
      expect((await (await loggedIn()).post('/live', { path })).status).toBe(404)
    },
  )

  test('makes neither a visitor nor a sandbox', async () => {
    const browser = new HttpBrowser()

    const { live: page } = await join(browser, '/users/register')
    const user = { 'user[email]': 'nobody' }
    const after = live(
      await browser.postForJson(`/live/${page.id}`, { _event: 'validate', ...user }),
    )

    expect(after.live.shown.errors).toMatchObject([{ field: 'email' }])
    expect([...browser.cookies.keys()]).toEqual([])
  })

  test('does not count as the last request, and takes one place among the traces', async () => {
    const browser = await loggedIn()
    const { live: page } = await join(browser, '/users/settings')
    const before = (await browser.getJson('/sandbox/traces')).json.traces!.length
    for (const email of ['a', 'ab', 'ab@c'])
      await browser.post(`/live/${page.id}`, { _event: 'validate_email', 'user[email]': email })

    const traces = (await browser.getJson('/sandbox/traces')).json.traces!
    expect([traces.length - before, traces[0]!.title]).toEqual([
      1,
      'UserSettingsLive, event validate_email',
    ])
    expect((await browser.get('/sandbox/tables')).text).not.toContain('validate_email')
  })
})

describe('a list of scores that is open', () => {
  test('changes when a score is saved, in another tab too, and not for anybody else', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'two-people' })
    const alice = await join(browser, '/scores', '/as/ana')
    const bob = await join(browser, '/scores', '/as/bo')
    const { said, close } = await openStream(browser)
    await expect.poll(() => said.map(({ type }) => type)).toContain('ping')

    await browser.post('/as/ana/scores/new', { 'score[points]': '7', 'score[guesses]': '4' })

    const heard = () => said.filter(({ channel }) => channel === 'live')
    await expect
      .poll(heard)
      .toEqual([
        expect.objectContaining({ type: 'changed', data: { id: alice.live.id, version: 2 } }),
      ])
    const scoresIn = async (path: string) => live(await browser.getJson(path)).live.shown.scores
    expect(await scoresIn(`/as/ana/live/${alice.live.id}`)).toMatchObject([{ points: 7 }])
    expect(await scoresIn(`/as/bo/live/${bob.live.id}`)).toEqual([])
    await close()
  })

  test('of an organization is for its members, and changes for all of them', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'club' })
    const [path, other] = await Promise.all(
      [0, 1].map(async (index) => {
        const { json } = await browser.getJson('/as/ana/organizations')
        return `/organizations/${json.organizations![index]!.slug}/scores`
      }),
    )
    const statuses = await Promise.all(
      [path!, other!].map(
        async (each) => (await browser.post('/as/bo/live', { path: each })).status,
      ),
    )
    expect(statuses.toSorted()).toEqual([200, 404])
    const shared = statuses[0] === 200 ? path! : other!
    const bob = await join(browser, shared, '/as/bo')

    await browser.post(`/as/ana${shared}/new`, { 'score[points]': '7', 'score[guesses]': '4' })

    const pointsNow = async () => {
      const list = live(await browser.getJson(`/as/bo/live/${bob.live.id}`)).live.shown.scores
      return (list as { points: number; by: string | null }[])[0]
    }
    await expect.poll(pointsNow).toMatchObject({ points: 7, by: 'ana@example.test' })
  })
})

describe('the end of a session', () => {
  test.for([
    ['a log-out', (browser: HttpBrowser) => browser.send('delete', '/users/log-out')],
    [
      'a log-out everywhere',
      (browser: HttpBrowser) => browser.send('delete', '/users/settings/sessions', { all: 'true' }),
    ],
    [
      'a new password',
      (browser: HttpBrowser) =>
        browser.send('put', '/users/settings', {
          action: 'update_password',
          'user[password]': 'correct horse battery',
          'user[password_confirmation]': 'correct horse battery',
        }),
    ],
    ['another log-in', (browser: HttpBrowser) => browser.logIn('ana@example.test')],
  ] as const)('by %s disconnects its pages at once', async ([, end]) => {
    const browser = await loggedIn()
    const { live: page } = await join(browser)
    const { said, close } = await openStream(browser)

    await end(browser)

    const heard = () => said.filter(({ channel }) => channel === 'live')
    await expect.poll(heard).toMatchObject([{ type: 'disconnected', data: { id: page.id } }])
    expect((await browser.get(`/live/${page.id}`)).status).toBe(410)
    await close()
  })

  test('from another browser disconnects as well, and leaves the others', async () => {
    const here = await loggedIn()
    const there = here.sibling()
    await there.logIn('ana@example.test')
    const pages = [await join(here), await join(there)]

    await here.send('delete', '/users/settings/sessions', { others: 'true' })

    const statuses = async () => [
      (await here.get(`/live/${pages[0]!.live.id}`)).status,
      (await there.get(`/live/${pages[1]!.live.id}`)).status,
    ]
    expect(await statuses()).toEqual([200, 410])
  })

  test('of a persona leaves the pages of the others', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'two-people' })
    const alice = await join(browser, '/guess', '/as/ana')
    const bob = await join(browser, '/guess', '/as/bo')

    await browser.send('delete', '/as/ana/users/log-out')

    expect((await browser.get(`/as/ana/live/${alice.live.id}`)).status).toBe(410)
    expect((await browser.get(`/as/bo/live/${bob.live.id}`)).status).toBe(200)
  })

  test('is the end of every page when the clock goes on, or the sandbox is reset', async () => {
    for (const [path, fields] of [
      ['/sandbox/clock', { advance: '15m' }],
      ['/sandbox/reset', {}],
    ] as const) {
      const browser = await loggedIn()
      const { live: page } = await join(browser)

      await browser.post(path, fields)

      expect((await browser.get(`/live/${page.id}`)).status, path).toBe(410)
    }
  })
})

describe('the heartbeat', () => {
  test('says which pages are open, and at which version', async () => {
    const browser = await loggedIn()
    const { live: page } = await join(browser)
    await browser.post(`/live/${page.id}`, { _event: 'guess', number: '1' })
    const { said, close } = await openStream(browser)
    await expect.poll(() => said.map(({ type }) => type)).toContain('ping')
    const stream = String(said.find(({ type }) => type === 'ping')!.data.stream)

    const pong = await browser.post('/sandbox/events', { stream, live: `${page.id},unknown` })

    expect(pong.json).toEqual({ live: { [page.id]: 2 } })
    const other = await loggedIn('bo@example.test')
    expect((await other.post('/sandbox/events', { live: page.id })).json).toEqual({ live: {} })
    await close()
  })

  test('lets go of a page that was left, and of no other visitor’s', async () => {
    const browser = await loggedIn()
    const { live: page } = await join(browser)
    const other = await loggedIn('bo@example.test')

    await other.post('/sandbox/events', { left: page.id })
    expect((await browser.get(`/live/${page.id}`)).status).toBe(200)
    await browser.post('/sandbox/events', { left: page.id })
    expect((await browser.get(`/live/${page.id}`)).status).toBe(410)
  })

  test('is nothing to a browser that is nobody', async () => {
    expect((await new HttpBrowser().post('/sandbox/events', { live: 'a' })).status).toBe(204)
  })
})
