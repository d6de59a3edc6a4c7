/** What the server keeps of an exercise: how somebody comes on, and nothing of what they wrote. */
import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const JSON_WANTED = { accept: 'application/json' }
const TAKEN = 'say-that-it-is-taken'

const send = (browser: HttpBrowser, fields: Readonly<Record<string, string>>) =>
  browser.post('/exercises', fields, JSON_WANTED)

const keptOf = async (browser: HttpBrowser) => (await browser.get('/progress/export')).text

describe('POST /exercises', () => {
  test('keeps that somebody tried, and that they met it', async () => {
    const browser = new HttpBrowser()

    expect((await send(browser, { exercise: TAKEN, how: 'tried' })).status).toBe(200)
    expect(await keptOf(browser)).toContain(`exercise.${TAKEN}`)
    expect(await keptOf(browser)).not.toContain('met_at')
    expect((await send(browser, { exercise: TAKEN, how: 'met' })).status).toBe(200)
    expect(await keptOf(browser)).toContain('met_at')
  })

  test('shows it where progress is shown, until it is deleted', async () => {
    const browser = new HttpBrowser()
    await send(browser, { exercise: TAKEN, how: 'tried' })
    expect((await browser.get('/fragments/progress')).text).not.toContain('exercises met')
    await send(browser, { exercise: TAKEN, how: 'met' })

    const said = '1 of 3 exercises met'
    expect((await browser.get('/fragments/progress')).text).toContain(said)
    expect((await browser.get('/progress')).text).toContain(said)
    const { json } = await browser.get('/progress', JSON_WANTED)
    expect(json).toMatchObject({
      progress: {
        lessons: expect.arrayContaining([
          expect.objectContaining({ exercises_met: 1, exercises: 3 }),
        ]) as object,
      },
    })

    await browser.post('/progress/delete', {})
    expect(await keptOf(browser)).not.toContain(TAKEN)
    expect((await browser.get('/progress')).text).not.toContain(said)
  })

  test('says on the card how far somebody is, and answers the same words', async () => {
    const browser = new HttpBrowser()
    const card = async () => {
      const { text } = await browser.get('/fragments/progress?lesson=tables/one-row-each')
      return new RegExp(`<glass-fragment target="exercise-${TAKEN}">(?<words>[^<]*)`)
        .exec(text)
        ?.groups?.['words']?.trim()
    }
    const tell = async (how: string) => {
      const { json } = await send(browser, { exercise: TAKEN, how })
      return (json as unknown as { exercise: { says: string } }).exercise.says
    }

    expect(await card()).toBeUndefined()
    for (const [how, words] of [
      ['tried', 'Tried, and not met yet.'],
      ['met', '✓ Met.'],
      ['explained', '✓ Met, and you said why.'],
    ] as const) {
      expect(await tell(how)).toBe(words)
      expect(await card()).toBe(words)
    }
    expect(await keptOf(browser)).toContain(`exercise.${TAKEN}.why`)
  })

  test('does not take what was met once the solution was seen for more than that', async () => {
    const browser = new HttpBrowser()
    await send(browser, { exercise: TAKEN, how: 'shown' })
    await send(browser, { exercise: TAKEN, how: 'met' })

    const { text } = await browser.get('/fragments/progress?lesson=tables/one-row-each')
    expect(text).toContain('✓ Met, after its solution was shown.')
  })

  test('hands out a solution to whoever asks to be shown it, and keeps that they did', async () => {
    const browser = new HttpBrowser()

    const tried = await send(browser, { exercise: TAKEN, how: 'tried' })
    const shown = await send(browser, { exercise: TAKEN, how: 'shown' })

    expect(tried.text).not.toContain('solution')
    expect(shown.json).toMatchObject({
      solution: { 'visitor.ts': expect.stringContaining("uniqueConstraint('email')") as string },
    })
    expect(await keptOf(browser)).toMatch(/"shown_at": "\d/)
  })

  test('keeps a solution back until the day of the answers', async () => {
    const browser = new HttpBrowser()

    const { status, json } = await send(browser, { exercise: 'still-fresh', how: 'shown' })

    expect([status, json.error]).toEqual([403, 'The answers open on 1 January 2999.'])
    expect((await send(browser, { exercise: 'still-fresh', how: 'met' })).status).toBe(200)
  })

  test.for([
    [{ exercise: 'no-such', how: 'met' }, 'No lesson has this exercise.'],
    [{ exercise: TAKEN, how: 'well' }, 'Send how=tried, how=met, how=explained or how=shown.'],
    [
      { exercise: 'two-fields-and-no-more', how: 'explained' },
      'This exercise asks nothing afterwards.',
    ],
  ] as const)('refuses %o', async ([fields, error]) => {
    const { status, json } = await send(new HttpBrowser(), fields)

    expect([status, json.error]).toEqual([422, error])
  })
})
