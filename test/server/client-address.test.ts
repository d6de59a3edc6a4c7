import { describe, expect, test } from 'vitest'
import { clientAddress } from '#server/client-address.ts'
import { incomingRequest } from '../support/incoming-request.ts'

/** The address of a request through a proxy of ours, with an X-Forwarded-For header for each of `lines`. */
function through(trustedProxies: number, peer: string, ...lines: readonly string[]): string {
  const headers = lines.map((line) => ['X-Forwarded-For', line] as const)
  return clientAddress(incomingRequest({ peer, headers }), trustedProxies)
}

describe('clientAddress', () => {
  test('is the other end of the socket', () => {
    expect(through(0, '203.0.113.7')).toBe('203.0.113.7')
  })

  test.for(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP'])(
    'does not believe %s when there is no proxy of ours',
    (name) => {
      const request = incomingRequest({ peer: '203.0.113.7', headers: [[name, '198.51.100.1']] })

      expect(clientAddress(request, 0)).toBe('203.0.113.7')
    },
  )

  test.for([
    [1, '198.51.100.9, 198.51.100.1', '198.51.100.1'],
    [1, '198.51.100.1', '198.51.100.1'],
    [2, '198.51.100.9, 198.51.100.1, 203.0.113.8', '198.51.100.1'],
    [3, '<script>, 198.51.100.1, 203.0.113.8, 203.0.113.9', '198.51.100.1'],
    [1, ' 198.51.100.9 ,  198.51.100.1  ', '198.51.100.1'],
  ] as const)(
    'behind %i proxies takes from %j the entry that ours wrote',
    ([proxies, line, address]) => {
      expect(through(proxies, '10.0.0.1', line)).toBe(address)
    },
  )

  test('counts entries from the right, over all the headers of that name', () => {
    expect(through(2, '10.0.0.1', '198.51.100.9', '198.51.100.1, 203.0.113.8')).toBe('198.51.100.1')
    expect(through(1, '10.0.0.1', '198.51.100.9', '198.51.100.1')).toBe('198.51.100.1')
  })

  test('is the proxy’s own address when there are fewer entries than proxies', () => {
    expect(through(2, '10.0.0.1', '198.51.100.1')).toBe('10.0.0.1')
  })

  test('shares one address for all who come around the proxy', () => {
    expect(through(1, '203.0.113.7')).toBe('unknown')
  })

  test('lets nobody choose an address by writing more entries', () => {
    const addresses = [1, 2, 3].map((number) =>
      through(1, '10.0.0.1', `192.0.2.${number}, 198.51.100.1`),
    )

    expect(new Set(addresses)).toEqual(new Set(['198.51.100.1']))
  })

  test.for([
    ['nothing', ''],
    ['a script', '<script>alert(1)</script>'],
    ['a name', 'localhost'],
    ['too many parts', '1.2.3.4.5'],
    ['a number too large', '256.1.1.1'],
    ['zeros in front', '010.0.0.1'],
    ['one number', '2130706433'],
    ['hex', '0x7f.0.0.1'],
    ['a port', '198.51.100.1:443'],
    ['a bracket', '[2001:db8::1]'],
    ['half an IPv6 address', '2001:db8:'],
    ['two gaps', '1::2::3'],
    ['a line break', '198.51.100.1\n198.51.100.2'],
    ['digits of another script', '١٩٨.51.100.1'],
    ['very much', 'a'.repeat(10_000)],
  ] as const)('shares one address for all who send %s', ([, given]) => {
    expect(through(0, given)).toBe('unknown')
  })

  test.for([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::8', '1:0:0:0::/64'],
    ['64:ff9b::198.51.100.1', '64:ff9b:0:0::/64'],
  ] as const)('counts the IPv6 address %s as the network %s', ([given, network]) => {
    expect(through(0, given)).toBe(network)
  })

  test.for([
    ['::ffff:198.51.100.1', '198.51.100.1'],
    ['::FFFF:198.51.100.1', '198.51.100.1'],
    ['0:0:0:0:0:ffff:198.51.100.1', '198.51.100.1'],
    ['::ffff:c633:6401', '198.51.100.1'],
  ] as const)('takes %s for the IPv4 address that it is', ([given, address]) => {
    expect(through(0, given)).toBe(address)
  })

  test('tells neighbouring networks apart', () => {
    expect(through(0, '2001:db8:1:2::1')).not.toBe(through(0, '2001:db8:1:3::1'))
  })
})
