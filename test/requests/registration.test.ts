import { describe, expect, test } from 'vitest'
import { HttpBrowser, ledTo, type JsonStep } from '../support/http-browser.ts'

const register = (browser: HttpBrowser, email: string) =>
  browser.postForJson('/users/register', { 'user[email]': email })
const messages = ({ errors }: { errors: { message: string }[] }) =>
  errors.map(({ message }) => message)
const layers = (steps: readonly JsonStep[]) => [...new Set(steps.map(({ layer }) => layer))]
const find = (steps: readonly JsonStep[], tag: string) => steps.find((step) => step.tag === tag)

describe('registering', () => {
  test.for([
    ['', ["can't be blank"]],
    ['ana', ['must have the @ sign and no spaces']],
    [`${'a'.repeat(157)}@example.test`, ['should be at most 160 character(s)']],
    [
      'db'.repeat(100),
      ['should be at most 160 character(s)', 'must have the @ sign and no spaces'],
    ],
  ] as const)('refuses %j in Ecto’s words, newest first', async ([email, expected]) => {
    const { status, json } = await register(new HttpBrowser(), email)

    expect(status).toBe(422)
    expect(json).toMatchObject({ ok: false, changeset: { action: 'insert', valid: false } })
    expect(messages(json.changeset!)).toEqual(expected)
  })

  test('takes a good address, mails a link, and sends the browser to the log-in page', async () => {
    const browser = new HttpBrowser()

    const { status, headers } = await browser.post('/users/register', {
      'user[email]': 'ana@example.test',
    })

    expect(status).toBe(303)
    expect(ledTo({ headers })).toBe('/users/log-in')
    expect((await browser.getJson('/users/log-in')).json.flash.info).toBe(
      'An email was sent to ana@example.test, please access it to confirm your account.',
    )
    const { mails } = (await browser.getJson('/sandbox/mailbox')).json
    expect(mails).toMatchObject([{ to: 'ana@example.test', subject: 'Confirmation instructions' }])
  })

  test('refuses the same address in other case, before the index has to', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'ana@example.test')

    const { status, json } = await register(browser, 'ANA@example.test')

    expect(status).toBe(422)
    expect(messages(json.changeset!)).toEqual(['has already been taken'])
    expect(find(json.trace!.steps, 'changeset.email.unsafe_unique')).toMatchObject({
      outcome: 'error',
    })
  })

  test('lets one of twenty at the same moment in, and tells the others that it is taken', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'first@example.test')

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => register(browser, 'both@example.test')),
    )

    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array<number>(19).fill(422),
    ])
    const refused = answers.filter(({ status }) => status === 422)
    for (const { json } of refused) {
      expect(messages(json.changeset!)).toEqual(['has already been taken'])
    }
  })
})

describe('the trace of a registration', () => {
  test('names every layer from the request to the reply', async () => {
    const { json } = await register(new HttpBrowser(), 'ana@example.test')

    expect(layers(json.trace!.steps)).toEqual([
      'request',
      'plug',
      'scope',
      'context',
      'changeset',
      'sql',
      'constraint',
      'mail',
      'reply',
    ])
  })

  test('names a line of the source for every step', async () => {
    const { json } = await register(new HttpBrowser(), 'ana@example.test')

    const homeless = json.trace!.steps.filter(({ source }) => source === null)
    expect(homeless).toEqual([])
    expect(find(json.trace!.steps, 'changeset.email.format')!.source!.file).toBe(
      'src/app/accounts/user.ts',
    )
    expect(find(json.trace!.steps, 'sql.insert.users')!.source!.file).toBe(
      'src/app/accounts/accounts.ts',
    )
  })

  test('shows each changeset step, the SQL with its parameters, and who caught it', async () => {
    const { json } = await register(new HttpBrowser(), 'ana')

    const { steps } = json.trace!
    expect(
      steps
        .filter(({ layer }) => layer === 'changeset')
        .map(({ name, outcome }) => [name, outcome]),
    ).toEqual([
      ['cast', 'ok'],
      ['validateRequired', 'ok'],
      ['validateFormat', 'error'],
      ['validateLength', 'ok'],
      ['unsafeValidateUnique', 'skip'],
      ['uniqueConstraint', 'ok'],
      ['validateEmailChanged', 'ok'],
      ['Repo.insert', 'error'],
    ])
    expect(steps.some(({ layer }) => layer === 'sql')).toBe(false)
  })

  test('shows the answer of the index when the check before it came too early', async () => {
    const browser = new HttpBrowser()
    await register(browser, 'first@example.test')

    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => register(browser, 'race@example.test')),
    )

    const byIndex = answers
      .flatMap(({ json }) => json.trace!.steps)
      .filter(({ layer, outcome }) => layer === 'constraint' && outcome === 'error')
    for (const step of byIndex) {
      expect(step).toMatchObject({
        name: 'users_email_index',
        source: { file: 'src/app/accounts/user.ts' },
      })
    }
  })

  test('holds no token, whatever was sent', async () => {
    const browser = new HttpBrowser()
    const token = await browser.registerAndReadToken('ana@example.test')
    await browser.post('/users/log-in', { 'user[token]': token })

    const { traces = [] } = (await browser.getJson('/sandbox/traces')).json
    const texts = await Promise.all(
      traces.map(({ id }) => browser.getJson(`/sandbox/traces/${id}`)),
    )

    expect(traces.length).toBeGreaterThan(1)
    const secrets = [token, ...browser.cookies.values()].filter((value) => value.length === 43)
    expect(secrets.length).toBeGreaterThan(2)
    for (const secret of secrets) {
      for (const { text } of texts) expect(text).not.toContain(secret)
    }
  })
})
