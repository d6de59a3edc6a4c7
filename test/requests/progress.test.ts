import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo, VISITOR, type JsonProgress } from '../support/http-browser.ts'
import { isSince } from '../support/is-since.ts'

const FIRST = 'who-comes-in'
const SECOND = 'down-and-back'

const open = (browser: HttpBrowser, lesson: string, fields: Record<string, string> = {}) =>
  browser.post('/progress', { lesson, ...fields })
const read = (browser: HttpBrowser, lesson: string, value = 'true') =>
  browser.post('/progress', { lesson, read: value })
const look = async (browser: HttpBrowser): Promise<JsonProgress> =>
  (await browser.getJson('/progress')).json.progress!
const states = ({ lessons }: JsonProgress) =>
  Object.fromEntries(lessons.map(({ id, state }) => [id, state]))

describe('POST /progress', () => {
  test('makes a visitor, and no sandbox', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await open(browser, FIRST)

    expect([status, ledTo({ headers })]).toEqual([303, '/progress'])
    expect(browser.cookies.has(VISITOR)).toBe(true)
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'opened', [SECOND]: 'new' })
  })

  test('marks a lesson as read, says so, and takes it back', async () => {
    const browser = new HttpBrowser()

    await read(browser, FIRST)
    expect((await browser.get('/progress')).text).toContain('You have read “Who comes in?”.')
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'read' })

    await read(browser, FIRST, 'false')
    expect((await browser.get('/progress')).text).toContain('“Who comes in?” is not read yet.')
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'opened' })
  })

  test('answers JSON, from JSON too', async () => {
    const browser = new HttpBrowser()

    const { status, json } = await browser.postJson('/progress', { lesson: FIRST, read: true })

    expect(status).toBe(200)
    expect(json).toMatchObject({ ok: true, location: '/progress', flash: {} })
    expect(states(json.progress!)).toMatchObject({ [FIRST]: 'read' })
    expect(json.progress?.resume?.id).toBe(SECOND)
  })

  test('is traced as an act of its reader, and not when a page says it by itself', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    const titles = async () =>
      (await browser.getJson('/sandbox/traces')).json.traces?.map(({ title }) => title)

    await browser.post('/progress', { lesson: FIRST }, { 'glasshouse-fragment': 'frame' })
    expect(await titles()).toEqual(['POST /users/register'])

    const { json } = await browser.postForJson('/progress', { lesson: FIRST, read: 'true' })
    expect(json.trace?.steps.map(({ name }) => name)).toContain('Progress.markLesson')
    expect(json.trace?.steps.some(({ layer }) => layer === 'sql')).toBe(false)
    expect(await titles()).toEqual(['POST /progress', 'POST /users/register'])
  })

  test.for([
    {},
    { lesson: '' },
    { lesson: 'nowhere' },
    { lesson: '__proto__' },
    { lesson: 'persons/who-comes-in' },
    { lesson: [FIRST] },
    { lesson: { id: FIRST } },
    { lesson: 1 },
    { lesson: FIRST, read: 'yes' },
    { lesson: FIRST, read: 1 },
    { lesson: FIRST, read: null },
    { lesson: FIRST, read: [true, false] },
    { lesson: FIRST, read: '' },
  ])('refuses %o, and remembers nothing', async (body) => {
    const browser = new HttpBrowser()

    const { status, json } = await browser.postJson('/progress', body)

    expect([status, json.ok]).toEqual([422, false])
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'new' })
  })

  test('says what it takes', async () => {
    const { json } = await new HttpBrowser().postForJson('/progress', { lesson: 'nowhere' })

    expect(json.error).toBe('Name a lesson of the course by its id: lesson=who-comes-in.')
  })

  test('answers a page that was left open for long with what to do', async () => {
    const browser = new HttpBrowser()
    browser.cookies.set(VISITOR, 'x'.repeat(43))

    expect((await open(browser, FIRST)).status).toBe(410)
    expect(browser.cookies.get(VISITOR)).toBe('x'.repeat(43))
    expect((await open(browser, FIRST, { _fresh: 'true' })).status).toBe(303)
  })
})

