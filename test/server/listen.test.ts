import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { readConfig } from '#server/config.ts'
import { listen } from '#server/listen.ts'

const servers = new Set<ReturnType<typeof createServer>>()
const newServer = () => {
  const server = createServer()
  servers.add(server)
  return server
}
afterEach(() => {
  for (const server of servers) server.close()
  servers.clear()
})

/** A port that somebody listens on. */
function takenPort(): Promise<number> {
  const server = newServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      // A server that listens on a port has an address with one.
      resolve((server.address() as AddressInfo).port)
    })
  })
}

const failureOf = async (env: Readonly<Record<string, string>>) => {
  const failure: unknown = await listen(newServer(), readConfig(env)).catch(
    (error: unknown) => error,
  )
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : 'it listens'
}

describe('listen', () => {
  test('says of a port that is taken which one is free, and that the folder is', async () => {
    const port = await takenPort()

    const sentence = await failureOf({ PORT: String(port), DATA_DIR: '/data' })

    expect(sentence).toMatch(
      /^ConfigError: Port \d+ is in use\. Stop what listens there, or give this server another port, as in PORT=\d+ npm start; its DATA_DIR, "\/data", is free\.$/,
    )
    const [, other] = /PORT=(\d+)/.exec(sentence) ?? []
    expect(await failureOf({ PORT: other ?? '' })).toBe('it listens')
  })

  test.for(['203.0.113.7', 'no.such.host.invalid'])(
    'says that HOST %s is not here',
    async (host) => {
      expect(await failureOf({ HOST: host, PORT: '45999' })).toBe(
        `ConfigError: HOST is "${host}", which is no address of this machine. It takes one, such as 127.0.0.1 for this machine alone, or 0.0.0.0 for all that can reach it.`,
      )
    },
  )
})
