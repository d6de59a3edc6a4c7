import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'
import { wordsOf } from '../support/forms-in.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

const COLD = {
  'score[points]': '7',
  'score[guesses]': '4',
  'score[comment]': 'Cold hands.',
}
const NO_SUCH = 'You have no such score. It may be deleted already.'

/** Ana and Bo, each logged in as the persona of that name. */
async function twoPeople(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name: 'two-people' })
  return browser
}

async function withScore(): Promise<HttpBrowser> {
  const browser = await twoPeople()
  await browser.post('/as/ana/scores/new', COLD)
  return browser
}

const scoresOf = async (browser: HttpBrowser, persona: string) =>
  (await browser.getJson(`/as/${persona}/scores`)).json.scores ?? []

describe('/scores', () => {
  test('sends a visitor to log in, and tells a program', async () => {
    const browser = new HttpBrowser()

    for (const path of ['/scores', '/scores/new', '/scores/1', '/scores/1/edit']) {
      const { status, headers } = await browser.get(path)
      expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
      expect((await browser.getJson(path)).status).toBe(401)
      expect((await browser.send('delete', path)).status).toBe(303)
    }
  })

  test('shows one’s own, and nobody else’s', async () => {
    const browser = await withScore()

    const { text } = await browser.get('/as/ana/scores')
    expect(text).toContain('Cold hands.')
    expect(text).toContain('href="/as/ana/scores/1"')
    expect(await scoresOf(browser, 'ana')).toMatchObject([
      { id: 1, points: 7, guesses: 4, comment: 'Cold hands.', by: null },
    ])

    expect((await browser.get('/as/bo/scores')).text).toContain('No scores yet')
    expect(await scoresOf(browser, 'bo')).toEqual([])
  })

  test('has the filter of the scope in its trace', async () => {
    const browser = await withScore()

    const { trace } = (await browser.getJson('/as/ana/scores')).json

    const step = trace?.steps.find(({ tag }) => tag === 'scope.ownedBy')
    expect(step).toMatchObject({ layer: 'scope', name: 'ownedBy', outcome: 'ok' })
    expect(step?.source?.file).toBe('src/app/scores/scores.ts')
  })
})

