/** By whom a request is counted, from what it says itself: nothing is looked up. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { cookieName, VISITOR } from '#http/cookies.ts'
import { isBearer } from '#http/requests.ts'
import { clientAddress } from '../client-address.ts'
import { tokenIn } from '../cookies.ts'
import type { Asker } from './fair-turns.ts'

interface Where {
  readonly publicOrigin: URL
  readonly trustedProxies: number
}

/** The address, an IPv6 one by its /64, and a hash of the cookie or the token for programs. */
export function askerOf(request: IncomingMessage, { publicOrigin, trustedProxies }: Where): Asker {
  const { authorization } = request.headers
  const key = isBearer(authorization)
    ? `program ${authorization?.slice(0, LONGEST_KEY)}`
    : tokenIn(request, cookieName(publicOrigin, VISITOR))
  const address = clientAddress(request, trustedProxies)
  return { address, visitor: key === null ? null : keyOf(key) }
}

const LONGEST_KEY = 200

/** Short, and nothing that opens anything: it stands in memory for a while. */
export const keyOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 22)