describe('progress', () => {
  test('has begun no lesson by what was tried beside the course', async () => {
    const browser = new HttpBrowser()
    // `/try` speaks of a rule that refuses.
    expect((await browser.post('/users/register', { 'user[email]': 'no address' })).status).toBe(
      422,
    )

    const { text } = await browser.get('/progress')

    expect(text).toContain('You have opened no lesson yet')
    expect(text).not.toContain('You have read every lesson')
    expect(text).not.toContain('Lesson by lesson')
    expect(text).toContain('Delete it')
    expect((await browser.get('/fragments/progress')).text).not.toContain('every lesson')
  })

  test('is never made by looking', async () => {
    const browser = new HttpBrowser()

    for (const path of [
      '/lessons/persons/who-comes-in',
      '/lessons',
      '/',
      '/progress',
      `/progress?lesson=${FIRST}`,
      '/progress/export',
      '/fragments/progress?lesson=persons/who-comes-in',
    ])
      expect((await browser.get(path)).headers.getSetCookie()).toEqual([])

    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    for (const path of ['/lessons/persons/who-comes-in', `/progress?lesson=${FIRST}&read=true`])
      await browser.get(path)
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'new' })
  })

  test('stays when the sandbox is reset, and when another begins', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await read(browser, FIRST)

    await browser.post('/sandbox/reset')
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'read' })

    await browser.post('/sandbox/seeds', { name: 'two-people' })
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'read' })
  })

  test('is there when the migrations of the sandbox were taken back', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await browser.post('/sandbox/migrations', { direction: 'down' })

    expect((await read(browser, FIRST)).status).toBe(303)
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'read' })
    for (const path of ['/progress', '/progress/export', '/fragments/progress'])
      expect((await browser.get(path)).status).toBe(200)
  })

  test('goes by the site’s clock, not by that of a sandbox', async () => {
    const browser = new HttpBrowser()
    await browser.advance('400d')
    const start = Date.now()
    await read(browser, FIRST)

    const { lessons } = JSON.parse((await browser.get('/progress/export')).text) as {
      lessons: { read_at: string }[]
    }
    expect(isSince(start, Date.parse(lessons[0]!.read_at))).toBe(true)
  })

  test('belongs to the visitor, whoever acts', async () => {
    const browser = new HttpBrowser()

    const { headers } = await browser.post('/as/ana/progress', { lesson: FIRST })

    expect(ledTo({ headers })).toBe('/as/ana/progress')
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'opened' })
  })
})

describe('GET /progress', () => {
  test('leads somebody without progress to the first lesson', async () => {
    const { status, text } = await new HttpBrowser().get('/progress')

    expect(status).toBe(200)
    expect(text).toContain('You have opened no lesson yet')
    expect(text).toContain('href="/lessons/persons/who-comes-in"')
  })

  test('shows what was read, and where to go on', async () => {
    const browser = new HttpBrowser()
    await read(browser, FIRST)

    const { text } = await browser.get('/progress')

    expect(text).toContain('Continue: 1.2 Down and back')
    expect(text).toMatch(/<span class="mark">\s*read\s*<\/span>/)
  })

  test('tells somebody who has read all of it', async () => {
    const browser = new HttpBrowser()
    const { lessons } = await look(browser)
    for (const { id } of lessons) await read(browser, id)

    expect((await browser.get('/progress')).text).toContain(
      'You have read every lesson that is written.',
    )
    expect((await look(browser)).resume).toBeNull()
  })
})

describe('the way back', () => {
  test('stands on the home page', async () => {
    const browser = new HttpBrowser()
    expect((await browser.get('/')).text).toContain('Start the course')

    await open(browser, SECOND)

    const { text } = await browser.get('/')
    expect(text).toContain('Continue: 1.2 Down and back')
    expect(text).not.toContain('Start the course')
  })

  test('is given to pages that were built for everybody', async () => {
    const browser = new HttpBrowser()
    const fragment = () => browser.get('/fragments/progress?lesson=persons/who-comes-in')
    // Of a newcomer they say already all that there is to say.
    expect(await fragment()).toMatchObject({ status: 204, text: '' })

    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    const before = await fragment()
    expect(before.text).not.toContain('target="continue"')
    expect(before.text).toContain('Mark as read')

    await read(browser, FIRST)

    const { text } = await fragment()
    expect(text).toContain('target="continue"')
    expect(text).toContain('target="mark-who-comes-in"')
    expect(text).toContain('Not read yet')
  })

  test('is not led astray by a lesson that is none', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    const { status, text } = await browser.get('/fragments/progress?lesson=__proto__')

    expect(status).toBe(200)
    expect(text).not.toContain('Mark as read')
  })
})

