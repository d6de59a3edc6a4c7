import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'

/**
 * Who is asking, for limits and logs. Entries of `X-Forwarded-For` count from
 * the right and only as far as there are proxies of ours: the rest is text
 * that the client made up. An IPv6 client owns a /64, so that is one address.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return canonicalAddress(peer)

  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
  return canonicalAddress(forwarded.at(-trustedProxies)?.trim() ?? peer)
}

/** One spelling of each address; of IPv6 the /64. */
export function canonicalAddress(address: string): string {
  if (isIPv4(address)) return address
  if (!isIPv6(address)) return 'unknown'
  // The URL parser writes every spelling of an address the same way.
  const written = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1)
  return mappedIPv4(written) ?? networkOf(written)
}

/** `::ffff:c633:6401` is 198.51.100.1, as a socket for both families names it. */
function mappedIPv4(address: string): string | null {
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(address) ?? []
  if (!high || !low) return null
  return [high, low]
    .flatMap((part) => [parseInt(part, 16) >> 8, parseInt(part, 16) & 255])
    .join('.')
}

function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
