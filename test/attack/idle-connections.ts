/** F4 b: 2,100 connections that send nothing kept every newcomer out for nine seconds, again and again. */
import { askOnce, openSockets } from '../support/crowd.ts'
import type { Attack } from './attack.ts'

const CONNECTIONS = 2_100
const ASKED = 40

export default {
  about: `F4: ${CONNECTIONS} connections that send nothing, twice; a newcomer asks meanwhile`,
  async run({ server: { origin }, figure }) {
    // Where the system is not Linux, the newcomer shares the address, and is kept out by nobody either.
    const from = process.platform === 'linux' ? '127.0.0.2' : undefined
    let good = 0
    for (const wave of [1, 2]) {
      const idle = await openSockets(CONNECTIONS, { origin, ...(from !== undefined && { from }) })
      for (let times = 0; times < ASKED / 2; times += 1) {
        const { status } = await askOnce({ origin, path: '/healthz' })
        if (status === 200) good += 1
        await new Promise((resolve) => setTimeout(resolve, 50 * wave))
      }
      idle.close()
    }
    figure({
      what: `answers to a newcomer, of ${ASKED}`,
      ...{ before: '0 for 9 s', now: good, holds: good === ASKED },
    })
  },
} satisfies Attack
