import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'

const LESSON = 'forms/wrong-addresses'
const QUESTION = { demo: 'six-tries', question: 'who-knows-ana' }
const PART = 'question-six-tries.who-knows-ana'

const predict = (browser: HttpBrowser, fields: Record<string, string>) =>
  browser.post('/predictions', { _lesson: LESSON, ...QUESTION, ...fields })
const run = (browser: HttpBrowser, step: number) =>
  browser.post('/acts', { act: 'six-tries', step: String(step), _lesson: LESSON })
/** What is typed into the form by hand. */
const type = (browser: HttpBrowser, email: string, base = '/as/bo') =>
  browser.post(`${base}/users/register`, { 'user[email]': email, _lesson: LESSON })
/** The page that a run leads to, or its own answer. */
async function follow(browser: HttpBrowser, step: number): Promise<string> {
  const answer = await run(browser, step)
  const location = ledTo(answer)
  return location === null ? answer.text : (await browser.get(location)).text
}
const atQuestion = async (browser: HttpBrowser) =>
  (await browser.get(`/predictions?demo=${QUESTION.demo}&question=${QUESTION.question}`)).text
/** A stage that opens. */
const open = async (browser: HttpBrowser) =>
  (await browser.get(`/as/bo/users/register?lesson=${LESSON}`, { 'glasshouse-fragment': 'frame' }))
    .text
const predictionsOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/progress')).json.progress!.predictions
const checksOf = async (browser: HttpBrowser) =>
  (await browser.getJson('/progress')).json.progress!.checks

describe('a prediction', () => {
  test('is kept, and marked by the run of the step it is about', async () => {
    const browser = new HttpBrowser()
    const { status, headers } = await predict(browser, { answer: 'unique index' })
    expect(status).toBe(303)
    expect((await browser.get(ledTo({ headers })!)).text).toMatch(
      /data-stands="said".*value="unique index" aria-pressed="true"/s,
    )

    await run(browser, 5)
    expect(await predictionsOf(browser)).toMatchObject([{ answer: 'unique index', found: null }])
    const page = await follow(browser, 6)

    expect(page).toContain('You said the unique index; the changeset refused it.')
    expect(await predictionsOf(browser)).toMatchObject([
      { answer: 'unique index', found: 'changeset', correct: false },
    ])
  })

  test('that was right says so, and cannot be changed any more', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { answer: 'unique index' })
    await predict(browser, { answer: 'changeset' })
    await follow(browser, 5)

    expect(await follow(browser, 6)).toContain(
      'You said the changeset, and the changeset refused it.',
    )
    await predict(browser, { answer: 'nobody' })
    expect(await predictionsOf(browser)).toMatchObject([{ answer: 'changeset', correct: true }])
  })

  test('is not asked of somebody who skips it', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { skip: 'true' })
    await follow(browser, 5)

    const page = await follow(browser, 6)

    expect(page).not.toContain('You said')
    expect(await predictionsOf(browser)).toMatchObject([
      { answer: null, found: null, settled: 'skipped' },
    ])
    expect(await atQuestion(browser)).toContain('You skipped this one')
  })

  test('that comes after it was skipped counts as right later, not at first', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { skip: 'true' })
    await predict(browser, { answer: 'changeset' })
    expect(await atQuestion(browser)).toMatch(/value="changeset" aria-pressed="true"/)

    const page = await follow(browser, 6)

    expect(page).toContain('You said the changeset, and the changeset refused it.')
    const { lessons } = (await browser.getJson('/progress')).json.progress!
    const { questions } = lessons.find(({ id }) => id === 'wrong-addresses')!
    expect(questions).toMatchObject({ right: 0, later: 1, skipped: 0 })
  })

  test('is marked by the run itself, whoever looks at its page or does not', async () => {
    const browser = new HttpBrowser()
    const first = { demo: 'bo-goes-down', question: 'who-keeps-the-settings' }
    const of = { _lesson: 'persons/down-and-back' }
    await browser.post('/predictions', { ...first, ...of, answer: 'plug' })

    // It is answered with a redirect, and nobody follows.
    await browser.post('/acts', { act: first.demo, step: '3', ...of })

    expect(await predictionsOf(browser)).toMatchObject([{ answer: 'plug', found: 'plug' }])
  })

  test('is another thing for somebody who has run the step without saying', async () => {
    const browser = new HttpBrowser()

    await follow(browser, 6)

    expect(await predictionsOf(browser)).toMatchObject([
      { answer: null, found: 'changeset', settled: 'run' },
    ])
    const page = await atQuestion(browser)
    expect(page).toContain('You had run it already. The changeset refused it.')
    expect(page).not.toContain('You skipped this one')
  })

  test.for([
    ['/as/bo', 'it was done by hand, after other things than the act does'],
    ['/as/cy', 'you acted as Cy, and the act asks Bo'],
    ['', 'you acted as yourself, and the act asks Bo'],
  ])(
    'is not marked by what is typed as %j: the fact that differs is said',
    async ([base, fact]) => {
      const browser = new HttpBrowser()
      await predict(browser, { answer: 'unique index' })
      await run(browser, 5)

      const { text } = await type(browser, 'ANA@example.test', base)

      expect(text).not.toContain('You said')
      expect(await predictionsOf(browser)).toMatchObject([{ answer: 'unique index', found: null }])
      const typed = await browser.post(
        `${base}/users/register`,
        { 'user[email]': 'ANA@example.test', _lesson: LESSON },
        { 'glasshouse-fragment': 'stage' },
      )
      const [, question = ''] = typed.text.split(`<glass-fragment target="${PART}">`)
      expect(question.replaceAll(/<[^>]+>|\s+/g, ' ').replaceAll(/ +/g, ' ')).toContain(
        `Not marked: ${fact}. That is another question.`,
      )
    },
  )

  test('is marked by the next run of its step, which begins the act anew', async () => {
    const browser = new HttpBrowser()
    await predict(browser, { answer: 'unique index' })
    await type(browser, 'ANA@example.test')

    expect(await follow(browser, 6)).toContain(
      'You said the unique index; the changeset refused it.',
    )
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

    const { text } = await browser.get('/predictions?demo=six-tries&question=who-knows-ana', {
      'glasshouse-fragment': 'stage',
    })

    expect(text).toContain(`<glass-fragment target="${PART}">`)
    expect(text).not.toContain('target="page"')
  })
})

