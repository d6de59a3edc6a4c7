/** Lessons on paper: plain, whole, and as much of the course as is open for whoever asks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listDemosOf, listExercisesOf, listLessons } from '#course/course.ts'
import { loadSolution } from '#course/solutions.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const KEY = 'a key of twelve letters'
const LATER = 'letters/later-on'
const CLOSED = 'letters/answers-later'
const ANSWER = 'The rule that wants something at all'
const DAY = 'The answers open on 1 January 2999.'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ TEACHER_KEY: KEY })
}, 60_000)
afterAll(() => server.stop(), 60_000)

const reader = () => new HttpBrowser(server.origin)

async function teacher(): Promise<HttpBrowser> {
  const browser = reader()
  await browser.post('/teach', { secret: KEY })
  return browser
}

const open = listLessons().filter(({ path }) => path !== LATER)
const valuesOf = (html: string, attribute: string) =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value ?? '')
const wordsOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(
      /&#(?:x(?<hex>[\da-f]+)|(?<number>\d+));/gi,
      (_all, hex?: string, number?: string) =>
        String.fromCodePoint(hex === undefined ? Number(number) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** What a page for paper does not have. */
const TO_PRESS = /<(?:form|button|script|input|select|textarea|details|template)\b/

describe('a lesson on paper', () => {
  test('has nothing to press, no script, and every recorded step of its demos once', async () => {
    for (const lesson of open) {
      const { status, text } = await reader().get(`/print/${lesson.path}`)
      expect([lesson.path, status, TO_PRESS.exec(text)?.[0]]).toEqual([lesson.path, 200, undefined])
      const steps = listDemosOf(lesson).flatMap(({ id, steps: own }) =>
        own.map((_step, index) => `${id}.${index + 1}`),
      )
      expect([lesson.path, valuesOf(text, 'data-step').toSorted()]).toEqual([
        lesson.path,
        steps.toSorted(),
      ])
    }
  })

  test('asks under a number, and answers at the end under the same', async () => {
    for (const lesson of open) {
      const { text } = await reader().get(`/print/${lesson.path}`)
      const named = (start: string) =>
        valuesOf(text, 'id').filter((id) =>
          new RegExp(`^${start}-(?:question|recall|task|exercise)-`).test(id),
        )
      const [asked, answered] = [named('asked'), named('answer')]
      expect(asked.length).toBeGreaterThan(0)
      expect(answered).toEqual(asked.map((id) => id.replace('asked-', 'answer-')))
    }
  })

  test('says of each question which of its answers is true, rows that were counted among them', async () => {
    const kinds = open.flatMap(({ path }) =>
      listDemosOf({ path }).flatMap(({ predictions }) => predictions.map(({ asks }) => asks)),
    )
    expect(kinds).toContain('rows')
    for (const { path } of open.filter((lesson) => lesson.path !== CLOSED)) {
      const { text } = await reader().get(`/print/${path}`)
      const [, ...answers] = text.split(' id="answer-')
      for (const answer of answers.filter((one) => one.startsWith('question-')))
        expect([path, answer.slice(0, 60), answer.includes('class="paper-right"')]).toEqual([
          path,
          answer.slice(0, 60),
          true,
        ])
    }
  })

  test('has its code whole, and the solutions of its exercises', async () => {
    const exercises = open.flatMap((lesson) => listExercisesOf(lesson))
    expect(exercises.length).toBeGreaterThan(3)
    for (const { id, lesson, files } of exercises.filter((one) => one.lesson !== CLOSED)) {
      const words = wordsOf((await reader().get(`/print/${lesson}`)).text)
      const solution = await loadSolution(id)
      const lines = files.flatMap((file) => solution[file]?.split('\n') ?? [])
      expect(lines.length).toBeGreaterThan(3)
      expect([id, lines.filter((line) => !words.includes(line))]).toEqual([id, []])
    }
  })

  test('does not stand in for the lesson where somebody searches', async () => {
    expect((await reader().get(`/print/${open[0]?.path}`)).text).toContain('content="noindex"')
  })
})

describe('a lesson whose answers open later', () => {
  test('says when in their place, and whoever teaches has them', async () => {
    const read = await reader().get(`/print/${CLOSED}`)
    const taught = await (await teacher()).get(`/print/${CLOSED}`)

    expect([read.text.includes(ANSWER), read.text.includes(DAY)]).toEqual([false, true])
    expect([taught.text.includes(ANSWER), taught.text.includes(DAY)]).toEqual([true, false])
    expect(read.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('has no second address', async () => {
    for (const path of [`/closed/print/${CLOSED}`, `/closed/print/${CLOSED}.html`])
      expect([path, (await reader().get(path)).status]).toEqual([path, 404])
  })
})

test('a lesson that opens later is refused on paper, and so are its pictures', async () => {
  expect((await reader().get(`/print/${LATER}`)).status).toBe(403)
  expect((await reader().get(`/pictures/${LATER}/a-demo.1.svg`)).status).toBe(403)
})

describe('the course on one page', () => {
  test('has every lesson that is open, and says which is not, and from when', async () => {
    const { status, text, headers } = await reader().get('/print')

    expect(status).toBe(200)
    expect(headers.get('cache-control')).not.toContain('public')
    expect(TO_PRESS.exec(text)?.[0]).toBeUndefined()
    expect(valuesOf(text, 'data-lesson')).toEqual(open.map(({ id }) => id))
    expect(text).toContain('Later on, which opens on 1 January 2999.')
    expect(text).not.toContain('first day of the year 2999')
    expect([text.includes(ANSWER), text.includes(DAY)]).toEqual([false, true])
  })

  test('is whole for whoever teaches, and a reader who comes next has no more than before', async () => {
    const { text } = await (await teacher()).get('/print')

    expect(valuesOf(text, 'data-lesson')).toEqual(listLessons().map(({ id }) => id))
    expect([text.includes(ANSWER), text.includes(DAY)]).toEqual([true, false])
    expect((await reader().get('/print')).text).not.toContain(ANSWER)
  })

  test('has no id twice, and no link that leads nowhere in it', async () => {
    const { text } = await reader().get('/print')
    const ids = valuesOf(text, 'id')

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    const inside = valuesOf(text, 'href').filter((href) => href.startsWith('#'))
    expect(inside.length).toBeGreaterThan(20)
    expect(inside.filter((href) => !ids.includes(decodeURIComponent(href.slice(1))))).toEqual([])
  })

  test('tells a program which lessons it holds', async () => {
    const { json } = await reader().getJson('/print')

    expect(json).toMatchObject({ lessons: open.map(({ id }) => ({ id })) })
  })
})
