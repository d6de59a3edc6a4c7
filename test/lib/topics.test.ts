import { describe, expect, test } from 'vitest'
import { Topics } from '#lib/topics.ts'

/** A listener of a topic that notes what it hears. */
function listening(topics: Topics<number, string>, topic: number) {
  const heard: string[] = []
  const unsubscribe = topics.subscribe(topic, (message) => heard.push(message))
  return { heard, unsubscribe }
}

describe('Topics', () => {
  test('tells every listener of a topic, in order, and nobody else', () => {
    const topics = new Topics<number, string>()
    const [first, second, other] = [
      listening(topics, 1),
      listening(topics, 1),
      listening(topics, 2),
    ]

    const told = [topics.publish(1, 'one'), topics.publish(1, 'two'), topics.publish(3, 'three')]

    expect([first.heard, second.heard, other.heard]).toEqual([['one', 'two'], ['one', 'two'], []])
    expect(told).toEqual([2, 2, 0])
  })

  test('tells somebody once, however often they have subscribed', () => {
    const topics = new Topics<number, string>()
    const heard: string[] = []
    const hear = (message: string) => void heard.push(message)
    topics.subscribe(1, hear)
    topics.subscribe(1, hear)

    expect([topics.publish(1, 'one'), heard]).toEqual([1, ['one']])
  })

  test('tells nothing to who has left, and can be told twice', () => {
    const topics = new Topics<number, string>()
    const [gone, stays] = [listening(topics, 1), listening(topics, 1)]

    gone.unsubscribe()
    gone.unsubscribe()
    topics.publish(1, 'one')

    expect([gone.heard, stays.heard]).toEqual([[], ['one']])
  })

  test('counts the listeners of a topic, and forgets a topic that nobody hears', () => {
    const topics = new Topics<number, string>()
    const [first, second] = [listening(topics, 1), listening(topics, 1)]

    expect([topics.count(1), topics.count(2), topics.size]).toEqual([2, 0, 1])
    first.unsubscribe()
    expect([topics.count(1), topics.size]).toEqual([1, 1])
    second.unsubscribe()
    expect([topics.count(1), topics.size]).toEqual([0, 0])
  })

  test('takes somebody back who had left as the last', () => {
    const topics = new Topics<number, string>()
    const gone = listening(topics, 1)
    gone.unsubscribe()
    const back = listening(topics, 1)
    gone.unsubscribe()

    topics.publish(1, 'one')

    expect([gone.heard, back.heard, topics.count(1)]).toEqual([[], ['one'], 1])
  })

  test('lets a listener leave while it is told, and take another along', () => {
    const topics = new Topics<number, string>()
    const heard: string[] = []
    const leave = topics.subscribe(1, (message) => {
      heard.push(message)
      leave()
      taken.unsubscribe()
    })
    const taken = listening(topics, 1)
    const stays = listening(topics, 1)

    topics.publish(1, 'one')
    topics.publish(1, 'two')

    expect([heard, taken.heard, stays.heard]).toEqual([['one'], [], ['one', 'two']])
  })

  test('does not tell somebody who comes while others are told', () => {
    const topics = new Topics<number, string>()
    const late: ReturnType<typeof listening>[] = []
    topics.subscribe(1, () => late.push(listening(topics, 1)))

    topics.publish(1, 'one')
    topics.publish(1, 'two')

    expect(late.map(({ heard }) => heard)).toEqual([['two'], []])
  })
})
