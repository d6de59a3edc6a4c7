import { describe, expect, test } from 'vitest'
import { momentAddress, type MomentStep } from '#course/moment-link.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = '/lessons/forms/wrong-addresses'

const sends = (...emails: readonly string[]): readonly MomentStep[] =>
  emails.map((email) => ({ path: '/as/bo/users/register', fields: [['user[email]', email]] }))
const addressOf = (steps: readonly MomentStep[], known = {}) =>
  momentAddress({ demo: 'six-tries', steps }, known)!
const codeOf = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url')

/** What a robot reads of a page, by its names. */
const tagsOf = (html: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g)].map(
      ([, name, content]) => [name!, content!],
    ),
  )
const leadsTo = (html: string) => /src="\/go-on.js" data-to="([^"]*)"/.exec(html)?.[1] ?? null

async function open(address: string) {
  const browser = new HttpBrowser()
  const { status, text, headers } = await browser.get(address)
  return { browser, status, text, headers, tags: tagsOf(text), to: leadsTo(text) }
}

describe('the address of a moment', () => {
  test('says what was recorded of the same, and has its picture', async () => {
    const blank = addressOf(sends(''))
    const { browser, status, text, tags } = await open(blank)
    const picture = new URL(tags['og:image']!)

    expect(status).toBe(200)
    expect(tags['og:description']).toContain('The changeset refused Bo’s request.')
    expect(tags['og:image:alt']).toContain('My request died at validateRequired')
    expect(tags).toMatchObject({
      'og:title': 'My request died at validateRequired',
      'og:url': browser.origin + blank,
      'og:image:width': '1200',
      'og:image:height': '630',
      'twitter:card': 'summary_large_image',
      robots: 'noindex',
    })
    expect(text).toContain(`<link rel="canonical" href="${browser.origin}${LESSON}"`)
    expect(picture.origin).toBe(browser.origin)
    const drawn = await fetch(picture)
    expect(drawn.headers.get('content-type')).toBe('image/png')
    expect((await drawn.bytes()).slice(1, 4)).toEqual(new TextEncoder().encode('PNG'))
  })

  test('goes on to its lesson, with what it holds', async () => {
    const address = addressOf(sends('ana'))
    const code = address.slice('/m/'.length)

    expect((await open(address)).to).toBe(`${LESSON}#moment=${code}`)
    expect((await open(`${address}?at=11`)).to).toBe(`${LESSON}?at=11#moment=${code}`)
    expect((await open(`${address}?at=%22%3E`)).to).toBe(`${LESSON}#moment=${code}`)
  })

  test('has a button for each step, for whoever has no scripts', async () => {
    const { text } = await open(addressOf(sends('ana')))

    expect(text).toContain('<form method="post" action="/as/bo/users/register">')
    expect(text).toContain('<input type="hidden" name="user[email]" value="ana">')
    expect(text).toContain('POST /as/bo/users/register with user[email]=ana')
  })

  test('of anything else has the picture of its end, if it names one, or of its lesson', async () => {
    const steps = sends('nobody-recorded@this.test')

    const [ended, other] = [
      await open(addressOf(steps, { end: 'answered.constraint' })),
      await open(addressOf(steps)),
    ]

    expect(ended.tags['og:title']).toBe('My request reached the constraints, and came back')
    expect(other.tags['og:title']).toBe('Wrong addresses')
    // Nothing that a stranger wrote is said of it.
    expect(JSON.stringify([ended.tags['og:title'], ended.tags['og:description']])).not.toContain(
      'nobody-recorded',
    )
  })

  test('of a Run has that of its step', async () => {
    const run = {
      path: '/acts',
      fields: [['act', 'six-tries'] as const, ['step', '6'] as const],
    }
    const { tags, text } = await open(addressOf([run]))

    expect(tags['og:title']).toBe('My request died at unsafeValidateUnique')
    expect(text).toContain('ANA@example.test')
  })

  test('makes no sandbox, keeps no cookie, and does nothing', async () => {
    const { browser, headers } = await open(addressOf(sends('ana')))

    expect(headers.get('set-cookie')).toBeNull()
    expect((await browser.getJson('/sandbox')).json.sandbox).toBeNull()
  })

  test('is JSON for a program', async () => {
    const browser = new HttpBrowser()
    const { json, status } = await browser.getJson(addressOf(sends('ana')))

    expect(status).toBe(200)
    expect(json).toMatchObject({
      moment: { demo: 'six-tries', steps: [{ path: '/as/bo/users/register' }] },
      to: `${LESSON}#moment=${addressOf(sends('ana')).slice('/m/'.length)}`,
    })
  })
})

