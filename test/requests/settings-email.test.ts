import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const change = (browser: HttpBrowser, email: string) =>
  browser.send('put', '/users/settings', { action: 'update_email', 'user[email]': email })
const changeForJson = (browser: HttpBrowser, email: string) =>
  browser.sendForJson('put', '/users/settings', { action: 'update_email', 'user[email]': email })
const linkOf = async (browser: HttpBrowser) =>
  `/users/settings/confirm-email/${await browser.readToken()}`
const emailOf = async (browser: HttpBrowser) => (await browser.getJson('/')).json.scope.user?.email

/** Somebody who is logged in, and has asked for another address. */
async function asked(email = 'new@example.test'): Promise<{ browser: HttpBrowser; link: string }> {
  const browser = new HttpBrowser()
  await browser.registerAndLogIn('old@example.test')
  await change(browser, email)
  return { browser, link: await linkOf(browser) }
}

describe('asking for another email', () => {
  test('mails the new address, and leaves the old one in place', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('old@example.test')

    const { status, headers } = await change(browser, 'new@example.test')

    expect([status, headers.get('location')]).toEqual([303, '/users/settings'])
    expect((await browser.getJson('/users/settings')).json.flash).toEqual({
      info: 'A link to confirm your email change has been sent to the new address.',
    })
    expect((await browser.readMails())[0]).toMatchObject({
      to: 'new@example.test',
      subject: 'Update email instructions',
    })
    expect(await emailOf(browser)).toBe('old@example.test')
  })

  test('is answered where its answer can be read, when the settings open no more', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('old@example.test')
    await browser.advance('15m')

    const { headers } = await change(browser, 'new@example.test')

    expect(headers.get('location')).toBe('/')
    expect((await browser.getJson('/')).json.flash.info).toBe(
      'A link to confirm your email change has been sent to the new address.',
    )
  })

  test.for([
    ['', ["can't be blank"]],
    ['ana', ['must have the @ sign and no spaces']],
    [`${'a'.repeat(157)}@example.test`, ['should be at most 160 character(s)']],
    ['old@example.test', ['did not change']],
    ['TAKEN@example.test', ['has already been taken']],
  ] as const)('is refused for %j, in words at the field', async ([email, expected]) => {
    const browser = new HttpBrowser()
    await browser.registerAndReadToken('taken@example.test')
    await browser.registerAndLogIn('old@example.test')

    const { status, json } = await changeForJson(browser, email)
    const page = await change(browser, email)

    expect(status).toBe(422)
    expect(json.changeset).toMatchObject({ action: 'update', valid: false })
    const errors = json.changeset!.errors.map(({ field, message }) => ({ field, message }))
    for (const message of expected) expect(errors).toContainEqual({ field: 'email', message })
    expect(page.status).toBe(422)
    expect(page.text).toContain(expected[0].replace("'", '&#39;'))
    expect(page.text).toContain(`id="settings-email"`)
    if (email !== '') expect(page.text).toContain(`value="${email}"`)
    expect((await browser.readMails())[0]!.subject).toBe('Confirmation instructions')
  })

  test('takes an address that looks real, and says so', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('old@example.test')

    const { json } = await changeForJson(browser, 'ana@gmail.com')

    expect(json).toMatchObject({ ok: true, location: '/users/settings' })
    expect(json.flash.warning).toContain('ana@gmail.com looks like a real address.')
  })
})

