/** A lesson is built for everybody, and its page may hold several people's windows onto the app. */
import { expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const TWO_PEOPLE = 'persons/yours-and-mine'
const ONE_FORM = 'forms/wrong-addresses'

interface Window {
  readonly persona: string
  readonly html: string
}

/** The windows of a page: each reaches to the next, or to the strip below them. */
function windowsIn(html: string): readonly Window[] {
  const [, ...parts] = html.split('<div class="stage-page')
  return parts.flatMap((part) => {
    const persona = /^" data-persona="(?<name>[^"]+)"/.exec(part)?.groups?.name
    const [own = ''] = part.split('<div class="stage-strip"')
    return persona === undefined ? [] : [{ persona, html: own }]
  })
}

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found)

test.for([
  [TWO_PEOPLE, ['ana', 'bo', 'ana', 'bo', 'ana', 'bo', 'ana', 'bo'], 0],
  [ONE_FORM, ['bo'], 1],
] as const)(
  'each window of %s leads where its own person would go',
  async ([lesson, people, forms]) => {
    const { text } = await new HttpBrowser().get(`/lessons/${lesson}`)

    const windows = windowsIn(text)

    expect(windows.map(({ persona }) => persona)).toEqual(people)
    for (const { persona, html } of windows) {
      const sent = all(html, /<form[^>]* action="([^"]+)"/g)
      const links = all(html, /<a [^>]*href="(\/[^"]*\/users\/[^"]+)"/g)
      expect(sent).toEqual(Array.from({ length: forms }, () => `/as/${persona}/users/register`))
      expect(new Set(links)).toEqual(
        new Set([`/as/${persona}/users/register`, `/as/${persona}/users/log-in`]),
      )
      expect(all(html, /name="_lesson" value="([^"]+)"/g)).toEqual(sent.map(() => lesson))
    }
  },
)

test('a room beside the windows is nobody’s own', async () => {
  const { text } = await new HttpBrowser().get(`/lessons/${TWO_PEOPLE}`)

  const nav = /<nav class="stage-ways".*?<\/nav>/s.exec(text)?.[0] ?? ''
  const rooms = all(nav, /href="(\/sandbox[^"]*|\/as\/[^"]*)"/g)

  expect(rooms).toEqual(['/sandbox/mailbox', '/sandbox/tables'])
})
