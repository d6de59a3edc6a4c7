import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sourceHref } from '#course/source-page.ts'
import { HttpBrowser, type JsonStep } from '../support/http-browser.ts'

/** Requests of many kinds, so that many layers and pages are named. */
async function manyTraces(): Promise<readonly JsonStep[]> {
  const you = new HttpBrowser()
  const answers = [
    await you.postForJson('/users/register', { 'user[email]': 'ana' }),
    await you.postForJson('/users/register', { 'user[email]': 'ana@example.test' }),
    await you.getJson('/users/settings'),
  ]
  await you.logIn('ana@example.test')
  answers.push(
    await you.sendForJson('put', '/users/settings', {
      _action: 'update_email',
      'user[email]': 'bo@example.test',
    }),
    await you.getJson('/sandbox/tables'),
    await you.postForJson('/sandbox/clock', { advance: '15m' }),
    await you.sendForJson('delete', '/users/log-out'),
    await you.postForJson('/sandbox/migrations', { direction: 'down' }),
  )
  return answers.flatMap(({ json }) => json.trace?.steps ?? [])
}

test('every source that a trace names has a page, with that line in it', async () => {
  const sources = (await manyTraces()).flatMap(({ source }) => source ?? [])
  const browser = new HttpBrowser()
  const pages = new Map<string, string>()
  for (const { file } of sources) {
    if (pages.has(file)) continue
    const answer = await browser.get(`/source/${file}`)
    pages.set(file, answer.status === 200 ? answer.text : '')
  }

  const missing = sources.filter(({ file, line }) => !pages.get(file)?.includes(`id="L${line}"`))

  expect(pages.size).toBeGreaterThan(8)
  expect(missing).toEqual([])
  expect(sources.filter((source) => sourceHref(source) === null)).toEqual([])
})

test('a page holds every line of its file, and names its regions', async () => {
  const lines = readFileSync('src/app/accounts/user.ts', 'utf8').trimEnd().split('\n')

  const { text, headers } = await new HttpBrowser().get('/source/src/app/accounts/user.ts')

  expect(text.match(/data-line="/g)).toHaveLength(lines.length)
  const from = lines.findIndex((line) => line.includes('#region email-changeset')) + 2
  expect(text).toContain(`href="#L${from}" data-region="email-changeset" data-from="${from}"`)
  // It changes with the next build, and its name does not.
  expect(headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
})

test.for(['src/changeset/cast.ts', 'src/repo/repo.ts', 'src/app/web/Menu.astro'])(
  '%s has a page',
  async (file) => {
    const { status, text } = await new HttpBrowser().get(`/source/${file}`)

    expect(status).toBe(200)
    expect(text).toContain('id="L10"')
  },
)

test.for([
  'package.json',
  'src/trace/step.ts',
  'src/app/accounts',
  'src/app/accounts/user.ts.html',
  'src/app/accounts/nothing.ts',
  'content/lessons/01-scopes/part.yaml',
  'test/requests/source.test.ts',
])('%s has none', async (file) => {
  expect((await new HttpBrowser().get(`/source/${file}`)).status).toBe(404)
})
