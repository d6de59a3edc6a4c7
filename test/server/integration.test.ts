import { expect, test, vi } from 'vitest'
import { glasshouse } from '#server/integration.mjs'

type Next = () => void
type Middleware = (request: object, response: object, next: Next) => void

test('a request that comes by twice meets the front before astro dev once', async () => {
  const handle = vi.fn((_request: object, _response: object, next: Next) => next())
  const createDevFront = () => Promise.resolve({ handle, close: () => Promise.resolve() })
  const used: Middleware[] = []
  const server = {
    middlewares: { use: (middleware: Middleware) => used.push(middleware) },
    environments: { ssr: { runner: { import: () => Promise.resolve({ createDevFront }) } } },
    config: { server: { port: 4321 } },
  }
  glasshouse().hooks['astro:server:setup']({ server })
  const request = { url: '/author' }
  const pass = () => new Promise<void>((resolve) => used[0]!(request, {}, resolve))

  await pass()
  await pass()

  expect(handle).toHaveBeenCalledOnce()
})
