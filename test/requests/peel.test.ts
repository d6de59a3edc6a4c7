import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo, type Answer } from '../support/http-browser.ts'

const ANA = { 'user[email]': 'ana@example.test' }
const ASKS = 'changeset.email.unsafe_unique'
const WORDS = 'changeset.email.unique_constraint'
const INDEX = 'constraint.users_email_index'

interface PeelFacts {
  readonly without: readonly string[]
  readonly layers: readonly { tag: string; name: string; floor: string; on: boolean }[]
  readonly breaking: readonly { constraint: string; table: string; rows: readonly number[] }[]
  readonly sql: readonly string[]
}

const facts = async (browser: HttpBrowser) =>
  (await browser.getJson('/labs/peel')).json as unknown as PeelFacts
const peel = (browser: HttpBrowser, ...tags: readonly string[]) =>
  browser.post('/labs/peel', { without: tags.join(' ') })
/** A form, asked by a program. */
const send = (browser: HttpBrowser, path: string, fields: Readonly<Record<string, string>>) =>
  browser.post(path, fields, { accept: 'application/json' })
const register = (browser: HttpBrowser, fields: Readonly<Record<string, string>> = ANA) =>
  send(browser, '/users/register', fields)
const rows = async (browser: HttpBrowser) => {
  const { json } = await browser.getJson('/sandbox/tables/users')
  return (json as unknown as { table: { row_count: number } }).table.row_count
}
const outcomes = ({ json }: Answer, start: string) =>
  Object.fromEntries(
    (json.trace?.steps ?? [])
      .filter(({ tag }) => tag.startsWith(start))
      .map(({ tag, outcome, detail }) => [tag, outcome === 'skip' ? detail : outcome]),
  )

describe('GET /labs/peel', () => {
  test('shows every layer to a visitor who has done nothing, all on, and makes nothing', async () => {
    const browser = new HttpBrowser()

    const { status, text, headers } = await browser.get('/labs/peel')

    expect(status).toBe(200)
    expect(headers.getSetCookie()).toEqual([])
    expect(text.match(/role="switch"/g)?.length).toBeGreaterThan(60)
    expect(text).not.toContain('aria-checked="false"')
    const { without, layers } = await facts(browser)
    expect(without).toEqual([])
    expect(layers.every(({ on }) => on)).toBe(true)
  })

  test('stands among the labs', async () => {
    const { text } = await new HttpBrowser().get('/labs')

    expect(text).toContain('href="/labs/peel"')
  })
})

describe('the same input, layer after layer', () => {
  test('is refused by the question, the index, and then by nobody', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    const first = await register(browser)
    expect([first.status, first.json.changeset?.errors[0]?.validation]).toEqual([
      422,
      'unsafe_unique',
    ])

    await peel(browser, ASKS)
    const second = await register(browser)
    expect([second.status, second.json.changeset?.errors[0]?.validation]).toEqual([422, 'unique'])
    expect(outcomes(second, ASKS)).toEqual({ [ASKS]: 'switched off by you' })

    await peel(browser, INDEX)
    const third = await register(browser)
    expect(third.status).toBe(200)
    expect(outcomes(third, 'constraint.')).toEqual({ [INDEX]: 'switched off by you' })
    expect(await rows(browser)).toBe(2)
    expect((await facts(browser)).sql.join()).toContain('drop index "users_email_index"')

    const back = await browser.post('/labs/peel', { back: 'all' })
    expect([back.status, ledTo(back)]).toEqual([303, '/labs/peel'])
    expect(await rows(browser)).toBe(1)
    expect((await register(browser)).status).toBe(422)
  })

  test('is refused by an index for which nobody has words', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    await peel(browser, ASKS, WORDS)

    const { status, text } = await browser.post('/users/register', ANA)

    expect(status).toBe(500)
    expect(text).not.toContain('users_email_index')
    expect(await rows(browser)).toBe(1)
  })
})

