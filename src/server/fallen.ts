/** Counts, in the log, the parts of a page that stopped in somebody's browser. */
import { HOUR } from '#lib/duration.ts'
import { RateLimiter } from '#lib/rate-limiter.ts'
import type { Log } from './log.ts'

/** Where a page says it, as a form. */
export const FALLEN_PATH = '/fallen'

/** Of one address, for each hour. Whoever says it more often is not listened to. */
export const MOST_FALLEN = 20

/** An element of ours. What else is said is nobody's part. */
const ELEMENT = /^glass-[a-z-]{2,24}$/

/** Answers what writes it down. Nothing that a browser sends gets into the log but the name of an element. */
export function fallenCounter(log: Log): (form: string, address: string) => void {
  const limiter = new RateLimiter(MOST_FALLEN, HOUR)
  return (form, address) => {
    const element = new URLSearchParams(form).get('element') ?? ''
    if (!ELEMENT.test(element) || limiter.take(address) > 0) return
    log.error('element fallen', { element })
  }
}
