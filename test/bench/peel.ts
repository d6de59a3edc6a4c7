/**
 * `npm run bench peel`: what a request costs with all layers on, and with one
 * switched off. With the folder of another build, `-- ../before/dist/ID`, that
 * one is measured in the same run, in turns: so one sees whether a lab that
 * nobody uses costs anything. Two processes of one build may differ by a tenth
 * for as long as they live, so each build runs in several, and what they differ
 * by is printed.
 */
import { performance } from 'node:perf_hooks'
import { resolve } from 'node:path'
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'

const PROCESSES = 4
const WARM_UP = 600
const ROUNDS = 10
const REQUESTS = 100
const OFF = { GLASSHOUSE_LIMITS: 'off' }
const ADDRESS = { 'user[email]': 'no address' }
const JSON_ONLY = { accept: 'application/json' }

interface Kind {
  readonly name: string
  /** The folder of its build; the current one if there is none. */
  readonly build?: string
  readonly without?: string
}

interface Runner {
  readonly kind: Kind
  readonly reader: HttpBrowser
  readonly medians: number[]
}

const [other] = process.argv.slice(2)
const KINDS: readonly Kind[] = [
  ...(other === undefined ? [] : [{ name: 'the other build', build: resolve(other) }]),
  { name: 'all layers on' },
  { name: 'one layer off', without: 'changeset.email.length' },
]
const started: BuiltServer[] = []
try {
  const runners: Runner[] = []
  for (let number = 0; number < PROCESSES; number += 1)
    for (const kind of KINDS) runners.push(await runner(kind))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { reader, medians } of round % 2 === 0 ? runners : runners.toReversed())
      medians.push(middle(await timesOf(reader, REQUESTS)))
  for (const kind of KINDS) {
    const own = runners.filter((each) => each.kind === kind).map(({ medians }) => middle(medians))
    const [least, most] = [Math.min(...own), Math.max(...own)].map((time) => time.toFixed(2))
    console.log(
      `${kind.name}: ${mean(own).toFixed(2)} ms for a refused registration, as JSON (${PROCESSES} processes: ${least}–${most})`,
    )
  }
} finally {
  await Promise.all(started.map((server) => server.stop()))
}

async function runner(kind: Kind): Promise<Runner> {
  const server = await startBuiltServer(OFF, kind.build === undefined ? {} : { build: kind.build })
  started.push(server)
  const reader = new HttpBrowser(server.origin)
  await reader.post('/users/register', ADDRESS)
  if (kind.without !== undefined) await reader.post('/labs/peel', { without: kind.without })
  await timesOf(reader, WARM_UP)
  return { kind, reader, medians: [] }
}

async function timesOf(reader: HttpBrowser, requests: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let number = 0; number < requests; number += 1) {
    const start = performance.now()
    await reader.post('/users/register', ADDRESS, JSON_ONLY)
    times.push(performance.now() - start)
  }
  return times
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
