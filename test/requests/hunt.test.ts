import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MUTANTS } from '#levers/hunt/mutants.ts'
import { patchOf, patched } from '#levers/hunt/read-mutant.ts'
import { changedLines } from '#levers/hunt/patch.ts'
import { HttpBrowser, ledTo, SESSION, type Answer } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const ROOT = process.cwd()
const PASSWORD = 'correct horse battery'
const ANA = { 'user[email]': 'ana@example.test' }

interface HuntFacts {
  readonly found: number
  readonly hunt: {
    readonly number: number
    readonly among: string
    readonly tries: number
    readonly is_found: boolean
    readonly runs: readonly { number: number; trace: string; title: string }[]
    readonly fault: { file: string; wrong: string; shown_by: readonly { shows: string }[] } | null
  } | null
  readonly heard: { right: boolean; sentence: string; runs: readonly number[] } | null
}

const facts = ({ json }: Answer) => json as unknown as HuntFacts
const look = async (browser: HttpBrowser) => facts(await browser.getJson('/labs/hunt'))
const hunt = (browser: HttpBrowser, fields: Readonly<Record<string, string>>) =>
  browser.postForJson('/labs/hunt', fields)
const begin = (browser: HttpBrowser, among: string, number = 1) =>
  hunt(browser, { among, number: String(number) })
const rows = async (browser: HttpBrowser, table: string) => {
  const { json } = await browser.getJson(`/sandbox/tables/${table}`)
  return (json as unknown as { table: { row_count: number } }).table.row_count
}

async function seeded(name: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name })
  return browser
}

async function ana(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn(ANA['user[email]'])
  return browser
}

interface Shown {
  /** The house before the fault. */
  readonly house: () => Promise<HttpBrowser>
  /** What somebody does, and what comes of it. */
  readonly act: (browser: HttpBrowser) => Promise<unknown>
  readonly healthy: unknown
  readonly faulty: unknown
}

const statusOf = async (answer: Promise<Answer>) => (await answer).status

