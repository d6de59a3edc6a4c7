/** With real sockets: what is cut or not cut is what arrives. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { connect, Server as NetServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OpenConnections } from '#server/open-connections.ts'
import { until } from '../support/until.ts'

let server: Server
let connections: OpenConnections
let listener: RequestListener
const sockets: Client[] = []

/** What one client sends and gets. */
class Client {
  readonly socket: Socket
  got = ''
  isClosed = false
  constructor() {
    this.socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    this.socket.on('data', (chunk: Buffer) => (this.got += chunk.toString('latin1')))
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => (this.isClosed = true))
    sockets.push(this)
  }
  ask(path = '/'): void {
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
  }
}

beforeEach(async () => {
  connections = new OpenConnections()
  listener = (_request, response) => void response.end('whole')
  server = createServer((request, response) => {
    connections.answering(response)
    listener(request, response)
  })
  connections.watch(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  for (const { socket } of sockets.splice(0)) socket.destroy()
  if (server.listening) await new Promise((resolve) => server.close(resolve))
})

describe('those who wait at the door', () => {
  test('are let in before it is shut', async () => {
    const clients = Array.from({ length: 30 }, () => new Client())
    // By then they are in the system's queue, and Node lets in one of them each turn.
    await new Promise((resolve) => process.nextTick(resolve))

    await connections.emptyQueue()
    const before = connections.size
    NetServer.prototype.close.call(server)
    for (const client of clients) client.ask()
    await until(() => clients.every(({ got, isClosed }) => isClosed || got.endsWith('whole')))

    expect(before).toBe(30)
    expect(clients.filter(({ got }) => got.endsWith('whole'))).toHaveLength(30)
  })

  test('keep nobody waiting where there is nobody', async () => {
    await expect(connections.emptyQueue()).resolves.toBeUndefined()
  })
})

describe('connections that are to end', () => {
  test('are kept until somebody says so', async () => {
    const client = new Client()
    client.ask()
    await until(() => client.got.endsWith('whole'))

    expect(client.got).toMatch(/connection: keep-alive/i)
    expect(connections.size).toBe(1)
  })

  test('say so with their next answer, and end with it', async () => {
    const client = new Client()
    client.ask()
    await until(() => client.got.endsWith('whole'))

    connections.sayClose()
    client.ask()
    await until(() => client.isClosed)

    expect(client.got.match(/whole/g)).toHaveLength(2)
    expect(client.got).toMatch(/connection: close/i)
  })

  test('say so with an answer that is being made', async () => {
    const making: ServerResponse[] = []
    listener = (_request, response) => void making.push(response)
    const client = new Client()
    client.ask()
    await until(() => making.length === 1)

    connections.sayClose()
    connections.endIdle()
    making[0]!.end('whole')
    await until(() => client.isClosed)

    expect(client.got).toMatch(/connection: close\r\n[^]*whole$/i)
  })

  test('end after an answer whose head was out already', async () => {
    let end = () => {}
    listener = (_request, response) => {
      response.write('first ')
      end = () => response.end('last')
    }
    const client = new Client()
    client.ask()
    await until(() => client.got.includes('first '))

    connections.sayClose()
    connections.endIdle()
    end()
    await until(() => client.isClosed)

    expect(client.got).toContain('last')
  })

  test('let a slow reader have the whole of an answer', async () => {
    const size = 8_000_000
    listener = (_request, response) => void response.end(Buffer.alloc(size, 'x'))
    const client = new Client()
    client.socket.pause()
    client.ask()
    await until(() => connections.size === 1)
    await new Promise((resolve) => setTimeout(resolve, 100))

    connections.sayClose()
    connections.endIdle()
    client.socket.resume()
    await until(() => client.isClosed)

    expect(client.got.slice(client.got.indexOf('\r\n\r\n') + 4)).toHaveLength(size)
  })

  test('end at once where nothing is under way', async () => {
    const client = new Client()
    client.ask()
    await until(() => client.got.endsWith('whole'))

    connections.sayClose()
    connections.endIdle()
    await until(() => client.isClosed)

    expect(connections.size).toBe(0)
  })

  test('wait for whoever has connected a moment ago, and for half a request', async () => {
    const [fresh, half] = [new Client(), new Client()]
    half.socket.write('GET / HTT')
    await until(() => connections.size === 2)
    await new Promise((resolve) => setTimeout(resolve, 50))

    connections.sayClose()
    connections.endIdle()
    fresh.ask()
    half.socket.write('P/1.1\r\nHost: a\r\n\r\n')
    await until(() => fresh.isClosed && half.isClosed)

    expect([fresh, half].map(({ got }) => got.endsWith('whole'))).toEqual([true, true])
  })

  test('wait for the next request of somebody, half of which is there', async () => {
    const client = new Client()
    client.ask()
    await until(() => client.got.endsWith('whole'))
    client.socket.write('GET / HTT')
    await new Promise((resolve) => setTimeout(resolve, 50))

    connections.sayClose()
    connections.endIdle()
    client.socket.write('P/1.1\r\nHost: a\r\n\r\n')
    await until(() => client.isClosed)

    expect(client.got.match(/whole/g)).toHaveLength(2)
  })

  test('wait for the second of two answers that were asked for at once', async () => {
    const making: ServerResponse[] = []
    listener = (_request, response) => void making.push(response)
    const client = new Client()
    client.ask('/1')
    client.ask('/2')
    await until(() => making.length === 2)
    making[0]!.end('whole')
    await until(() => client.got.endsWith('whole'))

    connections.sayClose()
    connections.endIdle()
    making[1]!.end('whole')
    await until(() => client.isClosed)

    expect(client.got.match(/whole/g)).toHaveLength(2)
  })

  test('are cut in the end, and it is known how many answers that cost', async () => {
    listener = (_request, response) => void response.write('never')
    const [stuck, idle] = [new Client(), new Client()]
    stuck.ask()
    await until(() => stuck.got.includes('never') && connections.size === 2)

    expect(connections.cut()).toBe(1)
    await until(() => stuck.isClosed && idle.isClosed)
  })
})
