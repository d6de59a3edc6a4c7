import { describe, expect, inject, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

async function openStream(browser: HttpBrowser) {
  const abort = new AbortController()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(`${inject('origin')}/sandbox/events`, {
    headers: { cookie },
    signal: abort.signal,
  })
  return { response, close: () => abort.abort() }
}

async function readUntil(response: Response, word: string): Promise<string> {
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (text.includes(word)) return text
  }
  return text
}

describe('the event stream', () => {
  test('tells of each step, of the mail, and of the end of the request', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'first@example.test' })
    const { response, close } = await openStream(browser)

    const reading = readUntil(response, '"finished"')
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    const text = await reading
    close()

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const events = [...text.matchAll(/^data: (?<json>.+)$/gm)].map(
      ({ groups }) =>
        JSON.parse(groups!.json!) as { channel: string; type: string; persona: string | null },
    )
    expect(events).toContainEqual(
      expect.objectContaining({ channel: 'mailbox', type: 'delivered', persona: null }),
    )
    expect(events.at(-1)).toMatchObject({ channel: 'trace', type: 'finished', persona: 'you' })
    expect(events.filter(({ type }) => type === 'step').length).toBeGreaterThan(10)
  })

  test('tells one visitor nothing of another', async () => {
    const [ana, bo] = [new HttpBrowser(), new HttpBrowser()]
    await bo.post('/users/register', { 'user[email]': 'bo@example.test' })
    await ana.post('/users/register', { 'user[email]': 'ana@example.test' })
    const { response, close } = await openStream(bo)

    const reading = readUntil(response, '"reset"')
    await ana.post('/users/register', { 'user[email]': 'secret@example.test' })
    await bo.post('/sandbox/reset')
    const text = await reading
    close()

    expect(text).not.toContain('secret@example.test')
  })

  test('is not for a browser without a sandbox', async () => {
    expect((await new HttpBrowser().get('/sandbox/events')).status).toBe(204)
  })

  test('opens so many times for one browser, and no more', async () => {
    const browser = new HttpBrowser()
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })

    const streams = []
    for (let n = 0; n < 5; n += 1) streams.push(await openStream(browser))

    expect(streams.map(({ response }) => response.status)).toEqual([200, 200, 200, 200, 429])
    for (const { close } of streams) close()
  })
})
