import { describe, expect, test } from 'vitest'
import { HttpBrowser, SESSION, type Answer } from '../support/http-browser.ts'
import { Inside, sha256, spellingsOf } from './inside.ts'
import {
  ANA,
  BO,
  changeEmail,
  changePassword,
  cookieIn,
  loggedIn,
  logInByPassword,
  magicLink,
  PASSWORD,
  twentyTimes,
  userOf,
} from './people.ts'

const NEW = 'new@example.test'
const use = (browser: HttpBrowser, token: string) =>
  browser.post('/users/log-in', { 'user[token]': token })
const confirm = (browser: HttpBrowser, token: string) =>
  browser.postForJson(`/users/settings/confirm-email/${token}`)

/** Asks for a new address, and answers the token of the link. */
async function changeLink(browser: HttpBrowser, email = NEW): Promise<string> {
  await changeEmail(browser, email)
  return browser.readToken()
}

/** Somebody else in the same sandbox. */
async function bo(browser: HttpBrowser): Promise<HttpBrowser> {
  const other = browser.sibling()
  await other.post('/users/register', { 'user[email]': BO })
  await other.logIn(BO)
  return other
}

describe('a link', () => {
  test('T1 holds 32 random bytes, of which the database knows the hash alone', async () => {
    const browser = await loggedIn()
    const tokens = [await magicLink(browser), await changeLink(browser)]
    const inside = new Inside(browser)

    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{43}$/)
      expect(inside.databaseHolds(sha256(token))).toBe(true)
      for (const spelling of spellingsOf(token)) expect(inside.databaseHolds(spelling)).toBe(false)
    }
    expect(tokens[0]).not.toBe(tokens[1])
  })

  test('T2 only shows a button, however often and by whomever it is opened', async () => {
    const browser = await loggedIn()
    const link = await magicLink(browser)
    const path = `/users/log-in/${link}`
    const visitor = browser.sibling()

    for (let times = 0; times < 5; times += 1) expect((await visitor.get(path)).status).toBe(200)
    expect((await visitor.request(path, { method: 'HEAD' })).status).toBe(200)
    const prefetch = { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' }
    const { text } = await visitor.get(path, prefetch)

    expect(text).toContain(`name="user[token]" value="${link}"`)
    expect(await userOf(visitor)).toBeNull()
    expect((await use(visitor, link)).status).toBe(303)
    expect(await userOf(visitor)).toMatchObject({ email: ANA })
  })

  test('T3 lets one of twenty in, who press its button at the same moment', async () => {
    const browser = await loggedIn()
    const link = await magicLink(browser)
    const inside = new Inside(browser)
    const sessions = "select count(*) from users_tokens where context = 'session'"
    const before = inside.count(sessions)

    const answers = await twentyTimes(() => use(browser.sibling(), link))

    expect(answers.map(({ status }) => status).sort()).toEqual([
      303,
      ...Array<number>(19).fill(422),
    ])
    expect(answers.filter((answer) => cookieIn(answer, SESSION))).toHaveLength(1)
    for (const { status, text } of answers)
      if (status === 422) expect(text).toContain('The link is invalid or it has expired.')
    expect(inside.count(sessions)).toBe(before + 1)
  })

  test('T3 confirms one of twenty, when it is the first', async () => {
    const browser = new HttpBrowser()
    const link = await browser.registerAndReadToken(ANA)

    const answers = await twentyTimes(() => use(browser.sibling(), link))

    expect(answers.filter((answer) => cookieIn(answer, SESSION))).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19)
    expect(new Inside(browser).count('select count(*) from users_tokens')).toBe(1)
  })

  test('T3 to a new address changes it once, of twenty', async () => {
    const browser = await loggedIn()
    const link = await changeLink(browser)

    const answers = await twentyTimes(() => confirm(browser, link))

    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array<number>(19).fill(422),
    ])
    expect((await confirm(browser, link)).status).toBe(422)
  })

  test('T4 to log in lives for fifteen minutes', async () => {
    const browser = await loggedIn()
    const [inTime, late] = [await magicLink(browser), await magicLink(browser)]
    await browser.advance('14m50s')
    expect((await use(browser.sibling(), inTime)).status).toBe(303)

    await browser.advance('11s')

    expect((await use(browser.sibling(), late)).status).toBe(422)
    expect((await browser.sibling().get(`/users/log-in/${late}`)).headers.get('location')).toBe(
      '/users/log-in',
    )
  })

  test('T4 to a new address lives for seven days', async () => {
    const browser = await loggedIn()
    const late = await changeLink(browser)
    const inTime = await changeLink(browser)
    await browser.advance('6d23h59m30s')
    await browser.logIn(ANA)
    expect((await browser.get(`/users/settings/confirm-email/${inTime}`)).status).toBe(200)

    await browser.advance('31s')

    expect((await confirm(browser, late)).status).toBe(422)
    expect((await confirm(browser, inTime)).status).toBe(422)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })

  test('T4 to a new address is good for all of them', async () => {
    const browser = await loggedIn()
    const link = await changeLink(browser)
    await browser.advance('6d23h59m30s')
    await browser.logIn(ANA)

    expect((await confirm(browser, link)).status).toBe(200)
    expect(await userOf(browser)).toMatchObject({ email: NEW })
  })
})