describe('a check', () => {
  test('is met by what the server did, and stays met', async () => {
    const browser = new HttpBrowser()

    expect(await follow(browser, 2)).toMatch(/the answer was that there was nothing\..*Met\./s)
    expect(await checksOf(browser)).toMatchObject([{ check_id: 'blank-is-nothing' }])
    await browser.post('/sandbox/reset')
    expect(await checksOf(browser)).toHaveLength(1)
  })

  test('that nearly holds names what is missing, and points at a step', async () => {
    const browser = new HttpBrowser()

    const page = await follow(browser, 1)

    expect(page).toContain('It was empty. Send spaces.')
    const [, miss = ''] = page.split('class="check-miss"')
    const [, trace, step] = /href="#([\w-]{16})-(\d+)"/.exec(miss) ?? []
    expect(page).toContain(`id="${trace}-${step}"`)
    expect(await checksOf(browser)).toEqual([])
  })

  test('of an act is silent until that act has begun', async () => {
    const browser = new HttpBrowser()

    const { text } = await type(browser, '   ')

    expect(text).not.toContain('the answer was that there was nothing')
    expect(await checksOf(browser)).toEqual([])
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
    await follow(browser, 2)
    await predict(browser, { answer: 'changeset' })

    const text = await open(browser)

    expect(text).toMatch(/target="task-six-tries\.blank-is-nothing">.*Met\./s)
    expect(text).toContain(`target="${PART}"`)
    expect(text).not.toContain('target="task-six-tries.taken-in-other-letters"')
  })
})

describe('a task', () => {
  const TASK = 'target="task-six-tries.wrong-and-in"'
  const THIRD = 'Type bo@localhost into the form.'

  test('is met by hand alone', async () => {
    const browser = new HttpBrowser()
    await follow(browser, 5)
    expect(await checksOf(browser)).toEqual([])

    const fields = { 'user[email]': 'cy@localhost', _lesson: LESSON, _step: 'six-tries.5' }
    await browser.post('/as/bo/users/register', fields)
    expect(await checksOf(browser)).toEqual([])
    const { headers } = await type(browser, 'bo@localhost')
    await browser.get(ledTo({ headers })!)

    expect(await checksOf(browser)).toMatchObject([{ check_id: 'wrong-and-in' }])
  })

  test('has its third hint after a try, also when the page is loaded again', async () => {
    const browser = new HttpBrowser()
    await run(browser, 1)
    expect(await open(browser)).not.toContain(TASK)

    await type(browser, 'bo@example.test')
    await type(browser, 'bo')

    const again = await open(browser)
    expect(again).toContain(TASK)
    expect(again).toContain(THIRD)
    expect(again).toContain('Show me')
    expect(again).not.toContain('user[email]=bo@localhost')
  })

  test('is tried once by what was done once, however often its page is looked at', async () => {
    const browser = new HttpBrowser()
    await run(browser, 1)
    const { headers } = await type(browser, 'bo@example.test')
    for (let look = 0; look < 3; look += 1) await browser.get(ledTo({ headers })!)

    const { tasks } = (await browser.getJson('/progress')).json.progress!
    expect(tasks).toMatchObject([{ check_id: 'wrong-and-in', tries: 1 }])
  })

  test('shows its way to somebody who asks for it, and keeps that they did', async () => {
    const browser = new HttpBrowser()
    await run(browser, 1)
    await browser.post('/ways', { act: 'six-tries', task: 'wrong-and-in', _lesson: LESSON })

    const again = await open(browser)

    expect(again).toContain(TASK)
    expect(again).toContain('POST /as/bo/users/register user[email]=bo@localhost')
    expect(again).not.toContain('Show me')
  })
})