/** Each fault, by what somebody outside can see of it. */
const SHOWN: Readonly<Record<string, Shown>> = {
  'list-without-owner': {
    house: () => seeded('a-score-each'),
    act: async (browser) =>
      (await browser.getJson('/as/bo/scores')).json.scores?.map(({ points }) => points),
    healthy: [10],
    faulty: [10, 7],
  },
  'one-without-owner': {
    house: () => seeded('a-score-each'),
    act: (browser) => statusOf(browser.getJson('/as/bo/scores/1')),
    healthy: 404,
    faulty: 200,
  },
  'members-change-all': {
    house: () => seeded('club'),
    act: async (browser) => {
      const path = '/as/bo/organizations/glass-works/scores'
      await browser.send('put', `${path}/3/edit`, { 'score[points]': '1' })
      return (await browser.getJson(`${path}/3`)).json.score
    },
    healthy: expect.objectContaining({ points: 8, by: 'ana@example.test' }),
    // His own now: that needs no saying.
    faulty: expect.objectContaining({ points: 1, by: null }),
  },
  'owner-from-form': {
    house: () => seeded('a-score-each'),
    act: async (browser) => {
      await browser.post('/as/bo/scores/new', {
        ...{ 'score[points]': '1', 'score[guesses]': '9', 'score[user_id]': '1' },
      })
      const { scores = [] } = (await browser.getJson('/as/ana/scores')).json
      return scores.map(({ points }) => points)
    },
    healthy: [7],
    faulty: [1, 7],
  },
  'confirmed-by-form': {
    house: () => Promise.resolve(new HttpBrowser()),
    act: async (browser) => {
      await browser.post('/users/register', { ...ANA, 'user[confirmed_at]': '1' })
      const { users = [] } = (await browser.getJson('/sandbox/people')).json
      return users.map((user) => user.confirmed_at)
    },
    healthy: [null],
    faulty: [1],
  },
  'short-password': {
    house: ana,
    act: (browser) =>
      statusOf(
        browser.send('put', '/users/settings', {
          action: 'update_password',
          ...{ 'user[password]': 'quay', 'user[password_confirmation]': 'quay' },
        }),
      ),
    healthy: 422,
    faulty: 303,
  },
  'index-without-words': {
    house: ana,
    act: (browser) =>
      statusOf(browser.post('/as/bo/users/register', { 'user[email]': 'Ana@example.test' })),
    healthy: 422,
    faulty: 500,
  },
  'link-for-ever': {
    house: ana,
    act: async (browser) => {
      const other = browser.sibling()
      await other.post('/users/log-in', ANA)
      const token = await other.readToken()
      await other.advance('2d')
      return statusOf(other.post('/users/log-in', { 'user[token]': token }))
    },
    healthy: 422,
    faulty: 303,
  },
  'link-opens-twice': {
    house: ana,
    act: async (browser) => {
      await browser.post('/users/log-in', ANA)
      const token = await browser.readToken()
      const fields = { 'user[token]': token }
      return [
        await statusOf(browser.post('/users/log-in', fields)),
        await statusOf(browser.sibling().post('/users/log-in', fields)),
      ]
    },
    healthy: [303, 422],
    faulty: [303, 303],
  },
  'looking-uses-it-up': {
    house: ana,
    act: async (browser) => {
      await browser.post('/users/log-in', ANA)
      const token = await browser.readToken()
      const other = browser.sibling()
      await other.get(`/users/log-in/${token}`)
      return statusOf(other.post('/users/log-in', { 'user[token]': token }))
    },
    healthy: 303,
    faulty: 422,
  },
  'sudo-for-hours': {
    house: ana,
    act: async (browser) => {
      await browser.advance('3h')
      return statusOf(browser.get('/users/settings'))
    },
    healthy: 303,
    faulty: 200,
  },
  'log-out-keeps-the-row': {
    house: ana,
    act: async (browser) => {
      const copy = browser.sibling()
      copy.cookies.set(SESSION, browser.cookies.get(SESSION) ?? '')
      await browser.send('delete', '/users/log-out')
      return (await copy.getJson('/')).json.scope.user?.email ?? null
    },
    healthy: null,
    faulty: 'ana@example.test',
  },
  'password-keeps-sessions': {
    house: ana,
    act: async (browser) => {
      const copy = browser.sibling()
      copy.cookies.set(SESSION, browser.cookies.get(SESSION) ?? '')
      await browser.send('put', '/users/settings', {
        action: 'update_password',
        ...{ 'user[password]': PASSWORD, 'user[password_confirmation]': PASSWORD },
      })
      return (await copy.getJson('/')).json.scope.user?.email ?? null
    },
    healthy: null,
    faulty: 'ana@example.test',
  },
  'change-saves': {
    house: ana,
    act: async (browser) => {
      await browser.send('put', '/users/settings', {
        ...{ action: 'update_email', 'user[email]': 'eva@example.test' },
      })
      return (await browser.getJson('/')).json.scope.user?.email
    },
    healthy: 'ana@example.test',
    faulty: 'eva@example.test',
  },
  'update-saves-nothing': {
    house: () => seeded('a-score-each'),
    act: async (browser) => {
      const { status } = await browser.send('put', '/as/bo/scores/2/edit', { 'score[points]': '3' })
      return [status, (await browser.getJson('/as/bo/scores/2')).json.score?.points]
    },
    healthy: [303, 3],
    faulty: [303, 10],
  },
  'everybody-is-a-member': {
    house: () => seeded('club'),
    act: (browser) => statusOf(browser.getJson('/as/cy/organizations/house-of-panes')),
    healthy: 404,
    faulty: 200,
  },
  'revokes-anybodys': {
    house: async () => {
      const browser = await seeded('club')
      await browser.post('/as/ana/users/settings/api-tokens')
      return browser
    },
    act: async (browser) => {
      const { json } = await browser.getJson('/as/ana/users/settings/api-tokens')
      const id = json.api_tokens?.[0]?.id ?? 0
      await browser.send('delete', `/as/bo/users/settings/api-tokens/${id}`)
      const after = (await browser.getJson('/as/ana/users/settings/api-tokens')).json
      return after.api_tokens?.length
    },
    healthy: 1,
    faulty: 0,
  },
  'settings-without-guard': {
    house: ana,
    act: async (browser) => {
      await browser.advance('3h')
      return statusOf(browser.get('/users/settings/sessions'))
    },
    healthy: 303,
    faulty: 200,
  },
  'index-not-unique': {
    house: () => Promise.resolve(new HttpBrowser()),
    act: async (browser) => {
      const { json } = await browser.postForJson('/labs/race', { order: 'ABAB' })
      const { races } = json as unknown as { races: readonly { rows: number }[] }
      return [races.length, races[0]?.rows, await rows(browser, 'users')]
    },
    healthy: [1, 1, 1],
    faulty: [1, 2, 2],
  },
  'old-proof': {
    house: ana,
    act: async (browser) => {
      await browser.advance('3h')
      await browser.post('/users/log-in', ANA)
      await browser.post('/users/log-in', { 'user[token]': await browser.readToken() })
      return statusOf(browser.get('/users/settings'))
    },
    healthy: 200,
    faulty: 303,
  },
  'plugs-swapped': {
    house: () => seeded('club'),
    act: (browser) => statusOf(browser.get('/organizations/glass-works')),
    healthy: 303,
    faulty: 500,
  },
}

