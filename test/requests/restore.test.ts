import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION } from '../support/http-browser.ts'

const ANA = 'ana@example.test'
const TYPE = 'multipart/form-data; boundary=b'
const HTML = { 'content-type': TYPE }

/** A form with a file, as a browser sends it without scripts. */
function formWith(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = `--b\r\nContent-Disposition: form-data; name="_lesson"\r\n\r\npersons/who-comes-in\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="own.db"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return new Uint8Array(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]))
}

const bring = (
  browser: HttpBrowser,
  bytes: Uint8Array,
  { path = '/sandbox/restore', headers = {} } = {},
) =>
  browser.request(path, {
    method: 'POST',
    body: formWith(bytes),
    headers: { origin: browser.origin, ...HTML, ...headers },
  })

async function download(browser: HttpBrowser): Promise<Uint8Array> {
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const response = await fetch(`${browser.origin}/sandbox/download`, { headers: { cookie } })
  return new Uint8Array(await response.arrayBuffer())
}

const register = (browser: HttpBrowser, email: string) =>
  browser.post('/users/register', { 'user[email]': email })
const usersOf = async (browser: HttpBrowser) =>
  ((await browser.getJson('/sandbox/people')).json.users ?? []).map(({ email }) => email)

/** Somebody’s own file. */
async function fileOfAna(): Promise<Uint8Array> {
  const ana = new HttpBrowser()
  await ana.registerAndLogIn(ANA)
  return download(ana)
}

describe('POST /sandbox/restore', () => {
  test('begins with what was downloaded, in a browser that has none yet', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await bring(browser, await fileOfAna())

    expect([status, headers.get('location')?.split('?')[0]]).toEqual([303, '/sandbox'])
    expect((await browser.get('/sandbox')).text).toContain('Your sandbox holds what the file held.')
    expect(await usersOf(browser)).toEqual([ANA])
  })

  test('takes the place of the one that is there, which comes back for ten minutes', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('bo@example.test')

    await bring(browser, await fileOfAna())

    expect(await usersOf(browser)).toEqual([ANA])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect((await browser.getJson('/sandbox/mailbox')).json.mails).toEqual([])
    await browser.post('/sandbox/undo')
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
    expect((await browser.getJson('/')).json.scope.user).toMatchObject({ email: 'bo@example.test' })
  })

  test('goes on from when the clock was ahead, so that nothing lasts longer', async () => {
    const ana = new HttpBrowser()
    await ana.post('/sandbox/clock', { advance: '30d' })
    await ana.registerAndLogIn(ANA)
    const browser = new HttpBrowser()

    await bring(browser, await download(ana))

    const { clock } = (await browser.getJson('/sandbox/clock')).json
    expect(clock!.offset_milliseconds).toBeGreaterThan(29 * 24 * 60 * 60 * 1000)
  })

  test('answers a program with the same facts', async () => {
    const browser = new HttpBrowser()
    const headers = { accept: 'application/json' }

    const { json } = await bring(browser, await fileOfAna(), { headers })

    expect(json).toMatchObject({ ok: true, location: '/sandbox', sandbox: { number: 1 } })
  })

  test('refuses what is no sandbox, shows the form again, and changes nothing', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'bo@example.test')

    const page = await bring(browser, Buffer.from('hello'.repeat(100)))

    expect(page.status).toBe(422)
    expect(page.text).toMatch(
      /role="alert"[^]*This file is no SQLite database\.[^<]* Nothing was changed\./,
    )
    expect(page.text).toContain('enctype="multipart/form-data"')
    const headers = { accept: 'application/json' }
    const { status, json } = await bring(browser, new Uint8Array(), { headers })
    expect([status, json.error]).toEqual([
      422,
      'Choose the file that you have downloaded from a sandbox.',
    ])
    expect(await usersOf(browser)).toEqual(['bo@example.test'])
    expect((await browser.getJson('/sandbox')).json.sandbox).toMatchObject({ number: 1 })
  })

  test('says so to whoever brings more than a sandbox may take', async () => {
    const browser = new HttpBrowser()
    const two = 2 * 1024 * 1024

    const tooLong = await bring(browser, Buffer.alloc(two + 4_096))
    const muchTooLong = await bring(browser, Buffer.alloc(two + 65_536))

    expect(tooLong.status).toBe(422)
    expect(tooLong.text).toContain('A sandbox takes at most 2 MiB, and this file is longer.')
    expect(muchTooLong.status).toBe(413)
    expect(muchTooLong.text).toContain('A sandbox takes at most 2 MiB, and this file is longer.')
  })

  test('takes a file as a form brings it, and from a page of this site alone', async () => {
    const browser = new HttpBrowser()
    const file = await fileOfAna()

    const elsewhere = await bring(browser, file, { path: '/sandbox/reset' })
    const foreign = await bring(browser, file, { headers: { origin: 'https://evil.example' } })
    const asField = await browser.post('/sandbox/restore', { file: 'SQLite format 3' })

    expect([elsewhere.status, foreign.status, asField.status]).toEqual([415, 403, 422])
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })
})

test('GET /sandbox/restore shows a form that works without scripts, and makes nothing', async () => {
  const browser = new HttpBrowser()

  const { status, text } = await browser.get('/sandbox/restore')

  expect(status).toBe(200)
  expect(text).toMatch(
    /<form[^>]*method="post"[^>]*action="\/sandbox\/restore"[^>]*enctype="multipart\/form-data"/,
  )
  expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
})
