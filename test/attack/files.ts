import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Attack } from './attack.ts'

const ABORTED = 200
const CONNECTIONS = 36
const ASKED_BY_EACH = 40
const FEW = 60

export default {
  about: 'Files that are left half read, or asked for forty times each and not read (F1).',
  async run({ server, figure }) {
    const open = () => readdirSync(`/proc/${server.pid()}/fd`).length
    const { host } = new URL(server.origin)
    const lesson = `GET /lessons/persons/who-comes-in HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const ask = (text: string) =>
      new Promise<Socket>((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
        socket.on('error', () => resolve(socket))
        socket.once('readable', () => resolve(socket))
        socket.once('close', () => resolve(socket))
      })
    ;(await ask(lesson)).destroy()
    const before = open()

    for (let number = 0; number < ABORTED; number += 1) (await ask(lesson)).destroy()
    await sleep(500)
    const leaked = open() - before
    figure({
      what: `descriptors that ${ABORTED} aborted downloads leave`,
      ...{ before: ABORTED, now: leaked, holds: leaked < FEW },
    })

    const sockets = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => ask(lesson.repeat(ASKED_BY_EACH))),
    )
    const held = open() - before
    for (const socket of sockets) socket.destroy()
    figure({
      what: `descriptors while ${CONNECTIONS} connections ask ${ASKED_BY_EACH} times and do not read`,
      ...{ before: 'over 1,000, and with ulimit 1024 its end', now: held },
      holds: held <= CONNECTIONS + FEW,
    })
  },
} satisfies Attack