describe('each kind of layer', () => {
  test('a rule lets through what the table refuses', async () => {
    const browser = new HttpBrowser()
    await peel(browser, 'changeset.email.format')

    expect((await register(browser, { 'user[email]': 'nonsense' })).status).toBe(500)
    await peel(browser, 'constraint.users_email_check')
    expect((await register(browser, { 'user[email]': 'nonsense' })).status).toBe(200)
  })

  test('a guard lets somebody in who is nobody', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    expect(ledTo(await browser.get('/organizations'))).toBe('/users/log-in')

    await peel(browser, 'plug.requireAuthenticatedUser')

    expect((await browser.get('/organizations')).status).toBe(500)
  })

  test('sudo mode is asked of nobody', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.post('/sandbox/clock', { advance: '1h' })
    expect(ledTo(await browser.get('/users/settings'))).toBe('/users/log-in')

    await peel(browser, 'plug.requireSudoMode', 'live.onMount.requireSudoMode')

    expect((await browser.get('/users/settings')).status).toBe(200)
  })

  test('without fetchCurrentScope there is no scope, and whoever reads it fails', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await peel(browser, 'plug.fetchCurrentScope')

    expect((await browser.get('/scores')).status).toBe(500)
    // The glass around the app is never bent: the way back is there.
    expect((await browser.get('/labs/peel')).status).toBe(200)
    await browser.post('/labs/peel', { back: 'all' })
    expect((await browser.get('/scores')).status).toBe(200)
  })

  test('without fetchFlash nothing is said, until it is back', async () => {
    const browser = new HttpBrowser()
    await peel(browser, 'plug.fetchFlash')
    await browser.post('/users/register', ANA)

    const { text } = await browser.get('/users/log-in')

    expect(text).not.toContain('An email was sent')
  })

  test('without the filter of a scope somebody else’s rows come, and the trace says leaked', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'a-score-each' })
    const before = (await browser.getJson('/as/bo/scores')).json.scores ?? []

    await peel(browser, 'scope.ownedBy')

    const after = (await browser.getJson('/as/bo/scores')).json
    expect(after.scores?.length).toBeGreaterThan(before.length)
    const sql = after.trace?.steps.filter(({ tag }) => tag === 'sql.select.scores') ?? []
    expect(sql.some(({ data }) => (data['strangers'] as unknown[] | undefined)?.length)).toBe(true)
  })

  test('a column takes nothing, and the row is there although the page broke', async () => {
    const browser = new HttpBrowser()
    await peel(browser, 'changeset.email.required', 'constraint.users_email_not_null')

    // There is no address to send a mail to.
    expect((await register(browser, {})).status).toBe(500)
    expect(await rows(browser)).toBe(1)
  })
})

describe('POST /labs/peel', () => {
  test.for([
    [{}, 'Say what is switched'],
    [{ without: '' }, 'Say what is switched'],
    [{ without: 'plug.fetchSandbox' }, 'is no layer that can be switched off'],
    [{ without: 'plug.fetchSandboxOfPage' }, 'is no layer that can be switched off'],
    [{ without: 'limit.resets' }, 'is no layer that can be switched off'],
    [{ without: 'request.origin' }, 'is no layer that can be switched off'],
    [{ without: 'changeset.password.hash' }, 'is no layer that can be switched off'],
    [{ without: 'constraint.users_tokens_user_id_fkey' }, 'is no layer that can be switched off'],
    [{ without: 'constraint.visitors_token_hash_index' }, 'is no layer that can be switched off'],
    [{ without: `${INDEX} nonsense` }, 'is no layer that can be switched off'],
    [{ without: 'constraint.x"; drop table users; --' }, 'is no layer that can be switched off'],
    [{ with: '__proto__' }, 'is no layer that can be switched off'],
    [{ 'without[]': INDEX }, 'Say what is switched'],
    [{ without: `${'a '.repeat(300)}` }, 'Say what is switched'],
    [{ back: 'some' }, 'Say what is switched'],
  ] as const)('answers %o with a sentence, and changes nothing', async ([fields, sentence]) => {
    const browser = new HttpBrowser()
    await register(browser)

    const { status, json } = await send(browser, '/labs/peel', fields)

    expect(status).toBe(422)
    expect(json.error).toContain(sentence)
    expect((await facts(browser)).without).toEqual([])
    expect((await register(browser)).status).toBe(422)
  })

  test('from another site is refused, whatever is off', async () => {
    const browser = new HttpBrowser()
    await peel(browser, INDEX)

    const { status } = await browser.post(
      '/labs/peel',
      { back: 'all' },
      { origin: 'https://x.example' },
    )

    expect(status).toBe(403)
    expect((await facts(browser)).without).toEqual([INDEX])
  })

  test('a GET switches nothing', async () => {
    const browser = new HttpBrowser()
    await register(browser)

    await browser.get(`/labs/peel?without=${INDEX}&back=all`)

    expect((await facts(browser)).without).toEqual([])
  })

  test('names the rows that stand in the way, offers the snapshot, and deletes what is named', async () => {
    const browser = new HttpBrowser()
    await peel(browser, ASKS, INDEX)
    await register(browser)
    await register(browser)

    const refused = await browser.post('/labs/peel', { with: INDEX })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('users 2 would not have been let in')
    expect(refused.text).toContain('Delete users 2, and switch it on')
    expect(refused.text).toContain('Put all back, from the snapshot')
    expect((await facts(browser)).without).toEqual([ASKS, INDEX])

    await browser.post('/labs/peel', { with: INDEX, rows: 'delete' })
    expect((await facts(browser)).without).toEqual([ASKS])
    expect(await rows(browser)).toBe(1)
  })
})

