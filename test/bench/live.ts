/**
 * `npm run bench live`: what open pages cost the server. Each number comes
 * from the built server, which starts for it and is alone on the machine.
 */
import { performance } from 'node:perf_hooks'
import { HttpBrowser } from '../support/http-browser.ts'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { memoryOf } from '../security/memory.ts'

const VISITORS = 50
const PAGES_EACH = 20
const STREAMS = 500
const SECONDS = 4
const LESSON = '/lessons/persons/who-comes-in'

const LIMITS = {
  GLASSHOUSE_LIMITS: 'off',
  LIMIT_NEW_SANDBOXES: '1000000',
  LIMIT_STREAMS: '1000',
  LIMIT_STREAMS_PER_VISITOR: '1000',
  LIMIT_STREAMS_PER_ADDRESS: '1000',
  LIMIT_CONNECTIONS: '4000',
}

const server = await startBuiltServer(LIMITS)
try {
  const readers = await openReaders(server)
  await measureMemory(server, readers)
  await measureEvents(readers)
  await measureLessons(server, readers)
} finally {
  await server.stop()
}

async function openReaders({ origin }: BuiltServer): Promise<readonly HttpBrowser[]> {
  const readers: HttpBrowser[] = []
  for (let number = 0; number < VISITORS; number += 1) {
    const reader = new HttpBrowser(origin)
    await reader.registerAndLogIn(`reader${number}@example.test`)
    readers.push(reader)
  }
  return readers
}

/** Live pages that nobody touches, then streams that nobody writes to. */
async function measureMemory({ pid }: BuiltServer, readers: readonly HttpBrowser[]): Promise<void> {
  // The heap grows for the work of opening, too. The second time it has room for that.
  await leave(readers, await openPages(readers))
  const before = await settled(pid())
  await openPages(readers)
  const withPages = await settled(pid())
  print('memory of an idle live page', (withPages - before) / (VISITORS * PAGES_EACH) / 1024, 'KiB')

  const close = await openStreams(readers)
  const withStreams = await settled(pid())
  print('memory of an idle stream', (withStreams - withPages) / STREAMS / 1024, 'KiB')
  close()
}

async function openPages(readers: readonly HttpBrowser[]): Promise<string[][]> {
  const ids: string[][] = []
  for (const reader of readers) {
    const own: string[] = []
    for (let page = 0; page < PAGES_EACH; page += 1) own.push(await join(reader))
    ids.push(own)
  }
  return ids
}

async function leave(readers: readonly HttpBrowser[], ids: readonly string[][]): Promise<void> {
  for (const [index, reader] of readers.entries())
    await reader.post('/sandbox/events', { left: (ids[index] ?? []).join() })
}

/** Events of one page, one after the other, and of many pages at once. */
async function measureEvents(readers: readonly HttpBrowser[]): Promise<void> {
  const one = readers.slice(0, 1)
  for (const [name, some] of [
    ['events per second, one page', one],
    ['events per second, 16 pages at once', readers.slice(0, 16)],
  ] as const) {
    const ids = await Promise.all(some.map(join))
    await run(some, ids, 1)
    print(name, await run(some, ids, SECONDS), '/s')
  }
}

async function run(readers: readonly HttpBrowser[], ids: readonly string[], seconds: number) {
  const began = performance.now()
  const ends = began + seconds * 1000
  let events = 0
  await Promise.all(
    readers.map(async (reader, index) => {
      while (performance.now() < ends) {
        // A guess that is none: the view is asked, and nothing is written.
        const fields = { _event: 'guess', number: '11' }
        const { status } = await reader.post(`/live/${ids[index]}`, fields)
        if (status !== 200) throw new Error(`An event was answered with ${status}.`)
        events += 1
      }
    }),
  )
  return (events * 1000) / (performance.now() - began)
}

/** Lessons with no stream open and with 500, in turns, so that both meet the same machine. */
async function measureLessons(
  { origin }: BuiltServer,
  readers: readonly HttpBrowser[],
): Promise<void> {
  const [alone, beside]: [number[], number[]] = [[], []]
  await readLessons(origin, 200)
  for (let turn = 0; turn < 4; turn += 1) {
    alone.push(...(await readLessons(origin, 500)))
    const close = await openStreams(readers)
    beside.push(...(await readLessons(origin, 500)))
    close()
  }
  const [first, second] = [percentile(alone, 95), percentile(beside, 95)]
  print('p95 of a lesson, no stream open', first, 'ms')
  print(`p95 of a lesson, ${STREAMS} streams open`, second, 'ms')
  print('the second as a share of the first', second / first, '(goal: under 2)')
}

async function readLessons(origin: string, count: number): Promise<number[]> {
  const times: number[] = []
  const reader = async () => {
    while (times.length < count) {
      const began = performance.now()
      await (await fetch(origin + LESSON)).text()
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: 4 }, reader))
  return times
}

/** Opens them all, and returns what closes them. */
async function openStreams(readers: readonly HttpBrowser[]): Promise<() => void> {
  const abort = new AbortController()
  for (const reader of readers) {
    const cookie = [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const opened = await Promise.all(
      Array.from({ length: STREAMS / VISITORS }, () =>
        fetch(`${reader.origin}/sandbox/events`, { headers: { cookie }, signal: abort.signal }),
      ),
    )
    const bad = opened.find(({ status }) => status !== 200)
    if (bad) throw new Error(`A stream was answered with ${bad.status}.`)
  }
  return () => abort.abort()
}

async function join(reader: HttpBrowser): Promise<string> {
  const { status, json } = await reader.postForJson('/live', { path: '/guess' })
  if (status !== 200) throw new Error(`A page that connects was answered with ${status}.`)
  return (json as unknown as { live: { id: string } }).live.id
}

/** Bytes, once they change no more by much. */
async function settled(pid: number): Promise<number> {
  let last = memoryOf(pid)
  for (let wait = 0; wait < 10; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    const now = memoryOf(pid)
    if (Math.abs(now - last) < 256 * 1024) return now
    last = now
  }
  return last
}

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}

function print(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(44)}${value.toFixed(2).padStart(10)} ${unit}`)
}
