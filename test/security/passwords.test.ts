import { describe, expect, test } from 'vitest'
import { commonPasswords } from '#app/accounts/password-list.ts'
import type { Answer, HttpBrowser } from '../support/http-browser.ts'
import { Inside } from './inside.ts'
import {
  ANA,
  changePassword,
  loggedIn,
  logInByPassword,
  opens,
  PASSWORD,
  withPassword,
} from './people.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

const choose = (browser: HttpBrowser, password: string): Promise<Answer> =>
  browser.sendForJson('put', '/users/settings', {
    action: 'update_password',
    'user[password]': password,
  })
const messages = ({ json }: Answer) => json.changeset?.errors.map(({ message }) => message) ?? []
const fewest = 'should be at least 12 character(s)'
const most = 'should be at most 72 character(s)'

describe('a password', () => {
  test.for([
    ['11 letters', 'plumsincrat', fewest],
    ['12 letters', 'plumsincrate', null],
    ['6 pictures, which are 12 UTF-16 units', '😀🙂😉😊😇🥰', fewest],
    ['12 pictures', '😀🙂😉😊😇🥰😍🤩😘😗😚😙', null],
    ['3 families of 6 pictures each', '👨‍👩‍👧👩‍👩‍👦👨‍👨‍👧', fewest],
    ['10 characters that stand for 13', 'ﬁsh ﬂew oﬀ', null],
    ['12 spaces', ' '.repeat(12), "can't be blank"],
  ] as const)('P1 of %s is counted as its person counts', async ([, password, refusal]) => {
    const answer = await choose(await loggedIn(), password)

    expect(answer.status).toBe(refusal === null ? 200 : 422)
    expect(messages(answer)).toEqual(refusal === null ? [] : [refusal])
  })

  test('P2 of 72 characters counts to the last of them', async () => {
    const password = `${'plums in a crate '.repeat(5).slice(0, 71)}!`
    const browser = await withPassword(password)

    expect(await opens(browser, password)).toBe(true)
    for (const other of [`${password.slice(0, 71)}?`, password.slice(0, 71), `${password}!`])
      expect(await opens(browser, other)).toBe(false)
  })

  test('P2 of 73 characters is refused in words, not cut', async () => {
    const browser = await loggedIn()
    const answer = await choose(browser, 'plums in a crate '.repeat(5).slice(0, 73))

    expect(answer.status).toBe(422)
    expect(messages(answer)).toEqual([most])
    expect(new Inside(browser).query('select hashed_password from users')).toEqual([
      { hashed_password: null },
    ])
  })

  test('P4 is the same in every spelling of its characters, and in no other case', async () => {
    const browser = await withPassword('café-ﬁsh-on-friday')

    for (const same of ['café-fish-on-friday', 'cafe\u0301-ﬁsh-on-friday', 'café-ﬁsh-on-friday'])
      expect(await opens(browser, same), same).toBe(true)
    for (const other of ['Café-ﬁsh-on-friday', 'café-ﬁsh-on-friday ', 'cafe-ﬁsh-on-friday'])
      expect(await opens(browser, other), other).toBe(false)
  })

  test('P4 keeps its spaces, inside and at its ends', async () => {
    const browser = await withPassword('  plums  in  a  crate  ')

    for (const other of ['plums  in  a  crate', '  plums in a crate  '])
      expect(await opens(browser, other)).toBe(false)
    expect(await opens(browser, '  plums  in  a  crate  ')).toBe(true)
  })

  test('P5 does not end at a NUL', async () => {
    const browser = await withPassword('plums in a cr\0ate of blue')

    for (const other of ['plums in a cr', 'plums in a cr\0ate of red', 'plums in a crate of blue'])
      expect(await opens(browser, other)).toBe(false)
    expect(await opens(browser, 'plums in a cr\0ate of blue')).toBe(true)
  })

  test.for(['\\ud800', '\\udfff'])('P5 holds no half of a pair: %s', async (half) => {
    const browser = await loggedIn()
    const json = (user: string) =>
      browser.request('/users/settings', {
        method: 'PUT',
        body: `{"action":"update_password","user":{"password":"${user}"}}`,
        headers: { origin: browser.origin, 'content-type': 'application/json' },
      })

    const { status } = await json(`plums in a crate${half}`)

    expect(status).toBe(400)
    expect((await json('plums in a crate')).status).toBe(303)
    expect(await opens(browser, 'plums in a crate\ufffd')).toBe(false)
  })

  test('P6 is none that many people use, nor one’s own address', async () => {
    const browser = await loggedIn('ana.maria@example.test')

    for (const password of [
      ...['passwordpassword', '123456789012', 'qwertyuiop123', '1q2w3e4r5t6y', 'Password123456'],
      ...['iloveyou2024', 'abcdefghijkl', 'qwertyuiopas', 'football12345', 'letmeinletmein'],
      ...['aaaaaaaaaaaa', '111111111111', 'princess1234', 'dragon123456', 'sunshine1234'],
      ...['monkey123456', 'baseball2010', 'superman1985', '987654321098', 'asdfghjkl123'],
      ...['glasshouse12', 'Glasshouse!!', 'ana.maria1234', 'anamaria!!!!', 'example.test1'],
    ]) {
      const answer = await choose(browser, password)
      expect([password, answer.status]).toEqual([password, 422])
      expect(messages(answer)).toEqual(['is a password that many people use'])
    }
  })

  test('P6 is on no list of three thousand and more that would be long enough', () => {
    const longEnough = [...commonPasswords].filter((password) => [...password].length >= 12)
    expect(longEnough.length).toBeGreaterThan(3_000)
  })

  test.for(['plumsincrate', '826351940375', 'PLUMSINCRATE', '%%(_)=~+*#@}'])(
    'P7 needs no capitals, digits or signs: %s',
    async (password) => {
      expect((await choose(await loggedIn(), password)).status).toBe(200)
    },
  )

  test('P7 is asked for in fields that managers can fill', async () => {
    const browser = await withPassword()
    await browser.post('/sandbox/settings', { registration_with_password: 'true' })
    const fieldsOf = async (page: Promise<Answer>) =>
      [...(await page).text.matchAll(/<input[^>]*name="user\[\w*password\w*\]"[^>]*>/g)].map(
        ([tag]) => tag,
      )

    const settings = await fieldsOf(browser.get('/users/settings'))
    const register = await fieldsOf(browser.sibling().get('/users/register'))
    const logIn = await fieldsOf(browser.sibling().get('/users/log-in'))

    const autocomplete = [...settings, ...register, ...logIn].map(
      (tag) => /autocomplete="(?<hint>[^"]*)"/.exec(tag)?.groups?.hint,
    )
    expect(autocomplete).toEqual([
      ...['current-password', 'new-password', 'new-password'],
      ...['new-password', 'new-password', 'current-password'],
    ])
    for (const tag of [...settings, ...register, ...logIn]) {
      expect(tag).toContain('type="password"')
      expect(tag).not.toMatch(/value=|onpaste|maxlength|pattern|minlength/)
    }
  })

  test('P8 is kept as Argon2id with 19 MiB and two passes, with a salt of its own', async () => {
    const [one, other] = await Promise.all([withPassword(), withPassword()])
    const hashOf = (browser: HttpBrowser) =>
      String(new Inside(browser).query('select hashed_password from users')[0]?.hashed_password)

    const hashes = [hashOf(one), hashOf(other)]

    for (const hash of hashes) {
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
      expect(hash).toHaveLength(97)
    }
    expect(hashes[0]).not.toBe(hashes[1])
  })
})

