import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import script from '#runner/frame.js?raw'

const PATH = '/console/frame'
const ONE_HOUR = 3_600

// `sandbox` stands in the policy too: opened by itself in a tab, the address is as harmless.
const POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  // WebAssembly is compiled here and in no page: exercises have their database in it.
  `script-src '${hashOf(script)}' blob: 'wasm-unsafe-eval'`,
  'worker-src blob:',
  "connect-src 'none'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Where your code runs</title><script>${script}</script></html>`

/**
 * Answers with the room in which a reader's code runs: a frame of no origin,
 * without cookies, storage or network. Says whether it did. No cookie is read
 * or set, and no sandbox asked for. The headers of every answer are set by then.
 */
export function answerCodeFrame(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '', method } = request
  if (url !== PATH || (method !== 'GET' && method !== 'HEAD')) return false
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': `public, max-age=${ONE_HOUR}`,
  })
  response.end(method === 'HEAD' ? undefined : PAGE)
  return true
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
