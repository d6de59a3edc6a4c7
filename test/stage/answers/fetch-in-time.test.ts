import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fetchInTime } from '#stage/answers/fetch-in-time.ts'
import { Waiting } from '#stage/answers/waiting.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A server that takes a request and never answers, as after a change of the network. */
function neverAnswers(): void {
  vi.stubGlobal(
    'fetch',
    (_url: string, { signal }: RequestInit) =>
      new Promise((_, reject) => {
        const giveUp = () => reject(new Error('given up'))
        if (signal?.aborted) giveUp()
        signal?.addEventListener('abort', giveUp)
      }),
  )
}

describe('fetchInTime', () => {
  test('gives up after twenty seconds, and not before', async () => {
    neverAnswers()
    const ended = vi.fn()
    fetchInTime('/').catch(ended)

    await vi.advanceTimersByTimeAsync(19_999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)

    expect(ended).toHaveBeenCalledOnce()
  })

  test('gives up with whoever asked', async () => {
    neverAnswers()
    const ended = vi.fn()
    const asker = new AbortController()
    fetchInTime('/', { signal: asker.signal }).catch(ended)

    asker.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toHaveBeenCalledOnce()

    fetchInTime('/', { signal: asker.signal }).catch(ended)
    await vi.advanceTimersByTimeAsync(0)
    expect(ended).toHaveBeenCalledTimes(2)
  })

  test('answers with the text, and leaves no timer', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('Hello')))

    expect((await fetchInTime('/')).text).toBe('Hello')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('Waiting', () => {
  test('is shown within 300 ms, until the last answer is there', async () => {
    const shown: boolean[] = []
    const waiting = new Waiting((isWaiting) => shown.push(isWaiting))

    waiting.begin()
    waiting.begin()
    await vi.advanceTimersByTimeAsync(300)
    expect(shown).toEqual([true])

    waiting.end()
    expect(shown).toEqual([true])
    waiting.end()
    expect(shown).toEqual([true, false])
  })

  test('says nothing of an answer that is there at once', async () => {
    const shown: boolean[] = []
    const waiting = new Waiting((isWaiting) => shown.push(isWaiting))

    waiting.begin()
    await vi.advanceTimersByTimeAsync(100)
    waiting.end()
    await vi.advanceTimersByTimeAsync(1_000)

    expect(shown).toEqual([])
  })
})
