import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'

const LESSON = 'looking-around/trying-an-invalid-user'
const QUESTION = { demo: 'an-invalid-user', question: 'who-knows-ana' }
const PART = 'question-an-invalid-user.who-knows-ana'

const predict = (browser: HttpBrowser, fields: Record<string, string>) =>
  browser.post('/predictions', { _lesson: LESSON, ...QUESTION, ...fields })
const send = (browser: HttpBrowser, email: string, step: number) =>
  browser.post('/users/register', {
    ...{ _lesson: LESSON, _step: `an-invalid-user.${step}` },
    'user[email]': email,
  })
/** The page that a form leads to, or its own answer, as a stage asks for it. */
async function follow(browser: HttpBrowser, email: string, step: number): Promise<string> {
  const answer = await send(browser, email, step)
  const location = ledTo(answer)
  return location === null ? answer.text : (await browser.get(location)).text
}
const predictionsOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/progress')).json.progress!.predictions
const checksOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/progress')).json.progress!.checks

describe('a prediction', () => {
  test('is kept, and marked by the trace of the step it is about', async () => {
    const browser = new HttpBrowser()
    const { status, headers } = await predict(browser, { answer: 'unique index' })
    expect(status).toBe(303)
    expect((await browser.get(ledTo({ headers })!)).text).toContain(
      'You said the unique index. Now run',
    )

    await send(browser, 'ana@example.test', 4)
    expect(await predictionsOf(browser)).toMatchObject([{ answer: 'unique index', found: null }])
    const page = await follow(browser, 'ANA@example.test', 5)

    expect(page).toContain('You said the unique index; the changeset refused it.')
    expect(await predictionsOf(browser)).toMatchObject([
      { answer: 'unique index', found: 'changeset', correct: false },
    ])
  })

  test('that was right says so, and cannot be changed any more', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { answer: 'unique index' })
    await predict(browser, { answer: 'changeset' })
    await follow(browser, 'ana@example.test', 4)

    expect(await follow(browser, 'ANA@example.test', 5)).toContain(
      'You said the changeset, and the changeset refused it.',
    )
    await predict(browser, { answer: 'nobody' })
    expect(await predictionsOf(browser)).toMatchObject([{ answer: 'changeset', correct: true }])
  })

  test('is not asked of somebody who skips it', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { skip: 'true' })
    await follow(browser, 'ana@example.test', 4)

    const page = await follow(browser, 'ANA@example.test', 5)

    expect(page).not.toContain('You said')
    expect(await predictionsOf(browser)).toMatchObject([{ answer: null, found: null }])
  })

  test.for([
    [{ answer: 'the plumber' }],
    [{}],
    [{ question: 'unknown', answer: 'changeset' }],
    [{ demo: '__proto__', answer: 'changeset' }],
  ] as const)('of %j is refused', async ([fields]) => {
    const browser = new HttpBrowser()

    expect((await predict(browser, fields)).status).toBe(422)
    expect(await predictionsOf(browser)).toEqual([])
  })

  test('makes no sandbox', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { answer: 'changeset' })

    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })

  test('is answered in place to a page that asks for fragments', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { answer: 'changeset' })

    const { text } = await browser.get('/predictions?demo=an-invalid-user&question=who-knows-ana', {
      'glasshouse-fragment': 'stage',
    })

    expect(text).toContain(`<glass-fragment target="${PART}">`)
    expect(text).not.toContain('target="page"')
  })
})

describe('a check', () => {
  test('is met by what the server did, and stays met', async () => {
    const browser = new HttpBrowser()

    expect(await follow(browser, 'ana@example.test', 4)).toMatch(
      /An address of yours went down to the database.*Met\./s,
    )
    expect(await checksOf(browser)).toMatchObject([{ check_id: 'became-a-row' }])
    await browser.post('/sandbox/reset')
    expect(await checksOf(browser)).toHaveLength(1)
  })

  test('that nearly holds names what is missing, and points at a step', async () => {
    const page = await follow(new HttpBrowser(), 'ana', 2)

    expect(page).toContain('No INSERT was sent. A rule refused the address before.')
    const [, trace, step] = /href="#([\w-]{16})-(\d+)"/.exec(page)!
    expect(page).toContain(`id="${trace}-${step}"`)
    expect(await checksOf(new HttpBrowser())).toEqual([])
  })

  test('of no lesson is nobody’s business', async () => {
    const browser = new HttpBrowser()

    const { headers } = await browser.post('/users/register', { 'user[email]': 'a@b.cd' })
    const page = await browser.get(ledTo({ headers })!)

    expect(page.text).not.toContain('In this lesson')
    expect(await checksOf(browser)).toEqual([])
  })

  test('is looked at by a stage that opens, with all that was said and met', async () => {
    const browser = new HttpBrowser()
    await follow(browser, 'ana@example.test', 4)
    await predict(browser, { answer: 'changeset' })

    const { text } = await browser.get(`/users/register?lesson=${LESSON}`, {
      'glasshouse-fragment': 'frame',
    })

    expect(text).toMatch(/target="task-an-invalid-user\.became-a-row">.*Met\./s)
    expect(text).toContain(`target="${PART}"`)
    expect(text).not.toContain('target="task-an-invalid-user.taken-in-other-letters"')
  })
})
