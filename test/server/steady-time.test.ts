import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runOn, systemClock } from '#lib/clock.ts'
import { HOUR, MINUTE } from '#lib/duration.ts'
import { goBySteadyTime, type SteadyTime } from '#server/steady-time.ts'

let dataDirectory: string
let file: string
let said: unknown[]
const running: SteadyTime[] = []

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  file = join(dataDirectory, 'last-time')
  said = []
})
afterEach(async () => {
  for (const time of running.splice(0)) await time.stop()
  runOn({ now: () => Date.now() })
  rmSync(dataDirectory, { recursive: true })
})

const start = async () => {
  const time = await goBySteadyTime(
    { dataDirectory },
    { error: (event, fields) => void said.push({ event, ...fields }) },
  )
  running.push(time)
  return time
}

describe('the time of a server', () => {
  test('is the machine’s, and is kept in a file that has no content', async () => {
    await start()

    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
    expect(Math.abs(statSync(file).mtimeMs - Date.now())).toBeLessThan(MINUTE)
    expect(statSync(file).size).toBe(0)
    expect(said).toEqual([])
  })

  test('begins no earlier than the last one that the server before has seen, and says so', async () => {
    writeFileSync(file, '')
    const last = Date.now() + HOUR
    utimesSync(file, last / 1_000, last / 1_000)

    const { clock } = await start()

    expect(systemClock.now()).toBeGreaterThanOrEqual(last - 1)
    expect(clock.ahead).toBeGreaterThan(59 * MINUTE)
    expect(said).toMatchObject([{ event: 'clock set back', bySeconds: 3_600 }])
  })

  test('is kept when it ends, so that the next server knows', async () => {
    writeFileSync(file, '')
    const last = Date.now() + HOUR
    utimesSync(file, last / 1_000, last / 1_000)

    await (await start()).stop()

    expect(statSync(file).mtimeMs).toBeGreaterThanOrEqual(last - 1)
  })

  test('needs no file that can be written', async () => {
    dataDirectory = join(dataDirectory, 'nowhere')

    await expect(start()).resolves.toBeDefined()
    dataDirectory = join(dataDirectory, '..')
  })
})
