/**
 * With nobody watching the site gives the same answers. The tests named below
 * run once more, and each of their requests goes to a second server as well,
 * whose watch is empty by force: status, headers and bodies must be alike,
 * traces aside.
 */
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { SameAnswers } from '../support/same-answers.ts'

const AGAIN = [
  ...['registration', 'log-in', 'magic-link', 'settings-sessions', 'organizations', 'scores'],
  ...['live', 'bad-input'],
]
// All tests of this folder send about 3,800.
const A_THIRD_OF_ALL_REQUESTS = 1_270

let unwatched: BuiltServer
let answers: SameAnswers

beforeAll(async () => {
  unwatched = await startBuiltServer({ LIMIT_NEW_SANDBOXES: '1000000', GLASSHOUSE_WATCH: 'off' })
  answers = new SameAnswers(inject('origin'), unwatched.origin)
  vi.stubGlobal('fetch', answers.fetch)
}, 60_000)

afterAll(async () => {
  vi.unstubAllGlobals()
  await unwatched.stop()
})

// Their own runs may have loaded them already; with a question mark they are loaded anew.
for (const name of AGAIN) await import(/* @vite-ignore */ `./${name}.test.ts?again`)

test('a third of all requests was answered alike', () => {
  expect(answers.compared).toBeGreaterThan(A_THIRD_OF_ALL_REQUESTS)
})

test('the second server records nothing, and says what it is asked all the same', async () => {
  const browser = new HttpBrowser(unwatched.origin)

  const { status, json } = await browser.postForJson('/users/register', { 'user[email]': 'ana' })

  expect([status, json.changeset?.valid, json.trace?.steps]).toEqual([422, false, []])
})