describe('the link to a new email', () => {
  test('shows a button, and changes nothing by being opened', async () => {
    const { browser, link } = await asked()

    for (let look = 0; look < 5; look += 1) {
      const { status, text, headers } = await browser.get(link)
      expect(status).toBe(200)
      expect(text).toContain('Change my email')
      expect(text).toContain('<strong>new@example.test</strong>')
      expect(headers.get('referrer-policy')).toBe('strict-origin')
    }
    await browser.request(link, { method: 'HEAD' })

    expect(await emailOf(browser)).toBe('old@example.test')
  })

  test('changes it when its button is pressed, and keeps the session', async () => {
    const { browser, link } = await asked()

    const { status, headers } = await browser.post(link)

    expect([status, headers.get('location')]).toEqual([303, '/users/settings'])
    const { json } = await browser.getJson('/users/settings')
    expect(json.flash.info).toBe('Email changed successfully.')
    expect(json.scope.user).toMatchObject({ email: 'new@example.test' })
  })

  test('tells the old address, without a token', async () => {
    const { browser, link } = await asked()

    await browser.post(link)

    const notice = (await browser.readMails()).find(({ to }) => to === 'old@example.test')!
    expect(notice.subject).toBe('Your email was changed')
    expect(notice.text).not.toMatch(/[\w-]{43}/)
  })

  test('works once', async () => {
    const { browser, link } = await asked()
    await browser.post(link)

    const again = await browser.postForJson(link)

    expect(again.status).toBe(422)
    expect(again.json.flash.error).toBe('Email change link is invalid or it has expired.')
    expect((await browser.post(link)).headers.get('location')).toBe('/users/settings')
  })

  test('sends a visitor to log in, and back to it', async () => {
    const { browser, link } = await asked()
    await browser.send('delete', '/users/log-out')

    const sent = await browser.get(link)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/users/log-in'])
    const back = await browser.logIn('old@example.test')
    expect(back.headers.get('location')).toBe(link)
    expect((await browser.post(link)).status).toBe(303)

    expect(await emailOf(browser)).toBe('new@example.test')
  })

  test('leaves its token in no trace, wherever it leads', async () => {
    const { browser, link } = await asked()
    const token = link.split('/').at(-1)!
    await browser.send('delete', '/users/log-out')
    await browser.get(link)
    await browser.logIn('old@example.test')
    await browser.post(link)

    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const texts = await Promise.all(
      traces.map(({ id }) => browser.getJson(`/sandbox/traces/${id}`)),
    )

    expect(texts.length).toBeGreaterThan(5)
    for (const { text } of texts) expect(text).not.toContain(token)
  })

  test('is nothing to somebody else', async () => {
    const { browser, link } = await asked()
    const other = browser.sibling()
    await other.registerAndLogIn('other@example.test')

    const { status } = await other.postForJson(link)

    expect(status).toBe(422)
    expect(await emailOf(other)).toBe('other@example.test')
    expect(await emailOf(browser)).toBe('old@example.test')
  })

  test('is over once another one has changed the address', async () => {
    const { browser, link } = await asked('first@example.test')
    await change(browser, 'second@example.test')
    await browser.post(await linkOf(browser))

    expect((await browser.postForJson(link)).status).toBe(422)
    expect(await emailOf(browser)).toBe('second@example.test')
  })

  test('fails when the address has been taken meanwhile', async () => {
    const { browser, link } = await asked('new@example.test')
    await browser.sibling().post('/users/register', { 'user[email]': 'new@example.test' })

    expect((await browser.postForJson(link)).status).toBe(422)
    expect(await emailOf(browser)).toBe('old@example.test')
  })

  test('ends the log-in links that went to the old address', async () => {
    const browser = new HttpBrowser()
    await browser.registerAndLogIn('old@example.test')
    await browser.post('/users/log-in', { 'user[email]': 'old@example.test' })
    const logIn = await browser.readToken()
    await change(browser, 'new@example.test')

    await browser.post(await linkOf(browser))

    const answer = await browser.sibling().post('/users/log-in', { 'user[token]': logIn })
    expect(answer.status).toBe(422)
  })

  test.for(['x', 'a'.repeat(43), 'a'.repeat(1_900), '%00x', 'ü'])(
    'is refused when it is %j, with the words for one that expired',
    async (token) => {
      const browser = new HttpBrowser()
      await browser.registerAndLogIn('old@example.test')

      const { status, json } = await browser.postForJson(
        `/users/settings/confirm-email/${encodeURI(token)}`,
      )

      if (token.includes('%')) return expect(status).toBe(400)
      expect(status).toBe(422)
      expect(json.flash.error).toBe('Email change link is invalid or it has expired.')
    },
  )

  test('leads to the settings when it is opened too late', async () => {
    const { browser, link } = await asked()
    await browser.post(link)

    const json = await browser.getJson(link)
    const page = await browser.get(link)

    expect([page.status, page.headers.get('location')]).toEqual([303, '/users/settings'])
    expect((await browser.get('/users/settings')).text).toContain(
      'Email change link is invalid or it has expired.',
    )
    expect(json.status).toBe(404)
    expect(json.json).toMatchObject({ ok: false, location: '/users/settings' })
  })

  test('is no link to log in, and a link to log in is none for a new email', async () => {
    const { browser, link } = await asked()
    const changeToken = link.split('/').at(-1)!
    await browser.post('/users/log-in', { 'user[email]': 'old@example.test' })
    const logInToken = await browser.readToken()

    const visitor = browser.sibling()
    expect((await visitor.post('/users/log-in', { 'user[token]': changeToken })).status).toBe(422)
    expect((await browser.postForJson(`/users/settings/confirm-email/${logInToken}`)).status).toBe(
      422,
    )
    expect(await emailOf(browser)).toBe('old@example.test')
  })
})