describe('the switches of a sandbox', () => {
  test('stand in a banner on every page of it, with one press that puts all back', async () => {
    const browser = new HttpBrowser()
    await peel(browser, ASKS, INDEX)

    for (const path of ['/users/register', '/sandbox/tables', '/labs/peel', '/sandbox']) {
      const { text } = await browser.get(path)
      expect(text).toContain('Off in your sandbox:')
      expect(text).toContain('<strong>users_email_index</strong>')
      expect(text).toContain('Put all back')
    }
  })

  test('are nobody else’s: a second visitor sees what a quiet run sees', async () => {
    const [quiet, other, peeling] = [new HttpBrowser(), new HttpBrowser(), new HttpBrowser()]
    const seen = async (browser: HttpBrowser) => {
      const answers = [
        await register(browser),
        await register(browser),
        await register(browser, {}),
      ]
      return answers.map(({ status, json }) => ({
        status,
        errors: json.changeset?.errors,
        steps: json.trace?.steps.map(({ tag, outcome, detail }) => [tag, outcome, detail]),
      }))
    }
    const before = await seen(quiet)
    const { layers } = await facts(peeling)
    await peel(peeling, ...layers.map(({ tag }) => tag))

    const [meanwhile] = await Promise.all([
      seen(other),
      ...[1, 2, 3, 4].map(() => register(peeling)),
      peeling.post('/labs/peel', { back: 'all' }),
    ])

    expect(meanwhile).toEqual(before)
    expect(await rows(other)).toBe(1)
    expect((await facts(other)).without).toEqual([])
  })

  test('go with a reset of everything', async () => {
    const browser = new HttpBrowser()
    await peel(browser, INDEX)

    await browser.post('/sandbox/reset')

    expect((await facts(browser)).without).toEqual([])
  })

  test('stay when the start of an act is entered, in its tables as well', async () => {
    const browser = new HttpBrowser()
    await peel(browser, ASKS, INDEX)

    await browser.post('/acts', { act: 'bo-goes-down', step: '1' })

    expect((await facts(browser)).without).toEqual([ASKS, INDEX])
    const { text } = await browser.get('/sandbox/tables/users')
    expect(text).not.toContain('create unique index')
  })

  test('come back with a sandbox that is put back', async () => {
    const browser = new HttpBrowser()
    await peel(browser, ASKS, INDEX)
    await browser.post('/sandbox/reset')
    expect((await facts(browser)).without).toEqual([])

    await browser.post('/sandbox/undo')

    expect((await facts(browser)).without).toEqual([ASKS, INDEX])
    await register(browser)
    expect((await register(browser)).status).toBe(200)
    await browser.post('/labs/peel', { back: 'all' })
    expect(await rows(browser)).toBe(0)
  })

  test('keep a run from marking what was said, until all is back', async () => {
    const browser = new HttpBrowser()
    const lesson = { _lesson: 'tables/one-row-each' }
    const [demo, question] = ['three-ways-in', 'an-index-without-words']
    const run = () => send(browser, '/acts', { act: demo, step: '1', ...lesson })
    const found = async () => {
      const { progress } = (await browser.getJson('/progress')).json
      return progress?.predictions.map((one) => (one as { found: string | null }).found)
    }
    await browser.post('/predictions', { demo, question, answer: '303', ...lesson })
    await peel(browser, 'plug.fetchFlash')

    await run()
    expect(await found()).toEqual([null])

    await browser.post('/labs/peel', { back: 'all' })
    await run()
    expect(await found()).toEqual(['500'])
  })

  test('are taken from tables that a migration makes anew', async () => {
    const browser = new HttpBrowser()
    await peel(browser, 'constraint.scores_points_check')
    await browser.post('/sandbox/migrations', { direction: 'down' })
    await browser.post('/sandbox/migrations', { direction: 'latest' })

    const { text } = await browser.get('/sandbox/tables/scores')

    expect(text).toContain('constraint &quot;scores_guesses_check')
    expect(text).not.toContain('constraint &quot;scores_points_check')
  })
})

