import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Links } from '#http/links.ts'
import { drawWith, linksOf } from '#http/page-links.ts'

const linksAs = (name: string): Links => ({
  to: (path) => `/as/${name}${path}`,
  within: (address) => address,
  onward: (path) => `/as/${name}${path}?onward`,
  fields: { _for: name },
})

/** What a form and what a link would ask, each a while after the drawing began. */
async function draw(locals: { readonly links?: Links }): Promise<readonly string[]> {
  await setImmediate()
  const form = Object.values(linksOf(locals).fields)
  await setImmediate()
  return [...form, linksOf(locals).to('/guess')]
}

describe('linksOf', () => {
  test('finds the links of the request', () => {
    const links = linksAs('alice')

    expect(linksOf({ links })).toBe(links)
  })

  test('leaves addresses as they are where there is no request', () => {
    const { to, onward, fields } = linksOf({})

    expect([to('/guess'), onward('/guess'), fields]).toEqual(['/guess', '/guess', {}])
  })
})

describe('drawWith', () => {
  test('does not mix two windows of one page that are drawn side by side', async () => {
    const locals = { links: linksAs('you') }
    const window = (name: string) => drawWith(linksAs(name), () => draw(locals))

    const drawn = await Promise.all([window('alice'), draw(locals), window('bob')])

    expect(drawn).toEqual([
      ['alice', '/as/alice/guess'],
      ['you', '/as/you/guess'],
      ['bob', '/as/bob/guess'],
    ])
  })

  test('ends with what it draws', async () => {
    await drawWith(linksAs('alice'), () => draw({}))

    expect(linksOf({}).to('/guess')).toBe('/guess')
  })
})
