/** What a page waits for before it stands on the screen: a sheet more is a request more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'

let server: BuiltServer
beforeAll(async () => {
  server = await startBuiltServer()
})
afterAll(() => server.stop())

/** What is at rest is only named, for a browser without scripts. */
const withoutLater = (html: string) => html.replaceAll(/<noscript.*?<\/noscript>/gs, '')

test.for([
  ['/', ['home', 'site']],
  ['/lessons', ['lists', 'site']],
  ['/lessons/forms/wrong-addresses', ['site']],
  ['/search', ['search', 'site']],
] as const)('%s waits for the sheets %j', async ([path, sheets]) => {
  const html = withoutLater(await (await fetch(server.origin + path)).text())

  const found = [...html.matchAll(/<link rel="stylesheet" href="\/_astro\/([\w-]+)\./g)]

  expect(found.map(([, name]) => name).sort()).toEqual([...sheets])
})