describe('a token', () => {
  test('T5 opens nothing but what it was made for', async () => {
    const browser = await loggedIn()
    const session = browser.cookies.get(SESSION) ?? ''
    const login = await magicLink(browser)
    const change = await changeLink(browser)
    const { json } = await browser.postForJson('/users/settings/api-tokens')
    const [key = '', program = ''] = json.api_token?.token.split('.') ?? []
    const inside = new Inside(browser)
    const before = inside.state()

    for (const token of [change, session, program]) {
      expect((await use(browser.sibling(), token)).status).toBe(422)
      const { headers } = await browser.sibling().get(`/users/log-in/${token}`)
      expect(headers.get('location')).toBe('/users/log-in')
    }
    for (const token of [login, session, program])
      expect((await confirm(browser, token)).status).toBe(422)
    for (const token of [login, change, program]) {
      const visitor = browser.sibling()
      visitor.cookies.set(SESSION, token)
      expect(await userOf(visitor)).toBeNull()
    }
    for (const token of [login, change, session]) {
      const authorization = `Bearer ${key}.${token}`
      expect((await new HttpBrowser().get('/', { authorization })).status).toBe(401)
    }
    expect(inside.state()).toBe(before)
  })

  test('T5 changes nobody else’s address', async () => {
    const browser = await loggedIn()
    const other = await bo(browser)
    const link = await changeLink(browser)
    const inside = new Inside(browser)
    const before = inside.state()

    const { status, json } = await confirm(other, link)

    expect(status).toBe(422)
    expect(json.flash.error).toBe('Email change link is invalid or it has expired.')
    expect(inside.state()).toBe(before)
    expect((await confirm(browser, link)).status).toBe(200)
  })

  test('T6 is worth nothing once its address has been given up', async () => {
    const browser = await loggedIn()
    const login = await magicLink(browser)
    const { json } = await browser.postForJson('/users/settings/api-tokens')
    const [first, second] = [
      await changeLink(browser, 'one@example.test'),
      await changeLink(browser),
    ]

    expect((await confirm(browser, second)).status).toBe(200)

    expect((await use(browser.sibling(), login)).status).toBe(422)
    expect((await confirm(browser, first)).status).toBe(422)
    const authorization = `Bearer ${json.api_token?.token}`
    expect((await new HttpBrowser().get('/', { authorization })).status).toBe(401)
    expect(await userOf(browser)).toMatchObject({ email: NEW })
  })

  test('T6 does not come back to life with its address', async () => {
    const browser = await loggedIn()
    const [old, there] = [await changeLink(browser, 'one@example.test'), await changeLink(browser)]
    await confirm(browser, there)
    await confirm(browser, await changeLink(browser, ANA))

    expect((await confirm(browser, old)).status).toBe(422)
    expect(await userOf(browser)).toMatchObject({ email: ANA })
  })
})

