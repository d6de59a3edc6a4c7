import { expect, test } from 'vitest'
import { networkOf } from '#server/network.ts'

test.for([
  ['203.0.113.77', '203.0.113.0/24'],
  ['10.0.0.1', '10.0.0.0/24'],
  ['2001:db8:7:1::/64', '2001:db8:7::/48'],
  ['0:0:0:0::/64', '0:0:0::/48'],
  ['unknown', 'unknown'],
  ['203.0.113.7, 10.0.0.1', 'unknown'],
  ['<script>', 'unknown'],
] as const)('of %s is %s', ([address, network]) => {
  expect(networkOf(address)).toBe(network)
})
