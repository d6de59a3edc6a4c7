/** The feeds: the newest lessons whole, the same for everybody, and not sent twice. */
import { get as getOver } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, inject, test } from 'vitest'
import { listLessons } from '#course/course.ts'
import { MOST_ENTRIES } from '#site/paper/feed.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const FEEDS = [
  ['/rss.xml', 'application/rss+xml; charset=utf-8', /<item>/g],
  ['/atom.xml', 'application/atom+xml; charset=utf-8', /<entry>/g],
] as const
const LATER = 'later-on'
const ANSWER = 'The rule that wants something at all'
const open = listLessons().filter(({ id }) => id !== LATER)

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(inject('origin') + path, { headers })

/** The bytes as they travel: `fetch` would unpack them. */
const packed = (path: string, accepted: string) =>
  new Promise<{ readonly encoding: string | undefined; readonly body: Buffer }>(
    (resolve, reject) => {
      const headers = { 'accept-encoding': accepted }
      getOver(inject('origin') + path, { headers }, (answer) => {
        const encoding = answer.headers['content-encoding']
        buffer(answer).then((body) => resolve({ encoding, body }), reject)
      }).on('error', reject)
    },
  )

describe.for(FEEDS)('%s', ([path, type, entry]) => {
  test('holds the lessons that are open, and no answer before its day', async () => {
    const answer = await get(path)
    const text = await answer.text()

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(text.match(entry)?.length).toBe(Math.min(MOST_ENTRIES, open.length))
    expect(text).not.toContain(LATER)
    expect(text).not.toContain(ANSWER)
  })

  test('is kept by whoever likes, with no cookie, and not sent to whoever has it', async () => {
    const { headers } = await get(path)
    const etag = headers.get('etag') ?? ''

    expect(headers.get('cache-control')).toBe('public, max-age=900')
    expect(headers.get('set-cookie')).toBeNull()
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    const again = await get(path, { 'if-none-match': `"x", W/${etag}` })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('is the same for a visitor who teaches, plays, or asks with a cookie that is none', async () => {
    const browser = new HttpBrowser()
    await browser.post('/sandbox/seeds', { name: 'club' })

    expect((await browser.get(path)).headers.get('etag')).toBe(
      (await get(path)).headers.get('etag'),
    )
  })

  test('travels packed where that is understood', async () => {
    const plain = await (await get(path, { 'accept-encoding': 'identity' })).text()
    const br = await packed(path, 'gzip, br')
    const gz = await packed(path, 'gzip, br;q=0')

    expect([br.encoding, gz.encoding]).toEqual(['br', 'gzip'])
    expect(brotliDecompressSync(br.body).toString()).toBe(plain)
    expect(gunzipSync(gz.body).toString()).toBe(plain)
  })

  test('is named in the head of every page', async () => {
    for (const page of ['/', '/lessons', open[0]!.href])
      expect(await (await get(page)).text()).toMatch(
        new RegExp(
          `<link rel="alternate" href="${path}" type="${type.split(';')[0]?.replace('+', '\\+')}"`,
        ),
      )
  })

  test('answers nothing but GET', async () => {
    expect((await new HttpBrowser().post(path, {})).status).toBe(405)
  })
})
