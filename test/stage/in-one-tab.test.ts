import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { inOneTab } from '#stage/live/in-one-tab.ts'
import { until } from '../support/until.ts'

const leaving = new Set<() => void>()

beforeEach(() => {
  vi.stubGlobal('addEventListener', (_name: string, leave: () => void) => leaving.add(leave))
  vi.stubGlobal('removeEventListener', (_name: string, leave: () => void) => leaving.delete(leave))
})
afterEach(() => {
  leaving.clear()
  vi.unstubAllGlobals()
})

/** Starts so many tabs. Each says when it works, and ends when it is told to. */
function open(name: string, count: number) {
  const working: number[] = []
  const ends: (() => void)[] = []
  for (let tab = 0; tab < count; tab += 1)
    inOneTab(name, () => {
      working.push(tab)
      return new Promise<void>((end) => {
        ends[tab] = end
      })
    })
  return { working, end: (tab: number) => ends[tab]?.() }
}

describe.for<[kind: string, hasLocks: boolean]>([
  ['with the locks of the browser', true],
  ['without them, as on plain http', false],
])('%s', ([kind, hasLocks]) => {
  test('one of five tabs works, and the next when it ends, until all had their turn', async () => {
    if (!hasLocks) vi.stubGlobal('navigator', {})
    const { working, end } = open(`five ${kind}`, 5)

    for (let turn = 1; turn <= 5; turn += 1) {
      await until(() => working.length === turn)
      end(working.at(-1)!)
    }

    expect(working.toSorted()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('without the locks of the browser', () => {
  beforeEach(() => void vi.stubGlobal('navigator', {}))

  test('a tab that comes later does not work while another does', async () => {
    const first = open('later', 1)
    await until(() => first.working.length === 1)

    const words: string[] = []
    const channel = new BroadcastChannel('later-turn')
    channel.addEventListener('message', ({ data }: MessageEvent<{ says: string }>) => {
      words.push(data.says)
    })
    const second = open('later', 1)
    await until(() => words.includes('mine'))

    expect(second.working).toEqual([])
    first.end(0)
    await until(() => second.working.length === 1)
    second.end(0)
    channel.close()
  })

  test('a tab that is closed gives its turn back', async () => {
    const first = open('closed', 1)
    await until(() => first.working.length === 1)
    const second = open('closed', 1)

    for (const leave of leaving) leave()
    first.end(0)

    await until(() => second.working.length === 1)
    second.end(0)
  })
})