describe('a moment of the stage without a lesson', () => {
  const code = codeOf(['try', ['/users/register', 'user[email]', 'ana']])

  test('leads there, with a picture of its end', async () => {
    const { status, text, to, tags } = await open(`/m/${code}?end=refused.changeset`)

    expect(status).toBe(200)
    expect(to).toBe(`/try#moment=${code}`)
    expect(text).toContain('A moment of a server to try')
    expect(tags['og:url']).toContain('end=refused.changeset')
  })

  test('begins with nobody, and is pressed step by step without scripts', async () => {
    const { browser, text } = await open(`/m/${code}`)

    expect(text).toContain('name="what" value="everything"')
    expect(text).not.toContain('name="_lesson"')
    expect((await browser.post('/sandbox/reset', { what: 'everything' })).status).toBe(303)
    expect((await browser.post('/users/register', { 'user[email]': 'ana' })).status).toBe(422)
  })
})

describe('a hostile code', () => {
  const HOSTILE = [
    ['damaged', 'AAAA', 'damaged'],
    ['no base64', '!!!!', 'damaged'],
    ['no UTF-8', Buffer.from([0xff, 0xfe]).toString('base64url'), 'damaged'],
    ['no list', codeOf({ demo: 'six-tries' }), 'damaged'],
    ['nested without end', codeOf(['six-tries', [[[[[[]]]]]]]), 'damaged'],
    ['too long', 'A'.repeat(1_501), 'too long'],
    ['of no demo', codeOf(['no-such-demo', ['/scores']]), 'not in this course any more'],
    [
      'of a demo by a name of JavaScript',
      codeOf(['constructor', ['/scores']]),
      'not in this course',
    ],
    ['that deletes', codeOf(['six-tries', ['/sandbox/delete']]), 'may not do'],
    [
      'with a password',
      codeOf(['six-tries', ['/users/log-in', 'user[password]', 'x']]),
      'may not do',
    ],
    ['to another site', codeOf(['six-tries', ['https://evil.test/users/register']]), 'may not do'],
    ['to another host', codeOf(['six-tries', ['//evil.test/users/register']]), 'may not do'],
    ['with a script', codeOf(['six-tries', ['javascript:alert(1)']]), 'may not do'],
    [
      'of a Run of another demo',
      codeOf(['six-tries', ['/acts', 'act', 'club', 'step', '1']]),
      'may not do',
    ],
    ['without a step', codeOf(['six-tries']), 'may not do'],
  ] as const

  test.for(HOSTILE)('%s is answered with a sentence, and leads nowhere', async ([, code, says]) => {
    const { status, text, to, tags, headers } = await open(`/m/${code}`)

    expect(status).toBe(404)
    expect(text).toContain(says)
    expect(to).toBeNull()
    expect(text).not.toContain('<form method="post"')
    expect(text).not.toContain('evil.test')
    expect(tags['og:title']).toBe('An auth server with glass walls')
    expect(headers.get('location')).toBeNull()
  })

  test('that holds markup shows it as text', async () => {
    const evil = '"><script>alert(1)</script>'
    const { text } = await open(addressOf(sends(evil)))

    // What stands in quotes is a value.
    expect(text.replaceAll(/"[^"]*"/g, '""')).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;alert(1)')
  })

  test.for(['"><b>', '__proto__', 'x'.repeat(900)])(
    'an end that is none of ours is left out: %j',
    async (end) => {
      const { tags } = await open(`${addressOf(sends('zz'))}?end=${encodeURIComponent(end)}`)

      expect(tags['og:title']).toBe('Wrong addresses')
      expect(tags['og:url']).not.toContain('end=')
    },
  )

  test('is not sent: the address is only opened', async () => {
    const browser = new HttpBrowser()

    expect((await browser.post(addressOf(sends('ana')), {})).status).toBe(405)
  })
})

describe('cards', () => {
  test('stand on the home page', async () => {
    const { tags, browser } = await open('/')

    expect(tags['og:image']).toMatch(new RegExp(`^${browser.origin}/cards/[\\da-f]{12}\\.png$`))
    expect(tags['og:image:alt']).toContain('An auth server with glass walls')
  })

  test('of a lesson that was built for whatever address have words', async () => {
    const { tags } = await open(LESSON)

    expect(tags['og:title']).toBe('Wrong addresses')
    // Half an address would be none.
    expect(tags['og:image'] ?? 'https://').toMatch(/^https?:\/\//)
  })
})
