/** `/try` without a script: a list of links into the app, whose ticks are there after a reload. */
import { describe, expect, test } from 'vitest'
import type { TriesView } from '#site/try/try-view.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const seen = async (browser: HttpBrowser) => {
  const { json } = await browser.getJson('/try')
  const { met, groups } = json as unknown as TriesView
  const ids = groups.flatMap(({ tries }) => tries.filter((one) => one.met).map(({ id }) => id))
  expect(met).toBe(ids.length)
  return ids
}

describe('/try', () => {
  test('is a list of lines, each a link to where one begins and to its lesson', async () => {
    const { status, text } = await new HttpBrowser().get('/try')

    expect(status).toBe(200)
    expect(text).toContain('6 things to try')
    expect(text).toContain('0 of 6 seen')
    expect(text).toMatch(/data-try="not-his"[^>]*>\s*<a[^>]*href="\/as\/bo\/scores\/1"/)
    expect(text).toContain('href="/lessons/persons/down-and-back"')
    // A lesson that opens later is no link yet.
    expect(text).not.toContain('/later-on"')
    expect(text).toMatch(/action="\/sandbox\/seeds".*name="name" value="two-people"/s)
    expect(text).toContain('id="registration_form"')
  })

  test('ticks what has occurred on a page, and keeps it when the server is empty again', async () => {
    const browser = new HttpBrowser()
    expect(await seen(browser)).toEqual([])

    await browser.post('/users/register', { 'user[email]': 'ana' })
    await browser.get('/users/settings')

    expect(await seen(browser)).toEqual(['a-rule', 'turned-away'])
    await browser.post('/sandbox/reset', { what: 'everything' })
    const { text } = await browser.get('/try')
    expect(text).toContain('2 of 6 seen')
    expect(text.match(/data-met/g)).toHaveLength(2)
  })

  test('ticks what has occurred in a lesson, and in a lab for each of two', async () => {
    const browser = new HttpBrowser()
    await browser.post('/acts', {
      ...{ act: 'six-tries', step: '3', _lesson: 'forms/wrong-addresses' },
    })
    expect(await seen(browser)).toEqual(['a-rule'])

    await browser.post('/labs/race', { of: 'registrations', order: 'ABAB' })

    expect(await seen(browser)).toEqual(['a-rule', 'a-race-lost'])
  })

  test('ticks nothing for what only a start state has done, nor for anybody else', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'busy-house' })

    expect(await seen(browser)).toEqual([])
    await browser.post('/users/register', { 'user[email]': 'ana' })
    expect(await seen(new HttpBrowser())).toEqual([])
  })

  test('forgets its ticks with everything else that is kept of a reader', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'ana' })
    expect(await seen(browser)).toEqual(['a-rule'])

    await browser.post('/progress/delete')

    expect(await seen(browser)).toEqual([])
  })

  test('looks, and changes nothing', async () => {
    const browser = new HttpBrowser()

    const { headers } = await browser.get('/try?met=a-rule')

    expect(headers.getSetCookie()).toEqual([])
    expect((await browser.post('/try', { id: 'a-rule' })).status).toBe(405)
    expect(await seen(browser)).toEqual([])
  })
})

describe('the home page', () => {
  test('plays three recordings, drawn whole: each with its own line, and who stopped it', async () => {
    const { text } = await new HttpBrowser().get('/')

    expect(text.match(/<g data-play="\d"/g)).toHaveLength(3)
    const answers = [...text.matchAll(/class="plays-answer" data-end="(\w+)"/g)]
    expect(answers.map(([, end]) => end)).toEqual(['refused', 'refused', 'refused'])
    for (const who of ['changeset', 'unique index', 'requireAuthenticatedUser'])
      expect(text).toContain(`<strong>${who}</strong>`)
    expect(text).toContain('Now you')
    expect(text).toContain('id="stage-six-tries"')
  })

  test('names what a stage needs in use until its reader has acted, and is whole', async () => {
    const browser = new HttpBrowser()
    const fresh = (await browser.get('/')).text

    expect(fresh).toMatch(/<noscript data-later="[^"]+\.css"><link rel="stylesheet"/)
    expect(fresh).toMatch(/<\/html>\s*$/)
    await browser.post('/users/register', { 'user[email]': 'ana' })
    const used = (await browser.get('/')).text
    expect(used).not.toContain('data-later')
    expect(used).toMatch(/href="[^"]+\/in-use\.[^"]+\.css"/)
  })

  test('is where the course starts, for whoever has only tried something', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'ana' })

    expect(await seen(browser)).toEqual(['a-rule'])
    const { text } = await browser.get('/')
    expect(text).toContain('Start the course')
    expect(text).not.toContain('class="home-progress"')
  })

  test('says what there is: the course, labs, the prompt, and how to teach with it', async () => {
    const { text } = await new HttpBrowser().get('/')

    for (const href of ['/try', '/lessons', '/labs/race', '/console', '/teach'])
      expect(text).toContain(`href="${href}"`)
  })

  test('is the home of the app for a persona, and in a stage', async () => {
    const browser = new HttpBrowser()
    const asBo = await browser.get('/as/bo/')
    const inStage = await browser.get('/', { 'glasshouse-fragment': 'frame' })

    for (const { text } of [asBo, inStage]) {
      expect(text).toContain('Nobody is logged in')
      expect(text).not.toContain('data-plays')
    }
  })
})
