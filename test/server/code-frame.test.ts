import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { answerCodeFrame } from '#server/code-frame.ts'
import { HttpServer } from '../support/http-server.ts'

async function ask(path: string, method = 'GET') {
  const server = new HttpServer()
  const origin = await server.answer((request, response) => {
    if (!answerCodeFrame(request, response)) response.writeHead(404).end()
  })
  try {
    const response = await fetch(origin + path, { method })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } finally {
    await server.close()
  }
}

test('is a page of no origin that may start a worker, and reach nothing', async () => {
  const { status, headers } = await ask('/console/frame')
  const policy = (headers.get('content-security-policy') ?? '').split('; ')

  expect(status).toBe(200)
  expect(policy).toContain('sandbox allow-scripts')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'none'")
  expect(policy).toContain("frame-ancestors 'self'")
  expect(policy).toContain('worker-src blob:')
})

test('runs the one script that is in it, by its hash', async () => {
  const { headers, text } = await ask('/console/frame')
  const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? ''
  const hash = createHash('sha256').update(script).digest('base64')

  expect(headers.get('content-security-policy')).toContain(
    `script-src 'sha256-${hash}' blob: 'wasm-unsafe-eval'`,
  )
  expect(headers.get('content-security-policy')).not.toContain("'unsafe-eval'")
})

test('sets no cookie, and answers no other address and no form', async () => {
  expect((await ask('/console/frame')).headers.get('set-cookie')).toBeNull()
  expect((await ask('/console/frame?a=1')).status).toBe(404)
  expect((await ask('/console/frames')).status).toBe(404)
  expect((await ask('/console/frame', 'POST')).status).toBe(404)
})