describe('an account that somebody else registered with a password', () => {
  test.for([
    ['the link of the registration', (owner: HttpBrowser) => owner.readToken()],
    ['a link asked for later', (owner: HttpBrowser) => magicLink(owner)],
  ] as const)('T7 is its owner’s alone after %s', async ([, linkOf]) => {
    const attacker = new HttpBrowser()
    await attacker.post('/sandbox/settings', { registration_with_password: 'true' })
    await attacker.post('/users/register', { 'user[email]': ANA, 'user[password]': PASSWORD })
    const owner = attacker.sibling()
    const link = await linkOf(owner)
    await logInByPassword(attacker, PASSWORD)
    expect(await userOf(attacker)).toMatchObject({ email: ANA })
    // What the attacker may have prepared as well.
    const { json } = await attacker.postForJson('/users/settings/api-tokens')
    const change = await changeLink(attacker, 'eve@example.test')

    expect((await use(owner, link)).status).toBe(303)

    expect(await userOf(owner)).toMatchObject({ email: ANA })
    expect(await userOf(attacker)).toBeNull()
    expect((await logInByPassword(attacker, PASSWORD)).status).toBe(422)
    const authorization = `Bearer ${json.api_token?.token}`
    expect((await new HttpBrowser().get('/', { authorization })).status).toBe(401)
    expect((await confirm(owner, change)).status).toBe(422)
    expect(await userOf(owner)).toMatchObject({ email: ANA })
  })
})

describe('asking for a link', () => {
  test('T8 is answered the same, whoever is asked for, and never with the link', async () => {
    const browser = await loggedIn(BO)
    const ask = async (email: string) => {
      const visitor = browser.sibling()
      const answer = await visitor.post('/users/log-in', { 'user[email]': email })
      const page = await visitor.get('/users/log-in')
      const { json, status } = await visitor.postForJson('/users/log-in', { 'user[email]': email })
      return {
        answer: [answer.status, answer.text, ...headersOf(answer)],
        page: pageOf(page),
        json: { ...json, status, trace: null },
        shown: answer.text + page.text + JSON.stringify(json) + String(headersOf(answer)),
      }
    }

    const known = await ask(BO)
    const unknown = await ask('ey@example.test')
    const mails = await browser.readMails()

    expect(known.page).toContain('If your email is in our system')
    expect(unknown).toEqual({ ...known, shown: unknown.shown })
    const links = mails.flatMap(({ text }) => text.match(/(?<=log-in\/)[\w-]{43}/) ?? [])
    expect(links).toHaveLength(3)
    for (const link of links) expect(known.shown).not.toContain(link)
    // Nor in anything else that is as long as one.
    expect(known.shown.replaceAll(/sha256-\S+/g, '')).not.toMatch(/\b[\w-]{43}\b/)
  })
})

describe('a change of what opens an account', () => {
  test('T12 is told to the old address, when it is another address', async () => {
    const browser = await loggedIn()
    await confirm(browser, await changeLink(browser))

    const [notice, ...others] = await browser.readMails()

    expect(notice).toMatchObject({ to: ANA, subject: 'Your email was changed' })
    expect(notice!.text).not.toMatch(/[\w-]{43}|https?:/)
    expect(others[0]!.to).toBe(NEW)
  })

  test('T12 is told to the address, when it is a password', async () => {
    const browser = await loggedIn()
    await changePassword(browser, { 'user[password]': PASSWORD })
    await changePassword(browser, {
      'user[current_password]': PASSWORD,
      'user[password]': 'pears in a red crate',
    })

    const notices = (await browser.readMails()).slice(0, 2)

    for (const notice of notices) {
      expect(notice).toMatchObject({ to: ANA, subject: 'Your password was changed' })
      expect(notice.text).not.toMatch(/[\w-]{43}|https?:|plums|pears/)
    }
  })
})

/** Without what differs each time, and the cookie that keeps the address for the next page. */
const headersOf = ({ headers }: Answer) =>
  [...headers]
    .filter(([name]) => !['date', 'set-cookie'].includes(name))
    .concat([
      [
        'set-cookie',
        headers
          .getSetCookie()
          .join('')
          .replace(/=[^;]*/, '='),
      ],
    ])

/** The page in its window. What stands around it shows the reader of a sandbox what its server did. */
const pageOf = ({ text }: Answer) =>
  text
    .slice(text.indexOf('<div class="stage-window"'), text.indexOf('<div class="stage-strip"'))
    .replaceAll(/\b(?:bo|ey)@/g, 'x@')
