import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'

/**
 * Who is asking, for limits and logs. Entries of `X-Forwarded-For` count from
 * the right and only as far as there are proxies of ours: the rest is text
 * that the client made up. An IPv6 client owns a /64, so that is one address.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return canonical(peer)

  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
  return canonical(forwarded.at(-trustedProxies)?.trim() ?? peer)
}

function canonical(address: string): string {
  const mapped = /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.groups?.v4 ?? address
  if (isIPv4(mapped)) return mapped
  if (!isIPv6(mapped)) return 'unknown'
  // The URL parser writes every spelling of an address the same way.
  const [head = '', tail = ''] = new URL(`http://[${mapped.split('%')[0]}]`).hostname
    .slice(1, -1)
    .split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
