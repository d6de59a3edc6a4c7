import { describe, expect, test } from 'vitest'
import { HttpBrowser, VISITOR, type JsonProgress } from '../support/http-browser.ts'

const LESSON = 'persons/down-and-back'

const look = async (browser: HttpBrowser): Promise<JsonProgress> =>
  (await browser.getJson('/progress')).json.progress!
const exportOf = async (browser: HttpBrowser) =>
  JSON.parse((await browser.get('/progress/export')).text) as Record<string, unknown[]>
const bring = (browser: HttpBrowser, file: unknown) =>
  browser.postForJson('/progress/import', {
    file: typeof file === 'string' ? file : JSON.stringify(file),
  })

/** As a browser sends a file without scripts. */
function upload(browser: HttpBrowser, file: string, path = '/progress/import') {
  const body = `--b\r\nContent-Disposition: form-data; name="file"; filename="p.json"\r\nContent-Type: application/json\r\n\r\n${file}\r\n--b--\r\n`
  return browser.request(path, {
    method: 'POST',
    body,
    headers: { origin: browser.origin, 'content-type': 'multipart/form-data; boundary=b' },
  })
}

/** Somebody who has read, answered, met and remembered something. */
async function learner(): Promise<HttpBrowser> {
  const browser = new HttpBrowser()
  const question = { demo: 'bo-goes-down', question: 'how-far-bo-goes' }
  await browser.post('/predictions', { ...question, answer: 'guards', _lesson: LESSON })
  for (const step of ['1', '2'])
    await browser.post('/acts', { act: 'bo-goes-down', step, _lesson: LESSON })
  await browser.post('/progress', { lesson: 'who-comes-in', read: 'true' })
  await browser.post('/recalls', { recall: 'who-comes-in.a', knew: 'true' })
  return browser
}

describe('POST /progress/import', () => {
  test('takes into a new browser what another one has exported, and says so', async () => {
    const file = await exportOf(await learner())
    const browser = new HttpBrowser()

    const { status } = await upload(browser, JSON.stringify(file, null, 2))

    expect(status).toBe(303)
    const page = (await browser.get('/progress')).text
    const checks = file['checks']!.length
    expect(checks).toBeGreaterThan(1)
    expect(page).toContain(
      `Taken from the file: 2 lessons, ${checks} checks and tasks, 1 answer, 1 question from memory.`,
    )
    const { exported_at: _, ...brought } = await exportOf(browser)
    const { exported_at: __, ...was } = file
    expect(brought).toEqual(was)
    expect((await look(browser)).resume?.href).toBe(`/lessons/${LESSON}#after-bo-goes-down-2`)
  })

  test('lowers nothing, and says what was here already', async () => {
    const browser = await learner()
    const file = await exportOf(browser)
    await browser.post('/progress', { lesson: 'down-and-back', read: 'true' })
    const before = await exportOf(browser)

    const { json } = await bring(browser, file)

    const kinds = ['lessons', 'checks', 'predictions', 'recalls']
    const all = kinds.reduce((sum, kind) => sum + file[kind]!.length, 0)
    expect(json.flash.info).toBe(`Nothing in the file was new. ${all} records were here already.`)
    expect({ ...(await exportOf(browser)), exported_at: 0 }).toEqual({ ...before, exported_at: 0 })
  })

  test('leaves out what this course does not know, and says how much', async () => {
    const file = await exportOf(await learner())
    const checks = file['checks'] as { readonly lesson_id: string; readonly check_id: string }[]
    const check = checks.find(({ lesson_id }) => lesson_id === 'down-and-back')
    const browser = new HttpBrowser()

    const { json } = await bring(browser, {
      ...file,
      checks: [check, { ...check, check_id: 'no-such-check' }],
      recalls: [],
      lessons: [{ ...(file['lessons']![0] as object), lesson_id: 'no-such-lesson' }],
    })

    expect(json.flash.info).toBe(
      'Taken from the file: 1 check or task, 1 answer. ' +
        'Left out: 2 records of what this course does not have, or has rewritten since.',
    )
    expect((await exportOf(browser))['checks']).toEqual([check])
  })

  test('knows of a text that is another one by now no more than that it was read', async () => {
    const file = await exportOf(await learner())
    const rewritten = (one: unknown, at: number) => ({
      ...(one as object),
      version: String(at).padStart(12, 'a'),
    })
    const browser = new HttpBrowser()

    for (const at of [1, 2, 3])
      await bring(browser, {
        ...file,
        lessons: file['lessons']!.map((one) => rewritten(one, at)),
        checks: file['checks']!.map((one) => rewritten(one, at)),
      })

    const { lessons, checks } = await exportOf(browser)
    expect([lessons!.length, checks!.length]).toEqual([2, 0])
    const read = (await look(browser)).lessons.find(({ id }) => id === 'who-comes-in')
    expect(read).toMatchObject({ state: 'read', changed: true })
  })

  test('never believes that something was done later than now', async () => {
    const file = await exportOf(await learner())
    const [first] = file['lessons'] as { last_opened_at: string }[]
    const browser = new HttpBrowser()

    await bring(browser, {
      ...file,
      lessons: [{ ...first, last_opened_at: '2999-01-01T00:00:00Z' }],
    })

    const [opened] = (await exportOf(browser))['lessons'] as { last_opened_at: string }[]
    expect(Date.parse(opened!.last_opened_at)).toBeLessThanOrEqual(Date.now())
  })

  test('of a forged file changes nothing, and repeats nothing that stands in it', async () => {
    const browser = await learner()
    const file = await exportOf(browser)
    const before = { ...file, exported_at: 0 }
    const [check] = file['checks'] as object[]
    const [prediction] = file['predictions'] as object[]
    const evil = '<img src=x onerror=alert(1)>'
    const forged: unknown[] = [
      ...[
        '',
        'no JSON',
        '[]',
        'null',
        '{}',
        '{"format":2}',
        `{"${evil}":1}`,
        '{"__proto__":{"a":1}}',
      ],
      { ...file, [evil]: evil },
      { ...file, checks: [{ ...check, met_at: 'yesterday' }] },
      { ...file, checks: [{ ...check, met_at: '1969-01-01T00:00:00Z' }] },
      { ...file, checks: [check, { ...check, lesson_id: evil }] },
      { ...file, checks: [{ ...check, visitor_id: 1 }] },
      { ...file, checks: [{ ...check, [evil]: 1 }] },
      { ...file, recalls: Array.from({ length: 2_001 }, () => 1) },
      { ...file, predictions: [{ ...prediction, correct: true }] },
      { ...file, predictions: [{ ...prediction, marked_at: null }] },
      { ...file, predictions: [{ ...prediction, settled: 'run' }] },
    ]

    for (const each of forged) {
      const { status, text } = await bring(browser, each)
      expect([JSON.stringify(each).slice(0, 90), status]).toEqual([expect.anything(), 422])
      expect(text).not.toContain('onerror')
    }

    expect({ ...(await exportOf(browser)), exported_at: 0 }).toEqual(before)
  })

  test('is as long as a file of a whole course may be, and no longer', async () => {
    const browser = new HttpBrowser()
    const file = await exportOf(await learner())
    const long = JSON.stringify({ ...file, exercise_texts: ['x'.repeat(200_000)] })

    expect((await upload(browser, long)).status).toBe(303)
    expect((await upload(browser, long.padEnd(263_000))).status).toBe(413)
  })

  test('takes a file nowhere else, and no form that cannot be read', async () => {
    const browser = new HttpBrowser()

    expect((await upload(browser, '{}', '/progress')).status).toBe(415)
    expect((await upload(browser, '{}', '/progress/delete')).status).toBe(415)
    const { status } = await browser.request('/progress/import', {
      method: 'POST',
      body: 'no form',
      headers: { origin: browser.origin, 'content-type': 'multipart/form-data; boundary=b' },
    })
    expect(status).toBe(400)
    expect(browser.cookies.has(VISITOR)).toBe(false)
  })

  test('comes from a page of this site alone', async () => {
    const file = JSON.stringify(await exportOf(await learner()))

    const { status } = await new HttpBrowser().post(
      '/progress/import',
      { file },
      { origin: 'https://evil.example' },
    )

    expect(status).toBe(403)
  })
})

