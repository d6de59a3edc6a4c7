import { describe, expect, test } from 'vitest'
import type { StreamEvent } from '#trace/stream-event.ts'
import { EventHub } from '#sandbox/event-hub.ts'

const event = (trace: string): StreamEvent => ({
  ...{ channel: 'trace', type: 'finished', persona: 'you', data: { trace } },
})

/** What tells one event from the next. */
const nameOf = ({ channel, type, data }: StreamEvent) =>
  channel === 'trace' && type === 'finished' ? data.trace : ''

/** A hub, and a listener for a visitor that notes what it hears. */
function listening(hub: EventHub, visitor: number) {
  const heard: string[] = []
  const unsubscribe = hub.subscribe(visitor, (event) => heard.push(nameOf(event)))
  return { heard, unsubscribe }
}

describe('EventHub', () => {
  test('tells every listener of a visitor, in order, and nobody else', () => {
    const hub = new EventHub()
    const [first, second, other] = [listening(hub, 1), listening(hub, 1), listening(hub, 2)]

    hub.publish(1, event('one'))
    hub.publish(1, event('two'))
    hub.publish(3, event('three'))

    expect([first.heard, second.heard, other.heard]).toEqual([['one', 'two'], ['one', 'two'], []])
  })

  test('tells nothing to who has left, and can be told twice', () => {
    const hub = new EventHub()
    const [gone, stays] = [listening(hub, 1), listening(hub, 1)]

    gone.unsubscribe()
    gone.unsubscribe()
    hub.publish(1, event('one'))

    expect([gone.heard, stays.heard]).toEqual([[], ['one']])
  })

  test('counts the listeners of a visitor', () => {
    const hub = new EventHub()
    const [first] = [listening(hub, 1), listening(hub, 1)]

    expect([hub.count(1), hub.count(2)]).toEqual([2, 0])
    first.unsubscribe()
    expect(hub.count(1)).toBe(1)
  })

  test('takes somebody back who had left as the last', () => {
    const hub = new EventHub()
    const gone = listening(hub, 1)
    gone.unsubscribe()
    const back = listening(hub, 1)
    gone.unsubscribe()

    hub.publish(1, event('one'))

    expect([gone.heard, back.heard, hub.count(1)]).toEqual([[], ['one'], 1])
  })

  test('lets a listener leave while it is told', () => {
    const hub = new EventHub()
    const heard: string[] = []
    const unsubscribe = hub.subscribe(1, (event) => {
      heard.push(nameOf(event))
      unsubscribe()
    })
    const stays = listening(hub, 1)

    hub.publish(1, event('one'))
    hub.publish(1, event('two'))

    expect([heard, stays.heard]).toEqual([['one'], ['one', 'two']])
  })
})
