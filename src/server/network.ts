import { isIPv4 } from 'node:net'

/**
 * The network of an address, as lines of the log have it: enough to see that a flood comes from one place, too
 * little to say who sat there. It is 256 addresses of the old kind, and of the new kind what one customer of a
 * provider gets, 2^80. Takes what `clientAddress` answers.
 *
 * @example
 * networkOf('203.0.113.77')
 * // => '203.0.113.0/24'
 * networkOf('2001:db8:7:1::/64')
 * // => '2001:db8:7::/48'
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const parts = /^([\da-f]+:[\da-f]+:[\da-f]+):[\da-f]+::\/64$/.exec(address)
  return parts ? `${parts[1]}::/48` : 'unknown'
}
