import { check } from 'glasshouse/exercise'
import type * as findLink from './solution/find-link.ts'

interface Code {
  readonly findLink: typeof findLink
}

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000

const ANA: findLink.TokenRow = {
  hash: 'a1',
  context: 'login',
  sent_to: 'ana@example.test',
  email: 'ana@example.test',
  inserted_at: NOW - MINUTE,
}
const BO = {
  ...ANA,
  hash: 'b2',
  sent_to: 'bo@example.test',
  email: 'bo@example.test',
}

const find = (
  code: Code,
  rows: readonly findLink.TokenRow[],
  hash = 'a1',
) => code.findLink.findLink(rows, hash, NOW)?.hash ?? null

export default [
  check<Code>(
    'finds a fresh link, and the right one',
    async ({ code, see }) => {
      await see(
        'opening Ana’s link',
        () => find(code, [BO, ANA]),
        { is: 'a1' },
      )
      await see(
        'opening a link that nobody was sent',
        () => find(code, [BO, ANA], 'c3'),
        { is: null },
      )
    },
  ),

  check<Code>(
    'knows when fifteen minutes are over',
    async ({ code, see }) => {
      const aged = (seconds: number) => [
        { ...ANA, inserted_at: NOW - seconds * 1_000 },
      ]
      await see(
        'opening a link that is 14 minutes and 59 seconds old',
        () => find(code, aged(899)),
        {
          is: 'a1',
        },
      )
      await see(
        'opening a link that is 15 minutes old',
        () => find(code, aged(900)),
        { is: null },
      )
    },
  ),

  check<Code>(
    'takes a token for nothing else',
    async ({ code, see }) => {
      await see(
        'opening the token of a session as a link',
        () =>
          find(code, [{ ...ANA, context: 'session' }]),
        { is: null },
      )
    },
  ),

  check<Code>(
    'forgets a link once its address is left',
    async ({ code, see }) => {
      await see(
        'opening a link that was mailed to an address that she has left',
        () =>
          find(code, [
            { ...ANA, email: 'ana2@example.test' },
          ]),
        { is: null },
      )
    },
  ),
]
