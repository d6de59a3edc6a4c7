/** The same thing many times at once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { TEST_COURSE } from '../support/courses.mjs'
import { HttpBrowser, type Answer } from '../support/http-browser.ts'
import { longOf } from '../support/long.ts'
import { Inside } from '../security/inside.ts'
import { ANA, twentyTimes, userOf } from '../security/people.ts'

const long = longOf(test)

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer({ LIMIT_RESETS: '100000', GLASSHOUSE_LIMITS: 'off' })
})
afterAll(() => server.stop())

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort()

async function resetStorm(times: number): Promise<void> {
  const browser = new HttpBrowser(server.origin)
  await browser.registerAndLogIn(ANA)
  const act = (index: number) =>
    index % 4 === 3
      ? browser.sibling().post('/users/register', { 'user[email]': `user${index}@example.test` })
      : browser.sibling().post('/sandbox/reset')

  const answers = await Promise.all(Array.from({ length: times }, (_, index) => act(index)))

  // Whoever has more in flight than their share may be asked to come again.
  for (const status of statusesOf(answers)) expect([303, 409, 429]).toContain(status)
  // It has settled: what comes now is as ever.
  expect((await browser.sibling().post('/users/register', { 'user[email]': ANA })).status).toBe(303)
  await browser.sibling().post('/sandbox/reset')
  const inside = new Inside(browser, server.dataDirectory)
  expect(inside.count('select count(*) from users')).toBe(0)
  await browser.sibling().post('/sandbox/delete')
  // Nothing of all of them is left, and no log without its database.
  const left = globSync(join(server.dataDirectory, 'sandboxes/**/sandbox.db*'))
  expect(left.filter((file) => file.includes(inside.folder))).toEqual([])
  expect(left.length).toBeLessThan(10)
}

describe('at once', () => {
  test('fault 42 fifty resets among writes leave one sandbox', () => resetStorm(66))

  long('fault 42 two hundred do, too', () => resetStorm(266))

  test('fault 43 twenty registrations of one address are one account', async () => {
    const browser = new HttpBrowser(server.origin)
    await browser.post('/users/log-in', { 'user[email]': 'nobody@example.test' })

    const answers = await twentyTimes(() =>
      browser.sibling().post('/users/register', { 'user[email]': ANA }),
    )

    expect(statusesOf(answers)).toEqual([303, ...Array<number>(19).fill(422)])
    expect(answers.filter(({ text }) => text.includes('has already been taken'))).toHaveLength(19)
    const inside = new Inside(browser, server.dataDirectory)
    expect(inside.query('select email from users')).toEqual([{ email: ANA }])
  })

  test('fault 44 twenty presses of one link let one in', async () => {
    const browser = new HttpBrowser(server.origin)
    const token = await browser.registerAndReadToken(ANA)
    const jars = Array.from({ length: 20 }, () => browser.sibling())

    const answers = await Promise.all(
      jars.map((jar) => jar.post('/users/log-in', { 'user[token]': token })),
    )

    expect(statusesOf(answers)).toEqual([303, ...Array<number>(19).fill(422)])
    const who = await Promise.all(jars.map(userOf))
    expect(who.filter((user) => user !== null)).toHaveLength(1)
  })
})

test('fault 45 a second server on the same folder says which, and the first goes on', async () => {
  const port = 40_000 + (process.pid % 20_000)
  const second = spawn(
    process.execPath,
    [`${currentBuild(undefined, TEST_COURSE)}/server/main.mjs`],
    {
      env: { ...serverEnvironment(), DATA_DIR: server.dataDirectory, PORT: String(port) },
    },
  )
  let said = ''
  second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(second, 'close')) as [number | null]

  expect(code).toBe(1)
  expect(said).toContain(`DATA_DIR is "${server.dataDirectory}", and another server is using it.`)
  const browser = new HttpBrowser(server.origin)
  await browser.registerAndLogIn('bo@example.test')
  expect(await userOf(browser)).toMatchObject({ email: 'bo@example.test' })
})