describe('a log-in', () => {
  test('P10 is answered the same for no such address, for none and for a wrong password', async () => {
    const browser = await withPassword(PASSWORD, 'bob@example.test')
    await browser.sibling().post('/users/register', { 'user[email]': 'abe@example.test' })
    const tries = (['bob', 'abe', 'eve'] as const).map(async (name) => {
      const email = `${name}@example.test`
      const fields = { 'user[email]': email, 'user[password]': `${PASSWORD}?` }
      const visitor = browser.sibling()
      const page = await visitor.post('/users/log-in', fields)
      const { status, json } = await visitor.postForJson('/users/log-in', fields)
      const checks = json.trace?.steps.filter((step) => step.name === 'verifyPassword') ?? []
      return {
        page: { status: page.status, headers: headersOf(page), text: pageOf(page, name) },
        json: { ...json, status, trace: null },
        checks: checks.length,
      }
    })

    const [wrong, none, unknown] = await Promise.all(tries)

    expect(wrong!.page.status).toBe(422)
    expect(wrong!.page.text).toContain('Invalid email or password')
    expect(wrong!.json.status).toBe(422)
    expect(wrong!.checks).toBe(1)
    expect(none).toEqual(wrong)
    expect(unknown).toEqual(wrong)
  })

  test.for([
    ['nothing', ''],
    ['a letter', 'x'],
    ['a beginning', '$argon2id$v=19$'],
    ['bcrypt', `$2b$12$${'a'.repeat(53)}`],
    ['4 GiB of work', `$argon2id$v=19$m=4194304,t=10,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`],
  ] as const)('P9 against a hash that is %s fails as any other', async ([, planted]) => {
    const browser = await withPassword()
    new Inside(browser).query('update users set hashed_password = ?', planted)

    const answers = [
      await logInByPassword(browser.sibling(), PASSWORD),
      await logInByPassword(browser.sibling(), ''),
    ]

    for (const { status, text } of answers) {
      expect(status).toBe(422)
      expect(text).toContain('Invalid email or password')
    }
  })
})

describe('a new password', () => {
  test.for([
    ['wrong', { 'user[current_password]': `${PASSWORD}?` }],
    ['empty', { 'user[current_password]': '' }],
    ['missing', {}],
    ['that of somebody else', { 'user[current_password]': 'pears in a red crate' }],
    ['a list', { 'user[current_password][]': PASSWORD }],
  ] as const)('P11 is not taken when the current one is %s', async ([, fields]) => {
    const browser = await withPassword()
    const inside = new Inside(browser)
    const before = inside.state()

    const answer = await changePassword(browser, {
      'user[password]': 'apples in a green crate',
      ...fields,
    })

    expect(answer.status).toBe(422)
    expect(answer.text).toContain('is not valid')
    expect(inside.state()).toBe(before)
    expect(await opens(browser, PASSWORD)).toBe(true)
  })

  test('P11 is taken from nobody who is not logged in', async () => {
    const browser = await withPassword()
    const { status, headers } = await browser.sibling().request('/users/settings', {
      method: 'PUT',
      body: `action=update_password&user[password]=apples%20in%20a%20crate&user[current_password]=${PASSWORD}`,
      headers: { ...FORM, origin: browser.origin },
    })

    expect([status, headers.get('location')]).toEqual([303, '/users/log-in'])
    expect(await opens(browser, PASSWORD, ANA)).toBe(true)
  })
})

/** Without what differs from answer to answer, whoever is asked for, and the length of what `pageOf` cuts off. */
const headersOf = ({ headers }: Answer) =>
  [...headers].filter(([name]) => name !== 'date' && name !== 'content-length')

/** The page in its window. What stands around it shows the reader of a sandbox what its server did. */
const pageOf = ({ text }: Answer, name: string) =>
  text
    .slice(text.indexOf('<div class="stage-window"'), text.indexOf('<div class="stage-strip"'))
    .replaceAll(`${name}@example.test`, 'somebody@example.test')
