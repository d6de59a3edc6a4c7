import { pour } from '../security/pour.ts'
import { memoryOf } from '../security/memory.ts'
import type { Attack } from './attack.ts'

const SENDERS = 10
const MOST = 200_000_000
const MEBIBYTE = 1024 * 1024
const CHUNK = `10000\r\n${'a'.repeat(65_536)}\r\n`

const WAYS = [
  ['of another site', 'POST /users/register', 'https://evil.test'],
  ['of a question', 'GET /lessons', null],
  ['of a form', 'POST /users/register', null],
] as const

export default {
  about: 'Bodies without an end that nobody reads (F15).',
  async run({ server, figure }) {
    for (const [what, request, from] of WAYS) {
      const head = [
        'Content-Type: application/x-www-form-urlencoded',
        'Transfer-Encoding: chunked',
        `Origin: ${from ?? server.origin}`,
      ].join('\r\n')
      const memory = memoryOf(server.pid())
      const answers = await Promise.all(
        Array.from({ length: SENDERS }, () => pour(server, head, CHUNK, MOST, request)),
      )
      const most = Math.max(...answers.map(({ sent }) => sent))
      const grown = (memoryOf(server.pid()) - memory) / MEBIBYTE
      figure({
        what: `megabytes that are taken ${what}`,
        ...{
          before: what === 'of a form' ? '0' : '1,000 and more in 3 s',
          now: (most / 1e6).toFixed(1),
        },
        holds: most < 30_000_000,
      })
      figure({
        what: 'megabytes of memory for it',
        ...{ before: 'flat', now: grown.toFixed(0), holds: grown < 100 },
      })
    }
  },
} satisfies Attack
