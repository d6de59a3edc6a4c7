/**
 * `npm run bench peel`: what a request costs with all layers on, and with one
 * switched off. With the folder of another build, `-- ../before/dist/ID`, that
 * one is measured in the same run, in turns: so one sees whether a lab that
 * nobody uses costs anything.
 */
import { performance } from 'node:perf_hooks'
import { resolve } from 'node:path'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const ROUNDS = 12
const REQUESTS = 150
const OFF = { GLASSHOUSE_LIMITS: 'off' }
const ADDRESS = { 'user[email]': 'no address' }
const JSON_ONLY = { accept: 'application/json' }

interface Runner {
  readonly name: string
  readonly reader: HttpBrowser
}

const [other] = process.argv.slice(2)
const own = await startBuiltServer(OFF)
const before = other === undefined ? null : await startBuiltServer(OFF, { build: resolve(other) })
try {
  const runners = [
    ...(before ? [await runner('the other build', before.origin)] : []),
    await runner('all layers on', own.origin),
    await runner('one layer off', own.origin, 'changeset.email.length'),
  ]
  const medians = new Map(runners.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, reader } of round % 2 === 0 ? runners : runners.toReversed())
      medians.get(name)?.push(await medianOf(reader))
  for (const [name, all] of medians)
    console.log(`${name}: ${middle(all).toFixed(3)} ms for a refused registration, as JSON`)
} finally {
  await own.stop()
  await before?.stop()
}

async function runner(name: string, origin: string, without?: string): Promise<Runner> {
  const reader = new HttpBrowser(origin)
  await reader.post('/users/register', ADDRESS)
  if (without !== undefined) await reader.post('/labs/peel', { without })
  return { name, reader }
}

async function medianOf(reader: HttpBrowser): Promise<number> {
  const times: number[] = []
  for (let number = 0; number < REQUESTS; number += 1) {
    const start = performance.now()
    await reader.post('/users/register', ADDRESS, JSON_ONLY)
    times.push(performance.now() - start)
  }
  return middle(times)
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