describe('what is done otherwise', () => {
  const GUARDS_FIRST = 'order.guards-first'

  test('the guards of a route before what they stand on tell that there is no scope yet', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    expect((await browser.get('/scores')).status).toBe(200)

    await browser.post('/labs/peel', { order: 'guards-first' })
    const { json, status } = await browser.getJson('/scores')
    expect(status).toBe(500)
    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const { id } = traces.find(({ title }) => title === 'GET /scores')!
    const trace = (await browser.getJson(`/sandbox/traces/${id}`)).json.trace!
    const [guard] = trace.steps.filter(({ tag }) => tag === 'plug.requireAuthenticatedUser')
    expect([guard?.outcome, json.ok]).toEqual(['error', false])
    expect(trace.steps.some(({ tag }) => tag === 'plug.fetchCurrentScope')).toBe(false)
    expect((await facts(browser)).without).toEqual([GUARDS_FIRST])
    // On a stage the reader sees what broke, as any other answer.
    const answer = await browser.get('/scores', { 'glasshouse-fragment': 'stage' })
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('data-tag="plug.requireAuthenticatedUser"')

    await browser.post('/labs/peel', { order: 'usual' })
    expect((await browser.get('/scores')).status).toBe(200)
  })

  test('a foreign key has the rule that is said, in the table and in the banner', async () => {
    const browser = new HttpBrowser()
    await register(browser)
    const ruleNow = async () => {
      const { json } = await browser.getJson('/sandbox/tables/scores')
      const { table } = json as unknown as {
        table: { foreign_keys: readonly { name: string; on_delete: string }[] }
      }
      return table.foreign_keys.find(({ name }) => name === 'scores_user_id_fkey')?.on_delete
    }

    await browser.post('/labs/peel', { rule: 'scores_user_id_fkey:set null' })
    expect(await ruleNow()).toBe('set null')
    const { text } = await browser.get('/labs/peel')
    expect(text).toContain('the own rule of scores_user_id_fkey (now set null)')
    expect(text).toMatch(/value="scores_user_id_fkey:set null"[^>]*aria-pressed="true"/)
    expect((await facts(browser)).sql.join()).toContain('update sqlite_schema set sql')

    await browser.post('/labs/peel', { rule: 'scores_user_id_fkey:cascade' })
    expect([await ruleNow(), (await facts(browser)).without]).toEqual(['cascade', []])
  })

  test.for([
    { rule: 'scores_user_id_fkey' },
    { rule: 'scores_user_id_fkey:no action' },
    { rule: 'users_tokens_user_id_fkey:restrict' },
    { order: 'backwards' },
  ])('%j is refused, and switches nothing', async (fields) => {
    const browser = new HttpBrowser()
    expect((await browser.post('/labs/peel', fields)).status).toBe(422)
    expect((await facts(browser)).without).toEqual([])
  })
})