describe('each fault', () => {
  test('is shown here by what somebody outside can see', () => {
    expect(Object.keys(SHOWN).sort()).toEqual(MUTANTS.map(({ name }) => name).sort())
  })

  const shows = async ({ name, wrong }: (typeof MUTANTS)[number]) => {
    const { house, act, healthy, faulty } = SHOWN[name]!
    const [well, ill] = [await house(), await house()]
    expect((await begin(ill, name)).status).toBe(200)

    expect(await act(well)).toEqual(healthy)
    expect(await act(ill)).toEqual(faulty)

    const { file } = patchOf(ROOT, name)
    const line = String(changedLines(patchOf(ROOT, name))[0]!.to)
    const { heard } = facts(await hunt(ill, { file, line, wrong }))
    expect(heard).toMatchObject({ right: true })
    expect(heard?.sentence).toContain('shows it: ')

    const again = await house()
    await begin(again, name)
    await hunt(again, { back: 'right' })
    expect(await act(again)).toEqual(healthy)
  }

  // One that is patched into a line, and one in the tables; each other is the same once more.
  const title = '$name does what it says, and is found by it'
  const isOneOfTwo = ({ name }: { readonly name: string }) =>
    name === 'list-without-owner' || name === 'index-not-unique'
  test.for(MUTANTS.filter(isOneOfTwo))(title, shows)
  long.for(MUTANTS.filter((mutant) => !isOneOfTwo(mutant)))(title, shows)
})

