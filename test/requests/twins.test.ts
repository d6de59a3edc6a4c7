import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const INDEX = '/twins/register-without-words'
const WORDS = '/twins/register-without-asking'

async function withSeed(name: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  await browser.post('/sandbox/seeds', { name })
  return browser
}

const send = (browser: HttpBrowser, path: string, email: string) =>
  browser.post(path, { 'user[email]': email })

describe('a registration that leaves something out', () => {
  test('answers 500 when the index refuses and nobody has words for it', async () => {
    const browser = await withSeed('one-registered')

    const { status, text } = await send(browser, INDEX, 'Ana@example.test')

    expect(status).toBe(500)
    expect(text).toContain('Something went wrong on our side.')
    expect(text).toContain('The changeset has not defined any constraint.')
    expect(text).toContain('not declared by the changeset')
  })

  test('tells the field what the index refused, once there are words', async () => {
    const browser = await withSeed('one-registered')

    const { status, text } = await send(browser, WORDS, 'Ana@example.test')

    expect(status).toBe(422)
    expect(text).toMatch(/id="user-email-errors"[\s\S]*unique index[\s\S]*has already been taken/)
    expect(text).toContain('value="Ana@example.test"')
  })

  test.for([INDEX, WORDS])('%s writes the row when the address is free', async (path) => {
    const browser = await withSeed('one-registered')

    const { status, text } = await send(browser, path, 'bo@example.test')

    expect(status).toBe(200)
    expect(text).toContain('Row 2 is bo@example.test.')
  })

  test('says what is missing in a form without an address', async () => {
    const browser = await withSeed('one-registered')

    const { status, json } = await browser.postJson(WORDS, { user: { email: ['a'] } })

    expect(status).toBe(422)
    expect(json.changeset?.errors).toMatchObject([{ field: 'email' }])
  })
})

describe('a read that leaves the scope out', () => {
  test('shows Bo what is Ana’s, which the context does not', async () => {
    const browser = await withSeed('a-score-each')

    const shown = await browser.post('/as/bo/twins/score-by-id', { id: '1' })
    const refused = await browser.get('/as/bo/scores/1')

    expect([shown.status, refused.status]).toEqual([200, 404])
    expect(shown.text).toContain('Score 1 is user 1’s: 7 points. Nobody objected.')
    expect(refused.text).not.toContain('7 points')
  })

  test('believes the form, which says whose scores it wants', async () => {
    const browser = await withSeed('a-score-each')

    const { text } = await browser.post('/as/bo/twins/scores-of-user', { user_id: '1' })

    expect(text).toContain('User 1 has one score.')
  })

  test.for(['0', '-1', '1e3', 'one', '99'])('finds no score %s', async (id) => {
    const browser = await withSeed('a-score-each')

    const { status, text } = await browser.post('/as/bo/twins/score-by-id', { id })

    expect(status).toBe(404)
    expect(text).toContain('There is no such row.')
  })

  test('sends a visitor to log in first', async () => {
    const browser = await withSeed('a-score-each')

    const { status, headers } = await browser.post('/twins/score-by-id', { id: '1' })

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
  })

  test('never leaves the sandbox of whoever asks', async () => {
    await withSeed('a-score-each')
    const other = await withSeed('two-people')

    expect((await other.post('/as/bo/twins/score-by-id', { id: '1' })).status).toBe(404)
  })
})

test('hands on the token of the session, and of nobody else’s', async () => {
  const browser = await withSeed('a-score-each')

  const bo = await browser.post('/as/bo/twins/who-by-hand', {})
  const visitor = await browser.post('/twins/who-by-hand', {})

  expect(bo.text).toContain('It is bo@example.test.')
  expect(visitor.text).toContain('It is nobody.')
})

test.for(['/twins/none', '/twins/constructor', '/twins/__proto__'])(
  '%s is no page',
  async (path) => {
    expect((await new HttpBrowser().get(path)).status).toBe(404)
  },
)

describe('a refusal that a demo leads to', () => {
  const LESSON = '?lesson=persons/yours-and-mine'

  test('is a page with its trace and the way back, in a lesson', async () => {
    const browser = await withSeed('a-score-each')

    const { status, text } = await browser.get(`/as/bo/scores/1${LESSON}`)

    expect(status).toBe(404)
    expect(text).toContain('You have no such score.')
    expect(text).toContain('Scores.getScoreOrThrow')
    expect(text).toContain('← Yours and mine')
  })

  test('stays a plain page elsewhere', async () => {
    const browser = await withSeed('a-score-each')

    const { status, text } = await browser.get('/as/bo/scores/1')

    expect(status).toBe(404)
    expect(text).not.toContain('getScoreOrThrow')
  })
})
