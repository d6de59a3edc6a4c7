import { describe, expect, test } from 'vitest'
import { Exchange, PubSub, type Message } from '#sandbox/pubsub.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'

const message = { type: 'created' }

function hearer(exchange: Exchange, sandbox = 'one') {
  const heard: Message[] = []
  const pubsub = new PubSub(exchange, sandbox).heardBy((message) => heard.push(message))
  return { pubsub, heard }
}

describe('a message', () => {
  test('reaches everybody who has subscribed to its topic, the sender too', () => {
    const exchange = new Exchange()
    const [sender, other, deaf] = [hearer(exchange), hearer(exchange), hearer(exchange)]
    for (const { pubsub } of [sender, other]) pubsub.subscribe('user:1:scores')

    sender.pubsub.broadcast('user:1:scores', message)

    expect([sender.heard, other.heard, deaf.heard]).toEqual([[message], [message], []])
  })

  test('stays in its topic', () => {
    const exchange = new Exchange()
    const { pubsub, heard } = hearer(exchange)
    pubsub.subscribe('user:1:scores')

    pubsub.broadcast('user:2:scores', message)

    expect(heard).toEqual([])
  })

  test('stays in its sandbox', () => {
    const exchange = new Exchange()
    const { pubsub, heard } = hearer(exchange, 'one')
    pubsub.subscribe('user:1:scores')

    new PubSub(exchange, 'two').broadcast('user:1:scores', message)

    expect(heard).toEqual([])
  })

  test('is heard once, however often somebody subscribed', () => {
    const { pubsub, heard } = hearer(new Exchange())
    pubsub.subscribe('a')
    pubsub.subscribe('a')

    pubsub.broadcast('a', message)

    expect(heard).toHaveLength(1)
  })

  test('is not heard after the end, and nothing is left behind', () => {
    const exchange = new Exchange()
    const { pubsub, heard } = hearer(exchange)
    for (const topic of ['a', 'b']) pubsub.subscribe(topic)

    pubsub.end()
    new PubSub(exchange, 'one').broadcast('a', message)

    expect([heard, exchange.size]).toEqual([[], 0])
  })

  test('is a step of the request that sends it, and what its hearers do is not', () => {
    const exchange = new Exchange()
    const sender = new PubSub(exchange, 'one')
    sender.heardBy(() => sender.broadcast('another', message)).subscribe('a')
    const recorder = new Recorder({ id: 'a', title: 'a', persona: 'you' })

    collect(recorder, () => sender.broadcast('a', message))

    const { steps } = recorder.snapshot()
    expect(steps.map(({ tag, detail }) => [tag, detail])).toEqual([
      ['live.broadcast', 'a: created, heard by 1'],
    ])
  })
})

test('nobody subscribes in a request: it ends with its reply', () => {
  expect(() => new PubSub(new Exchange(), 'one').subscribe('a')).toThrow(/only a connected live/)
})