describe('a hunt', () => {
  test('begins by a number, and the same one draws the same everywhere', async () => {
    const [one, other] = [new HttpBrowser(), new HttpBrowser()]
    const draw = async (browser: HttpBrowser, number: number) => {
      await begin(browser, 'all', number)
      const answer = await browser.postForJson('/users/register', { 'user[email]': 'nobody' })
      return answer.json.trace?.steps.find(({ tag }) => tag === 'request.layers')?.data['fault']
    }
    const drawn = []
    for (const number of [1, 2, 3]) {
      const code = await draw(one, number)
      expect(await draw(other, number)).toBe(code)
      drawn.push(code)
    }
    expect(new Set(drawn).size).toBe(3)
  })

  test('has a number of its own where nobody gives one, and keeps it', async () => {
    const browser = new HttpBrowser()
    await hunt(browser, { number: '' })
    const first = (await look(browser)).hunt?.number
    await hunt(browser, { back: 'right' })
    await hunt(browser, { number: '', among: 'scopes' })

    expect((await look(browser)).hunt?.number).toBe(first)
    expect((await look(browser)).hunt?.among).toBe('scopes')
  })

  test('tells nobody where it is, in no page and no trace', async () => {
    const browser = await SHOWN['list-without-owner']!.house()
    await begin(browser, 'list-without-owner')
    await SHOWN['list-without-owner']!.act(browser)
    const id = (await look(browser)).hunt?.runs.at(-1)?.trace ?? ''

    for (const path of ['/labs/hunt', '/as/bo/scores', `/sandbox/traces/${id}`, '/sandbox'])
      for (const answer of [await browser.get(path), await browser.getJson(path)])
        expect(answer.text).not.toContain('list-without-owner')
    expect((await look(browser)).hunt?.fault).toBeNull()
  })

  test('is in the banner of every page, until the house is put right', async () => {
    const browser = new HttpBrowser()
    await begin(browser, 'all', 4)
    for (const path of ['/users/register', '/sandbox/tables', '/labs/hunt'])
      expect((await browser.get(path)).text).toContain('<strong>one fault</strong>, number 4')

    const { text } = await browser.post('/labs/hunt', { back: 'right' })

    expect(text).toContain('This was the fault:')
    expect((await browser.get('/users/register')).text).not.toContain('one fault')
    expect((await look(browser)).hunt).toBeNull()
  })

  test('counts what is wrong, and says which run speaks against it', async () => {
    const browser = await seeded('a-score-each')
    await begin(browser, 'list-without-owner')
    await browser.get('/as/bo/scores/2')
    const at = { file: 'src/app/scores/scores.ts', wrong: 'leaks' }
    const lineOf = (text: string) =>
      String(
        patched(ROOT, 'list-without-owner')
          .split('\n')
          .findIndex((line) => line.includes(text)) + 1,
      )

    const innocent = facts(await hunt(browser, { ...at, line: lineOf('ownedBy(scope))') })).heard
    expect(innocent?.right).toBe(false)
    expect(innocent?.sentence).toMatch(/^Not there\. Run 1 \(GET \/scores\/\[id\] as Bo\) came by/)
    expect(innocent?.sentence).toContain('none of somebody else’s')

    const unseen = facts(await hunt(browser, { ...at, line: lineOf('async function deleteScore') }))
    expect(unseen.heard?.sentence).toContain('No step of your runs stands in these lines')

    const guess = { ...at, text: 'allScores(scope),' }
    const other = facts(await hunt(browser, { ...guess, wrong: 'saves' })).heard
    expect(other?.sentence).toContain('The line is right, and what you say of it is not.')
    expect((await look(browser)).hunt?.tries).toBe(3)

    const right = facts(await hunt(browser, guess))
    expect(right.heard).toMatchObject({ right: true, runs: [] })
    expect(right.heard?.sentence).toContain('that was a guess')
    expect(right.found).toBe(1)

    await browser.get('/as/bo/scores')
    const { fault, tries } = (await look(browser)).hunt!
    expect(tries).toBe(3)
    expect(fault?.shown_by).toEqual([expect.objectContaining({ shows: 'a row of Ana’s came' })])
  })

  test('for a fault in a migration is seen in the tables, and by no name in a page', async () => {
    const browser = new HttpBrowser()
    await begin(browser, 'index-not-unique')
    const page = '/sandbox/migrations'
    /** What its source says of the index, from its name to its end. */
    const source = async (own: HttpBrowser) =>
      /users_email_index(?<rest>[\s\S]*?)execute/.exec((await own.get(page)).text)?.[1] ?? ''
    expect(await source(browser)).toContain('email')
    expect(await source(browser)).not.toContain('unique')
    expect(await source(new HttpBrowser())).toContain('unique')
    expect((await browser.get('/labs/peel')).text).not.toContain('Off in your sandbox')

    await SHOWN['index-not-unique']!.act(browser)
    const at = { file: patchOf(ROOT, 'index-not-unique').file, text: ".column('email')" }
    const { heard } = facts(await hunt(browser, { ...at, wrong: 'missing' }))

    expect(heard?.sentence).toContain('two rows have the address race@example.test')
    await hunt(browser, { back: 'right' })
    expect(await rows(browser, 'users')).toBe(0)
  })

  test('shows the source as it runs to its reader, and to nobody else', async () => {
    const [browser, other] = [await seeded('a-score-each'), await seeded('a-score-each')]
    await begin(browser, 'list-without-owner')
    const path = '/source/src/app/scores/scores.ts'
    const lines = (text: string) => text.match(/data-line="/g)?.length
    const real = readFileSync('src/app/scores/scores.ts', 'utf8').trimEnd().split('\n').length

    expect(lines((await browser.get(path)).text)).toBe(real - 1)
    for (const who of [other, new HttpBrowser()])
      expect(lines((await who.get(path)).text)).toBe(real)
    expect(ledTo(await other.get(`/sandbox${path}`))).toBe(path)
    // Another file is as it was built.
    const files = '/source/src/app/scores/score.ts'
    expect((await browser.get(files)).text).toBe((await other.get(files)).text)

    const { trace } = (await browser.getJson('/as/bo/scores')).json
    const { source } = trace!.steps.find(({ tag }) => tag === 'context.Scores.listScores')!
    const text = patched(ROOT, 'list-without-owner').split('\n')[source!.line - 1]
    expect([source?.file, text]).toEqual([
      'src/app/scores/scores.ts',
      'async function listScores(scope: UserScope) {',
    ])
    const query = trace!.steps.find(({ tag }) => tag === 'sql.select.scores')!.source!
    const own = patched(ROOT, 'list-without-owner').split('\n')
    expect(own.slice(source!.line - 1, query.line).join('\n')).not.toContain('}\n')

    await hunt(browser, { back: 'right' })
    expect(lines((await browser.get(path)).text)).toBe(real)
  })

  test('is nobody else’s: a second visitor sees what a quiet run sees', async () => {
    const seen = async (browser: HttpBrowser) => {
      const answers = [
        await browser.getJson('/as/bo/scores'),
        await browser.getJson('/as/bo/scores/1'),
        await browser.postForJson('/users/register', ANA),
        await browser.getJson('/organizations'),
      ]
      return answers.map(({ status, json }) => ({
        status,
        steps: json.trace?.steps.map(({ tag, outcome, detail, source }) => [
          tag,
          outcome,
          detail,
          source,
        ]),
      }))
    }
    const [quiet, other] = [await seeded('a-score-each'), await seeded('a-score-each')]
    const before = await seen(quiet)
    const hunters = await Promise.all(
      MUTANTS.map(async ({ name }) => {
        const browser = await seeded('a-score-each')
        await begin(browser, name)
        return browser
      }),
    )

    const [meanwhile] = await Promise.all([seen(other), ...hunters.map(seen)])

    expect(meanwhile).toEqual(before)
    expect(await rows(other, 'users')).toBe(await rows(quiet, 'users'))
    expect((await look(other)).hunt).toBeNull()
  })

  test('stays when the start of an act is entered, comes back with undo, and goes with a reset', async () => {
    const browser = new HttpBrowser()
    await begin(browser, 'all', 2)
    await browser.post('/acts', { act: 'bo-goes-down', step: '1' })
    expect((await look(browser)).hunt?.number).toBe(2)

    await browser.post('/sandbox/reset')
    expect((await look(browser)).hunt).toBeNull()
    await browser.post('/sandbox/undo')
    expect((await look(browser)).hunt?.number).toBe(2)
  })

  test('stays beside layers that are switched off and put back', async () => {
    const browser = new HttpBrowser()
    await begin(browser, 'all', 2)
    await browser.post('/labs/peel', { without: 'plug.fetchFlash' })
    await browser.post('/labs/peel', { back: 'all' })

    expect((await look(browser)).hunt?.number).toBe(2)
  })

  test('keeps a run from marking what was said, until the house is right', async () => {
    const browser = new HttpBrowser()
    const lesson = { _lesson: 'tables/one-row-each' }
    const [demo, question] = ['three-ways-in', 'an-index-without-words']
    const run = () => browser.postForJson('/acts', { act: demo, step: '1', ...lesson })
    const found = async () => {
      const { progress } = (await browser.getJson('/progress')).json
      return progress?.predictions.map((one) => (one as { found: string | null }).found)
    }
    await browser.post('/predictions', { demo, question, answer: '303', ...lesson })
    await begin(browser, 'plugs-swapped')

    await run()
    expect(await found()).toEqual([null])

    await hunt(browser, { back: 'right' })
    await run()
    expect(await found()).toEqual(['500'])
  })
})

describe('POST /labs/hunt', () => {
  const POINT = { file: 'src/router.ts', line: '3', wrong: 'leaks' }

  test.for([
    [{}, 'Point with file=FILE'],
    [{ number: '0' }, 'A number is a whole one'],
    [{ number: '12345' }, 'A number is a whole one'],
    [{ number: '1; drop' }, 'A number is a whole one'],
    [{ number: '1', among: 'nonsense' }, 'Say among which faults'],
    [{ among: '' }, 'Say among which faults'],
    [{ among: 'list-without-owner __proto__' }, 'Say among which faults'],
    [{ ...POINT, file: '__proto__' }, 'Point into one of these files'],
    [{ ...POINT, file: '../package.json' }, 'Point into one of these files'],
    [{ ...POINT, line: '0' }, 'Choose the line'],
    [{ ...POINT, line: '99999' }, 'Choose the line'],
    [{ ...POINT, line: '', text: '}' }, 'Choose the line'],
    [{ ...POINT, wrong: 'toString' }, 'Say what the line does'],
  ] as const)('answers %o with a sentence, and changes nothing', async ([fields, sentence]) => {
    const browser = new HttpBrowser()
    await begin(browser, 'all', 5)

    const { status, json } = await hunt(browser, fields)

    expect(status).toBe(422)
    expect(json.error).toContain(sentence)
    expect((await look(browser)).hunt).toMatchObject({ number: 5, tries: 0 })
  })

  test('in a house without a fault nobody points', async () => {
    const { status, json } = await hunt(new HttpBrowser(), POINT)

    expect([status, json.error]).toEqual([409, 'Your house has no fault. Give it one first.'])
  })

  test('from another site is refused, and a GET changes nothing', async () => {
    const browser = new HttpBrowser()
    await begin(browser, 'all', 5)

    const { status } = await browser.post(
      '/labs/hunt',
      { back: 'right' },
      { origin: 'https://x.example' },
    )
    await browser.get('/labs/hunt?back=right&number=7')

    expect(status).toBe(403)
    expect((await look(browser)).hunt?.number).toBe(5)
  })

  test('looking makes nothing', async () => {
    const { status, headers } = await new HttpBrowser().get('/labs/hunt?file=src/router.ts')

    expect([status, headers.getSetCookie()]).toEqual([200, []])
  })
})
