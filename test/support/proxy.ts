/** What stands in front of a server: it passes on, and does what goes wrong there. */
import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Proxy {
  /** Where it answers: the public origin of whatever stands behind it. */
  readonly origin: string
  /** How often it was asked for the stream. */
  readonly streams: () => number
  readonly passTo: (port: number) => void
  /** Cuts what is open, and answers 502 itself, as nginx does while its server is away; or passes on again. */
  readonly setAway: (isAway: boolean) => void
  /** Takes the cookies out of every answer, as a browser does that keeps none. */
  readonly dropCookies: () => void
  readonly close: () => void
}

export async function startProxy(): Promise<Proxy> {
  let port = 0
  let isAway = false
  let dropsCookies = false
  let streams = 0
  const proxy = createServer((incoming, answer) => {
    if (incoming.method === 'GET' && incoming.url === '/sandbox/events') streams += 1
    if (isAway) return void answer.writeHead(502).end('Bad Gateway')
    const { method, url: path, headers } = incoming
    const passedOn = ask({ port, host: '127.0.0.1', method, path, headers }, (back) => {
      if (dropsCookies) delete back.headers['set-cookie']
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
    passTo: (to) => {
      port = to
    },
    setAway: (away) => {
      isAway = away
      if (away) proxy.closeAllConnections()
    },
    dropCookies: () => {
      dropsCookies = true
    },
    close: () => {
      proxy.closeAllConnections()
      proxy.close()
    },
  }
}
