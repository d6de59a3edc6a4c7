/** Where somebody tells that a lesson misled them. */
import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = 'who-comes-in'
const PATH = '/lessons/persons/who-comes-in'
const ISSUES = 'https://issues.example.test/new?title='
/** `["ana-comes-in",["/users/register","user[email]","ana"]]` */
const MOMENT = Buffer.from(
  JSON.stringify(['ana-comes-in', ['/users/register', 'user[email]', 'ana']]),
).toString('base64url')

interface Facts {
  readonly lesson: { readonly id: string; readonly version: string } | null
  readonly commit: string | null
  readonly moment: string | null
  readonly issue: { readonly title: string; readonly body: string }
  readonly href: string | null
}

const browser = new HttpBrowser()
const ask = async (query: string) => {
  const { status, json } = await browser.getJson(`/misled?${query}`)
  return { status, facts: json as unknown as Facts }
}

describe('an issue', () => {
  test('is prepared with the lesson, its version, the commit and the moment', async () => {
    const { status, facts } = await ask(`lesson=${LESSON}&moment=${MOMENT}`)

    expect(status).toBe(200)
    expect(facts.issue.title).toBe('Misled by 1.1 Who comes in?')
    expect(facts.lesson?.version).toMatch(/^[\da-f]{12}$/)
    expect(facts.moment).toBe(`${browser.origin}${PATH}#moment=${MOMENT}`)
    for (const part of [facts.lesson?.version, facts.moment, facts.commit ?? ''])
      expect(facts.issue.body).toContain(part)
    const address = new URL(facts.href ?? '')
    expect(address.host).toBe('issues.example.test')
    expect(Object.fromEntries(address.searchParams)).toEqual(facts.issue)
  })

  test('is a page that says where it leads, and is in no index', async () => {
    const { text } = await browser.get(`/misled?lesson=${LESSON}`)

    expect(text).toContain(`href="${ISSUES}`)
    expect(text).toContain('The button leads to issues.example.test')
    expect(text).toContain('<meta name="robots" content="noindex">')
    expect(text).toContain(`href="${PATH}"`)
  })

  test('is about the course where no lesson is named', async () => {
    const { facts } = await ask('')

    expect([facts.lesson, facts.issue.title]).toEqual([null, 'Misled by the course'])
  })

  test.for([
    'moment=%3Cscript%3E',
    `moment=${MOMENT}x%22%3E%3Cb%3E`,
    `moment=${'A'.repeat(1_600)}`,
    'moment=',
  ])('leaves out a moment that is none: %s', async (moment) => {
    const { facts } = await ask(`lesson=${LESSON}&${moment}`)
    const { text } = await browser.get(`/misled?lesson=${LESSON}&${moment}`)

    expect(facts.moment).toBeNull()
    expect(facts.issue.body).not.toContain('ran last')
    expect(text).toContain('It is left out below.')
    expect(text).not.toMatch(/<script>|<b>/)
  })

  test('is of no lesson that is not there', async () => {
    const { status, text } = await browser.get('/misled?lesson=%3Cb%3Enothing')

    expect(status).toBe(404)
    expect(text).toContain('No lesson of this course has that id.')
    expect(text).not.toContain('<b>')
  })
})

test('the foot of a lesson leads there, to its file, to the licence and to who made it', async () => {
  const { text } = await browser.get(PATH)
  const foot = /<p class="crumb">\s*<a href="\/misled.*?<\/p>/s.exec(text)?.[0] ?? ''

  expect(
    [...foot.matchAll(/href="(?<href>[^"]+)"/g)].map(({ groups }) => groups?.['href']),
  ).toEqual([
    `/misled?lesson=${LESSON}`,
    'https://code.example.test/edit/main/test/a-course/lessons/01-persons/01-who-comes-in/index.mdx',
    'https://licence.example.test/by/4.0',
    'https://ana.example.test',
  ])
  expect(foot).toContain('the school of Bo')
})
