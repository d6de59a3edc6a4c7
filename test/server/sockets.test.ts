import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test as base } from 'vitest'
import { Sockets, type SocketLimits } from '#server/sockets.ts'
import { until } from '../support/until.ts'

const LIMITS: SocketLimits = { connections: 100, connectionsPerAddress: 100, trustedProxies: 0 }
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const SECOND = 1_000

/** The other end of a connection, and what came by it. */
interface Reader {
  readonly socket: Socket
  readonly text: () => string
  readonly isOpen: () => boolean
}

/** Opens a house; whoever is in it afterwards is put out. */
const test = base.extend<{ readonly openHouse: typeof openHouseIn }>({
  openHouse: async ({}, use) => {
    const closing: (() => void)[] = []
    await use((limits) => openHouseIn(limits, closing))
    for (const close of closing) close()
  },
})

async function openHouseIn(limits: Partial<SocketLimits> = {}, closing: (() => void)[] = []) {
  const sockets = new Sockets({ ...LIMITS, ...limits })
  const answers: ServerResponse[] = []
  const server = createServer((_request, response) => void answers.push(response))
  sockets.watch(server)
  server.listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  /** From an address of this machine: all of 127.0.0.0/8 are, where the system is Linux. */
  const open = async (from = '127.0.0.1', text = ''): Promise<Reader> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from })
    closing.push(() => socket.destroy())
    let read = ''
    let isOpen = true
    socket.on('data', (chunk: Buffer) => (read += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => (isOpen = false))
    await once(socket, 'connect')
    if (text !== '') socket.write(text)
    return { socket, text: () => read, isOpen: () => isOpen }
  }
  return { answers, open, server, sockets }
}

/** Until the server has dealt with everybody who has connected. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30))

describe.runIf(process.platform === 'linux')('a share of connections', () => {
  test('is the address’s own: its idle one makes room for its next', async ({ openHouse }) => {
    const { open, sockets } = await openHouse({ connectionsPerAddress: 2 })
    const other = await open('127.0.0.9')
    const [first, second] = [await open(), await open()]
    await settle()

    const third = await open()
    await until(() => !first.isOpen())
    await settle()

    expect([second, third, other].map(({ isOpen }) => isOpen())).toEqual([true, true, true])
    expect(sockets.size).toBe(3)
  })

  test('is refused beyond, in words, where none of its own is idle', async ({ openHouse }) => {
    const { answers, open } = await openHouse({ connectionsPerAddress: 2 })
    const busy = [await open('127.0.0.1', GET), await open('127.0.0.1', GET)]
    await until(() => answers.length === 2)

    const next = await open()
    const other = await open('127.0.0.9')
    await until(() => !next.isOpen())

    expect(next.text()).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\nretry-after: 5\r\n/)
    expect(next.text()).toContain('Too many connections from your address. Try again in a moment.')
    expect([...busy, other].map(({ isOpen }) => isOpen())).toEqual([true, true, true])
  })

  test('of a full house goes to who has least, from who has most', async ({ openHouse }) => {
    const { open, sockets } = await openHouse({ connections: 10 })
    const flood: Reader[] = []
    for (let opened = 0; opened < 9; opened += 1) flood.push(await open('127.0.0.2'))
    const neighbour = await open('127.0.0.3')
    await settle()

    const newcomers = [await open(), await open()]
    await until(() => flood.filter(({ isOpen }) => !isOpen()).length === 2)
    await settle()

    expect([neighbour, ...newcomers].map(({ isOpen }) => isOpen())).toEqual([true, true, true])
    expect(flood.slice(0, 2).map(({ isOpen }) => isOpen())).toEqual([false, false])
    expect(sockets.size).toBe(10)
  })

  test('is given up by who was idle for longest, not by who is answered', async ({ openHouse }) => {
    const { answers, open } = await openHouse({ connections: 10 })
    const asking = await open('127.0.0.2', GET)
    const used = await open('127.0.0.2', GET)
    await until(() => answers.length === 2)
    const idle: Reader[] = []
    for (let opened = 0; opened < 8; opened += 1) idle.push(await open('127.0.0.2'))
    await settle()
    answers[1]?.end('answered')
    await until(() => used.text().includes('answered'))

    for (let opened = 0; opened < 4; opened += 1) await open(`127.0.0.${10 + opened}`)
    await until(() => idle.filter(({ isOpen }) => !isOpen()).length === 4)
    await settle()

    expect([asking, used].map(({ isOpen }) => isOpen())).toEqual([true, true])
    expect(idle.slice(0, 4).every(({ isOpen }) => !isOpen())).toBe(true)
  })

  test('is given up by a request that does not come to its end', async ({ openHouse }) => {
    const { answers, open } = await openHouse({ connections: 10 })
    const form = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na'
    const slow: Reader[] = []
    for (let opened = 0; opened < 10; opened += 1) slow.push(await open('127.0.0.2', form))
    await until(() => answers.length === 10)

    const newcomer = await open()
    await until(() => slow.some(({ isOpen }) => !isOpen()))
    await settle()

    expect(newcomer.isOpen()).toBe(true)
  })

  test('is refused where nobody has more than the newcomer would', async ({ openHouse }) => {
    const { open } = await openHouse({ connections: 10 })
    for (let opened = 0; opened < 10; opened += 1) await open(`127.0.0.${10 + opened}`)
    await settle()

    const next = await open()
    await until(() => !next.isOpen())

    expect(next.text()).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/)
  })

  test('is not asked for behind a proxy, where all come from one address', async ({
    openHouse,
  }) => {
    const { open, sockets } = await openHouse({ connectionsPerAddress: 2, trustedProxies: 1 })

    const all = [await open(), await open(), await open(), await open()]
    await settle()

    expect(all.every(({ isOpen }) => isOpen())).toBe(true)
    expect(sockets.size).toBe(4)
  })

  test('is free again with the connection', async ({ openHouse }) => {
    const { open, sockets } = await openHouse()
    const reader = await open()
    await until(() => sockets.size === 1)

    reader.socket.destroy()

    await until(() => sockets.size === 0)
  })
})

/** Bytes of an answer that the system has not taken over yet. */
const waitingIn = ({ socket }: ServerResponse): number =>
  (socket as unknown as { _handle?: { writeQueueSize?: number } } | null)?._handle
    ?.writeQueueSize ?? 0