describe('the way back', () => {
  test('leads to the step that was taken last, though nobody predicted anything', async () => {
    const browser = new HttpBrowser()
    await browser.post('/acts', { act: 'bo-goes-down', step: '2', _lesson: LESSON })

    const { resume } = await look(browser)
    expect(resume).toMatchObject({
      ...{ id: 'down-and-back', href: `/lessons/${LESSON}#after-bo-goes-down-2` },
      act: 'Three requests of a visitor',
    })
    for (const path of ['/', '/progress', `/fragments/progress?lesson=${LESSON}`])
      expect((await browser.get(path)).text).toContain(
        `href="/lessons/${LESSON}#after-bo-goes-down-2"`,
      )

    await browser.post('/acts', { act: 'ana-goes-down', step: '2', _lesson: LESSON })
    expect((await look(browser)).resume?.href).toBe(`/lessons/${LESSON}#after-ana-goes-down-2`)
    const question = { demo: 'bo-goes-down', question: 'who-keeps-the-settings' }
    await browser.post('/predictions', { ...question, answer: 'plug', _lesson: LESSON })
    expect((await look(browser)).resume?.href).toBe(`/lessons/${LESSON}#after-bo-goes-down-3`)
  })
})

describe('GET /progress', () => {
  test('names each question with its answer, and leads to where it is tried again', async () => {
    const browser = await learner()
    const question = { demo: 'bo-goes-down', question: 'who-keeps-the-settings' }
    await browser.post('/predictions', { ...question, skip: 'true', _lesson: LESSON })

    const { text } = await browser.get('/progress')

    expect(text).toContain('“bo” is no address. How far down does the request go?')
    expect(text).toMatch(/data-stands="wrong".*?How far down.*?You said to the plugs;/s)
    expect(text).toMatch(/data-stands="skipped".*?Who stops the request\?/s)
    const again = '/predictions?demo=bo-goes-down&question=how-far-bo-goes&again=true'
    expect(text.replaceAll('&amp;', '&')).toContain(again)
    const asked = (await browser.get(again)).text
    expect(asked).toMatch(/name="again" value="true"/)
    expect(text).toContain(`href="/lessons/${LESSON}#after-bo-goes-down-1"`)
    expect(text).toContain('href="/recall?ask=who-comes-in.a"')
    expect((await browser.get('/recall?ask=who-comes-in.a')).text).toContain(
      'name="recall" value="who-comes-in.a"',
    )
  })
})
