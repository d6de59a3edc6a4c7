/** A lesson is built for everybody, and its page may hold several people's windows onto the app. */
import { expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = 'scopes/contexts-take-the-scope-first'

interface Window {
  readonly persona: string
  readonly html: string
}

/** The windows of a page: each reaches to the next, or to the buttons below them. */
function windowsIn(html: string): readonly Window[] {
  const [, ...parts] = html.split('<div class="stage-page')
  return parts.flatMap((part) => {
    const persona = /^" data-persona="(?<name>[^"]+)"/.exec(part)?.groups?.name
    return persona === undefined ? [] : [{ persona, html: part }]
  })
}

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found)

test('each window of a lesson leads where its own person would go', async () => {
  const { text } = await new HttpBrowser().get(`/lessons/${LESSON}`)

  const windows = windowsIn(text)

  expect(windows.map(({ persona }) => persona)).toEqual(['ana', 'bo', 'ana', 'bo'])
  for (const { persona, html } of windows) {
    const forms = all(html, /<form[^>]* action="([^"]+)"/g)
    const links = all(html, /<a href="(\/[^"]*\/users\/[^"]+)"/g)
    expect(forms).toEqual([`/as/${persona}/users/log-in`, `/as/${persona}/users/log-in`])
    expect(links).toEqual([`/as/${persona}/users/register`])
    expect(all(html, /name="_lesson" value="([^"]+)"/g)).toEqual([LESSON, LESSON])
  }
})

test('a page beside the windows leads where its reader goes', async () => {
  const { text } = await new HttpBrowser().get(`/lessons/${LESSON}`)

  const menu = /<ul class="menu".*?<\/ul>/s.exec(text)?.[0] ?? ''

  expect(all(menu, /href="([^"]+)"/g)).toEqual(['/users/register', '/users/log-in'])
})