describe('what is written', () => {
  const LARGE = Buffer.alloc(20_000_000, 'x')

  test('is not kept for who does not read for twenty seconds', async ({ openHouse }) => {
    const { answers, open, sockets } = await openHouse()
    const slow = await open('127.0.0.1', GET)
    slow.socket.pause()
    await until(() => answers.length === 1)
    answers[0]?.end(LARGE)
    await settle()

    expect([0, 2, 19, 20].map((at) => sockets.look(at * SECOND))).toEqual([0, 0, 0, 0])
    expect(sockets.look(21 * SECOND)).toBe(1)

    await until(() => sockets.size === 0)
    expect(answers[0]?.writableFinished).toBe(false)
  })

  test('is kept for who reads slowly, however long that takes', async ({ openHouse }) => {
    const { answers, open, sockets } = await openHouse()
    const reader = await open('127.0.0.1', GET)
    reader.socket.pause()
    await until(() => answers.length === 1)
    answers[0]?.end(LARGE)
    let at = 0

    // A piece is taken now and then, and never for longer than fifteen seconds nothing.
    while (answers[0]?.writableFinished === false) {
      expect(sockets.look((at += 15 * SECOND))).toBe(0)
      const waiting = waitingIn(answers[0])
      reader.socket.resume()
      // What lies on the way has left the server already: it is asked what still waits there.
      await until(() => waitingIn(answers[0]!) < waiting - 4_096 || answers[0]!.writableFinished)
      reader.socket.pause()
    }

    expect(at).toBeGreaterThan(45 * SECOND)
    expect(sockets.size).toBe(1)
  })

  test('has no clock while there is nothing to read', async ({ openHouse }) => {
    const { answers, open, sockets } = await openHouse()
    const waiting = await open('127.0.0.1', GET)
    await until(() => answers.length === 1)

    expect([0, 30, 60].map((at) => sockets.look(at * SECOND))).toEqual([0, 0, 0])

    expect(waiting.isOpen()).toBe(true)
  })
})
