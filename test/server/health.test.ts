import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { answerHealth, readiness } from '#server/health.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** What a server answers that is draining or not, over a disk that says this of a test byte. */
async function asking({ draining = false, trouble = null as string | null }) {
  const notReady = readiness({ draining }, { writeTestByte: () => Promise.resolve(trouble) })
  const server = createServer((request, response) => {
    if (!answerHealth(request, response, notReady)) response.writeHead(418).end()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
    return [response.status, await response.text()]
  }
}

describe('/readyz', () => {
  test.for([
    [{}, 200, 'ok\n'],
    [{ draining: true }, 503, 'draining\n'],
    [{ trouble: 'ENOSPC' }, 503, 'disk: ENOSPC\n'],
    [{ draining: true, trouble: 'ENOSPC' }, 503, 'draining\n'],
  ] as const)('of %j is %i', async ([state, status, text]) => {
    const ask = await asking(state)

    expect(await ask('/readyz')).toEqual([status, text])
    expect(await ask('/readyz', 'HEAD')).toEqual([status, ''])
  })
})

test('/healthz is 200 whatever else is wrong: the process lives', async () => {
  const ask = await asking({ draining: true, trouble: 'EROFS' })

  expect(await ask('/healthz')).toEqual([200, 'ok\n'])
})

test.for(['/healthz?a', '/readyz/', '/'])('%s is none of them', async (path) => {
  expect((await (await asking({}))(path))[0]).toBe(418)
})
