/** F4 a: whoever did not read was never let go; 160 of them closed a site of 150 connections. */
import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { askOnce, openSockets } from '../support/crowd.ts'
import { memoryOf } from '../security/memory.ts'
import type { Attack } from './attack.ts'

const READERS = 160
const LESSON = '/lessons/persons/who-comes-in'
const MEBIBYTE = 1024 * 1024

export default {
  about: `F4: ${READERS} connections ask for 40 lessons each and read nothing; the house has 150`,
  env: { LIMIT_CONNECTIONS: '150', LIMIT_CONNECTIONS_PER_ADDRESS: '150' },
  async run({ server, figure }) {
    const { origin } = server
    const { host } = new URL(origin)
    const before = memoryOf(server.pid())
    const without = socketsOf(server.pid())
    const text = `GET ${LESSON} HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(40)
    const slow = await openSockets(READERS, { origin, text })
    const dead: number[] = []
    for (let second = 1; second <= 34; second += 1) {
      await sleep(1_000)
      const { status } = await askOnce({ origin, path: '/healthz' })
      if (status !== 200) dead.push(second)
    }
    figure({
      what: 'seconds, of 34, without an answer to others',
      ...{ before: '34 of 34', now: dead.length, holds: dead.length <= 3 },
    })
    // Whoever reads nothing does not hear that they were let go: the server is asked what it still holds.
    const held = Math.max(0, socketsOf(server.pid()) - without)
    figure({
      what: 'connections of slow readers that the house still holds',
      ...{ before: '23 of 30', now: held, holds: held === 0 },
    })
    const grown = Math.round((memoryOf(server.pid()) - before) / MEBIBYTE)
    figure({ what: 'memory, in MB more', before: '+100', now: grown, holds: grown < 100 })
    slow.close()
  },
} satisfies Attack

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:')
    } catch {
      return false
    }
  }).length
}