describe('POST /recalls', () => {
  const RECALL = { recall: 'who-comes-in.a', _lesson: 'persons/who-comes-in' }
  const recallsOf = async (browser: HttpBrowser) =>
    (
      (await browser.getJson('/progress')).json.progress as unknown as {
        recalls: { recall_id: string; knew: boolean }[]
      }
    ).recalls.map(({ recall_id: id, knew }) => [id, knew])

  test('keeps what was said last of a question from memory', async () => {
    const browser = new HttpBrowser()

    const { text } = await browser.post(
      '/recalls',
      { ...RECALL, knew: 'false' },
      { 'glasshouse-fragment': 'stage' },
    )
    expect(text).toMatch(/target="recall-who-comes-in\.a">\s*Kept: not quite yet\./)
    expect(await recallsOf(browser)).toEqual([['who-comes-in.a', false]])
    const again = await browser.post('/recalls', { ...RECALL, knew: 'true' })

    expect([again.status, again.text]).toEqual([200, expect.stringContaining('Kept: you knew it.')])
    expect(again.text).toContain('href="/lessons/persons/who-comes-in"')
    expect(await recallsOf(browser)).toEqual([['who-comes-in.a', true]])
    expect((await browser.get('/progress/export')).text).toContain('"who-comes-in.a"')
    await browser.post('/progress/delete')
    expect(await recallsOf(browser)).toEqual([])
  })

  test.for([
    { ...RECALL },
    { ...RECALL, knew: 'perhaps' },
    { recall: 'no-such-lesson.a', knew: 'true' },
    { recall: '__proto__', knew: 'true' },
  ])('refuses %o, and keeps nothing', async (fields) => {
    const browser = new HttpBrowser()

    expect((await browser.postForJson('/recalls', fields)).status).toBe(422)
    expect(await recallsOf(browser)).toEqual([])
  })
})

describe('/recall', () => {
  interface Session {
    readonly recall: { readonly id: string; readonly options: readonly string[] } | null
    readonly waiting: number
    readonly next: string | null
  }
  const sessionOf = async (browser: HttpBrowser) =>
    (await browser.getJson('/recall')).json as unknown as Session

  test('asks nothing of whoever has read no lesson', async () => {
    const browser = new HttpBrowser()

    const { status, text } = await browser.get('/recall')

    expect([status, text]).toEqual([200, expect.stringContaining('Nothing to ask yet')])
    expect(await sessionOf(browser)).toMatchObject({ recall: null, waiting: 0, next: null })
  })

  test('asks of a lesson that was read, marks each answer with its why, and comes to an end', async () => {
    const browser = new HttpBrowser()
    await read(browser, FIRST)
    const { recall, waiting } = await sessionOf(browser)
    const asked = await browser.get('/recall')
    expect(recall?.id).toBe('who-comes-in.a')
    expect(asked.text).toContain(`Question 1 of ${waiting}`)

    const missed = await browser.post('/recall', { recall: recall!.id, chose: 'none', nth: '1' })
    const shown = await browser.get(missed.headers.get('location') ?? '')

    expect(missed.status).toBe(303)
    expect(shown.text).toContain('Here it is.')
    expect(shown.text).toContain('Read it again in')
    expect(shown.text).toContain('href="/recall?nth=2"')

    const { recall: second } = await sessionOf(browser)
    const chosen = await Promise.all(
      second!.options.map(async (_, index) => {
        const path = `/recall?answered=${second!.id}&chose=${index}&nth=2`
        return (await browser.get(path)).text.includes('✓ Right.') ? index : -1
      }),
    )
    const right = String(Math.max(...chosen))
    const known = await browser.post('/recall', { recall: second!.id, chose: right, nth: '2' })
    const last = await browser.get(known.headers.get('location') ?? '')

    expect(chosen.filter((index) => index >= 0)).toHaveLength(1)
    expect(last.text).toContain('✓ Right.')
    expect(last.text).not.toContain('Read it again in')
    const { records } = { records: (await browser.getJson('/progress')).json.progress }
    expect(records).toMatchObject({
      recalls: [
        { recall_id: recall!.id, knew: false, times_known: 0 },
        { recall_id: second!.id, knew: true, times_known: 1 },
      ],
    })
    // Both come back tomorrow, and no sooner.
    const { waiting: left, next } = await sessionOf(browser)
    expect(left).toBe(waiting - 2)
    expect(Date.parse(next!) - Date.now()).toBeGreaterThan(23 * 60 * 60_000)
  })

  test('says when the next one comes back once nothing waits', async () => {
    const browser = new HttpBrowser()
    await read(browser, FIRST)
    for (let left = (await sessionOf(browser)).waiting; left > 0; left -= 1) {
      const { recall } = await sessionOf(browser)
      await browser.post('/recall', { recall: recall!.id, chose: '0', nth: '1' })
    }

    const { text } = await browser.get('/recall')

    expect(text).toContain('Nothing waits today')
    expect(text).toMatch(/The next question comes back on \d+ \w+ \d{4}\./)
  })

  test.for([
    {},
    { recall: 'who-comes-in.a' },
    { recall: 'who-comes-in.a', chose: '9' },
    { recall: 'who-comes-in.a', chose: '' },
    { recall: 'who-comes-in.a', chose: '__proto__' },
    { recall: 'no-such-lesson.a', chose: '0' },
  ])('refuses %o, and keeps nothing', async (fields) => {
    const browser = new HttpBrowser()

    expect((await browser.postForJson('/recall', fields)).status).toBe(422)
    expect((await browser.getJson('/progress')).json.progress).toMatchObject({ recalls: [] })
  })

  test('shows nothing of a question that is none', async () => {
    const { status, text } = await new HttpBrowser().get(
      '/recall?answered=__proto__&chose=0&nth=-4',
    )

    expect(status).toBe(200)
    expect(text).toContain('Nothing to ask yet')
  })
})