describe('/scores/new', () => {
  test('saves a score, says so, and shows it', async () => {
    const browser = await twoPeople()
    expect((await browser.get('/as/ana/scores/new')).status).toBe(200)

    const { status, headers } = await browser.post('/as/ana/scores/new', COLD)

    expect([status, headers.get('location')]).toEqual([303, '/as/ana/scores/1'])
    const { text } = await browser.get('/as/ana/scores/1')
    expect(text).toContain('Score created successfully.')
    expect(text).toContain('Cold hands.')
  })

  test('tells a program what was saved, and who heard of it', async () => {
    const browser = await twoPeople()

    const { status, json } = await browser.postForJson('/as/ana/scores/new', COLD)

    expect(status).toBe(200)
    expect(json).toMatchObject({
      ...{ ok: true, location: '/as/ana/scores/1' },
      score: { id: 1, points: 7, guesses: 4, comment: 'Cold hands.' },
    })
    expect(json.trace?.steps.find(({ tag }) => tag === 'live.broadcast')).toMatchObject({
      layer: 'live',
      data: { topic: `user:${json.scope.user?.id}:scores` },
    })
  })

  test.for<[Record<string, string>, string, string]>([
    [{}, 'points', "can't be blank"],
    [{ ...COLD, 'score[points]': '11' }, 'points', 'must be less than or equal to 10'],
    [{ ...COLD, 'score[guesses]': '0' }, 'guesses', 'must be greater than or equal to 1'],
    [{ ...COLD, 'score[points]': 'seven' }, 'points', 'is invalid'],
    [{ ...COLD, 'score[points][a]': '7' }, 'points', 'is invalid'],
    [{ score: '7' }, 'guesses', "can't be blank"],
    [
      { ...COLD, 'score[comment]': 'x'.repeat(201) },
      'comment',
      'should be at most 200 character(s)',
    ],
  ])('refuses %j with the form', async ([fields, field, message]) => {
    const browser = await twoPeople()

    const { status, text } = await browser.post('/as/ana/scores/new', fields)
    const { json } = await browser.postForJson('/as/ana/scores/new', fields)

    expect(status).toBe(422)
    expect(text).toContain(message.replaceAll("'", '&#39;'))
    expect(text).toContain('aria-invalid="true"')
    expect(json).toMatchObject({ ok: false, changeset: { action: 'insert', valid: false } })
    expect(json.changeset?.errors).toContainEqual(
      expect.objectContaining({ field, message }) as object,
    )
    expect(json.trace?.steps.some(({ tag }) => tag === 'live.broadcast')).toBe(false)
    expect(await scoresOf(browser, 'ana')).toEqual([])
  })

  test('keeps what was typed, and lets no markup through', async () => {
    const browser = await twoPeople()
    const comment = '"><script>alert(1)</script>'

    const refused = await browser.post('/as/ana/scores/new', {
      ...{ 'score[points]': 'x', 'score[guesses]': '4', 'score[comment]': comment },
    })
    expect(refused.text).toMatch(/value="&(?:#34|quot);(?:>|&gt;)(?:<|&lt;)script/)
    await browser.post('/as/ana/scores/new', { ...COLD, 'score[comment]': comment })

    for (const path of ['/as/ana/scores', '/as/ana/scores/1'])
      // Within quotes it is a value, and nothing else.
      expect((await browser.get(path)).text.replaceAll(/value="[^"]*"/g, '')).not.toContain(
        '<script>alert',
      )
  })

  test('takes no owner from the form', async () => {
    const browser = await twoPeople()
    const forged = { 'score[user_id]': '2', 'score[organization_id]': '1', 'score[id]': '77' }

    await browser.post('/as/ana/scores/new', { ...COLD, ...forged })

    expect(await scoresOf(browser, 'ana')).toMatchObject([{ id: 1, by: null }])
    expect(await scoresOf(browser, 'bo')).toEqual([])
  })

  long('says when the sandbox is full of scores', async () => {
    const browser = await twoPeople()
    for (let n = 0; n < 200; n += 1) await browser.post('/as/ana/scores/new', COLD)

    const { status, text } = await browser.post('/as/bo/scores/new', COLD)

    expect(status).toBe(409)
    expect(text).toContain('A sandbox holds 200 scores. Delete one to make room.')
    await browser.send('delete', '/as/ana/scores/1')
    expect((await browser.post('/as/bo/scores/new', COLD)).status).toBe(303)
  })
})

describe('/scores/ID', () => {
  test('is shown, with the way to its form, which is filled in', async () => {
    const browser = await withScore()

    const shown = await browser.get('/as/ana/scores/1')
    expect(shown.status).toBe(200)
    expect(shown.text).not.toContain('id="score_form"')
    expect(shown.text).toContain('href="/as/ana/scores/1/edit"')
    const { status, text } = await browser.get('/as/ana/scores/1/edit')

    expect(status).toBe(200)
    expect(text).toMatch(/name="score\[points\]"[^>]* value="7"/)
    expect(text).toMatch(/name="score\[comment\]"[^>]* value="Cold hands\."/)
    expect((await browser.getJson('/as/ana/scores/1')).json).toMatchObject({
      ...{ ok: true, changeset: null, score: { id: 1, points: 7 } },
    })
  })

  test('is changed, and says so', async () => {
    const browser = await withScore()

    const { status, headers } = await browser.send('put', '/as/ana/scores/1/edit', {
      'score[points]': '9',
    })

    expect([status, headers.get('location')]).toEqual([303, '/as/ana/scores/1'])
    expect((await browser.get('/as/ana/scores/1')).text).toContain('Score updated successfully.')
    expect(await scoresOf(browser, 'ana')).toMatchObject([{ points: 9, guesses: 4 }])
  })

  test('refuses a change with the form, and stays as it is', async () => {
    const browser = await withScore()

    const { status, text } = await browser.send('put', '/as/ana/scores/1/edit', {
      'score[points]': '-1',
    })

    expect(status).toBe(422)
    expect(text).toContain('must be greater than or equal to 0')
    expect(text).toMatch(/name="score\[points\]"[^>]* value="-1"/)
    expect(await scoresOf(browser, 'ana')).toMatchObject([{ points: 7 }])
  })

  test('is deleted, and says so', async () => {
    const browser = await withScore()

    const { status, headers } = await browser.send('delete', '/as/ana/scores/1')

    expect([status, headers.get('location')]).toEqual([303, '/as/ana/scores'])
    expect((await browser.get('/as/ana/scores')).text).toContain('Score deleted successfully.')
    expect((await browser.send('delete', '/as/ana/scores/1')).status).toBe(404)
  })

  test('is not there for anybody else, whatever they want of it', async () => {
    const browser = await withScore()
    const path = '/as/bo/scores/1'

    const answers = [
      await browser.get(path),
      await browser.get(`${path}/edit`),
      await browser.send('put', `${path}/edit`, { 'score[points]': '0' }),
      await browser.send('put', `${path}/edit`, { 'score[points]': 'x' }),
      await browser.send('delete', path),
    ]
    const forPrograms = [
      await browser.getJson(path),
      await browser.sendForJson('put', `${path}/edit`, { 'score[points]': '0' }),
      await browser.sendForJson('delete', path),
    ]

    for (const { status, text } of answers) {
      expect(status).toBe(404)
      expect(text).toContain(NO_SUCH)
      expect(text).not.toContain('Cold hands.')
    }
    for (const { status, json } of forPrograms) {
      expect(status).toBe(404)
      expect(json).toEqual({ ok: false, error: NO_SUCH, request: expect.any(String) as string })
    }
    expect(await scoresOf(browser, 'ana')).toMatchObject([{ points: 7 }])
  })

  test.for(['0', '-1', '1.0', '01', 'one', '99', '9'.repeat(30), "1' or '1'='1"])(
    'is not found as %s',
    async (id) => {
      const browser = await withScore()

      const { status, json } = await browser.getJson(`/as/ana/scores/${encodeURIComponent(id)}`)

      expect([status, json.error]).toEqual([404, NO_SUCH])
    },
  )

  test('says what is missing while the migration is down, and a log-in goes on', async () => {
    const browser = await withScore()
    await browser.post('/sandbox/migrations', { direction: 'down' })

    const { status, json } = await browser.getJson('/as/ana/scores')
    expect([status, json.error]).toEqual([
      409,
      'The scores table is not there. This sandbox is one migration down. Run it up again.',
    ])

    await browser.post('/sandbox/migrations', { direction: 'down' })
    const home = await browser.getJson('/as/ana/')
    expect(home.status).toBe(200)
    expect(home.json.scope).toMatchObject({
      ...{ user: { email: 'ana@example.test' }, roles: [], feature_flags: [] },
    })
    const remedy = await browser.get('/as/ana/organizations')
    expect(remedy.status).toBe(409)
    expect(remedy.text).toContain('Run them up again')
    await browser.registerAndLogIn('cy@example.test')
    expect((await browser.getJson('/')).json.scope.user?.email).toBe('cy@example.test')
  })
})

test('a score that is not there is said to be nowhere, as the trace beside it says', async () => {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name: 'a-score-each' })

  const { status, text } = await browser.get('/as/bo/scores/1', {
    accept: 'text/html',
    'glasshouse-fragment': 'stage',
  })

  expect([status, wordsOf(text, 'page-title')]).toEqual([404, 'There is nothing at this address'])
  expect(wordsOf(text, 'strip-sentence')).toBe('Found nothing for Bo’s request.')
})
