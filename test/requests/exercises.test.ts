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

  test.for([
    [{ exercise: 'no-such', how: 'met' }, 'No lesson has this exercise.'],
    [{ exercise: TAKEN, how: 'well' }, 'Send how=tried, how=met or how=shown.'],
  ] as const)('refuses %o', async ([fields, error]) => {
    const { status, json } = await send(new HttpBrowser(), fields)

    expect([status, json.error]).toEqual([422, error])
  })
})