describe('GET /progress/export', () => {
  test('is a file with all there is, and no name', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await read(browser, FIRST)
    await open(browser, SECOND)

    const { status, headers, text } = await browser.get('/progress/export')

    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="glasshouse-progress.json"',
    )
    expect(JSON.parse(text)).toEqual({
      format: 1,
      exported_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      lessons: [
        {
          lesson_id: FIRST,
          version: expect.stringMatching(/^[\da-f]{12}$/) as string,
          title: 'Who comes in?',
          opened_at: expect.any(String) as string,
          last_opened_at: expect.any(String) as string,
          read_at: expect.any(String) as string,
          last_step: null,
          stepped_at: null,
        },
        expect.objectContaining({ lesson_id: SECOND, read_at: null }),
      ],
      checks: [],
      predictions: [],
      later_answers: [],
      tasks: [],
      recalls: [],
    })
    expect(text).not.toContain('example.test')
  })

  test('is an empty one for a stranger', async () => {
    const { status, text } = await new HttpBrowser().get('/progress/export')

    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ lessons: [], checks: [], predictions: [] })
  })
})

describe('POST /progress/delete', () => {
  test('forgets it all, and leaves the sandbox', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('ana@example.test')
    await read(browser, FIRST)

    const { status, headers } = await browser.post('/progress/delete')

    expect([status, ledTo({ headers })]).toEqual([303, '/progress'])
    expect((await browser.get('/progress')).text).toContain('You have opened no lesson yet')
    expect((await browser.getJson('/')).json.scope.user?.email).toBe('ana@example.test')
  })

  test('is not done by looking', async () => {
    const browser = new HttpBrowser()
    await read(browser, FIRST)

    const { status, headers } = await browser.get('/progress/delete')

    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    expect(states(await look(browser))).toMatchObject({ [FIRST]: 'read' })
  })
})

describe('progress of another visitor', () => {
  test('is neither shown, nor exported', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await read(ana, FIRST)
    await open(bo, SECOND)

    expect(states(await look(bo))).toMatchObject({ [FIRST]: 'new', [SECOND]: 'opened' })
    expect((await bo.get('/progress/export')).text).not.toContain(FIRST)
    expect((await bo.get('/fragments/progress')).text).not.toContain(`mark-${FIRST}`)
  })

  test('is neither changed nor deleted, by any id', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await read(ana, FIRST)
    await open(bo, SECOND)

    for (const field of ['visitor', 'visitor_id', 'id', 'user_id', 'sandbox']) {
      for (const id of ['1', '2', '3']) {
        await bo.post('/progress', { lesson: FIRST, read: 'false', [field]: id })
        await bo.post(`/progress/delete?${field}=${id}`, { [field]: id })
      }
    }

    expect(states(await look(ana))).toMatchObject({ [FIRST]: 'read', [SECOND]: 'new' })
    expect(states(await look(bo))).toMatchObject({ [SECOND]: 'new' })
  })
})
