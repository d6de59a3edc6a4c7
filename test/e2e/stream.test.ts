/** A server behind a proxy that answers 502 while it is away, as nginx does. */
import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { startBuiltServer } from '../support/built-server.ts'
import { test as base } from '../support/reader.ts'

const ANA = 'ana@example.test'

/** Passes everything on, or answers 502, and counts how often it was asked for the stream. */
async function startProxy() {
  let port = 0
  let isAway = false
  let streams = 0
  const proxy = createServer((incoming, answer) => {
    if (incoming.method === 'GET' && incoming.url === '/sandbox/events') streams += 1
    if (isAway) return void answer.writeHead(502).end('Bad Gateway')
    const { method, url: path, headers } = incoming
    const passedOn = ask({ port, host: '127.0.0.1', method, path, headers }, (back) => {
      answer.writeHead(back.statusCode ?? 502, back.headers)
      back.pipe(answer)
      back.once('error', () => answer.destroy())
    })
    passedOn.once('error', () => answer.destroy())
    answer.once('close', () => passedOn.destroy())
    incoming.pipe(passedOn)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    origin: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    streams: () => streams,
    passTo: (to: number) => (port = to),
    /** Cuts what is open, and from then on answers 502 itself; or passes on again. */
    away: (away: boolean) => {
      isAway = away
      if (away) proxy.closeAllConnections()
    },
    close: () => {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}

const test = base.extend('house', async ({}, { onCleanup }) => {
  const proxy = await startProxy()
  const server = await startBuiltServer({ PUBLIC_ORIGIN: proxy.origin, TRUSTED_PROXIES: '1' })
  proxy.passTo(server.port)
  onCleanup(async () => {
    proxy.close()
    await server.stop()
  })
  return proxy
})

test('a stream that was answered 502 comes back, and a log-out reaches every page', async ({
  sitDown,
  house,
}) => {
  const reader = await sitDown({ baseURL: house.origin })
  reader.expectComplaint(/status of 502|ERR_|Failed to load/)
  await reader.goRegisterAndLogIn(ANA)
  await reader.page.goto('/guess')
  await reader.shows('.guess-who', `You play as ${ANA}`)
  await expect.poll(house.streams).toBe(1)

  house.away(true)
  // The browser's own try, then one after each pause.
  await expect.poll(house.streams, { timeout: 60_000 }).toBeGreaterThanOrEqual(3)
  house.away(false)
  const asked = house.streams()
  await expect.poll(house.streams, { timeout: 60_000 }).toBeGreaterThan(asked)

  const other = await reader.context.newPage()
  await other.goto('/')
  await other.getByRole('button', { name: 'Log out' }).first().click()

  await reader.page.waitForURL('**/users/log-in')
  await reader.shows('.flash', 'You must log in to access this page.')
})
