/**
 * `npm run fuzz`: a hundred thousand requests, half of them to each of two
 * houses, so that two cores answer; `-- --seed 7 --count 5000 --visitors 2
 * --houses 1` for others.
 */
import { parseArgs } from 'node:util'
import { memoryOf } from '../security/memory.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { PATTERNS } from './draw.ts'
import { fuzz, FUZZED, type Outcome } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    count: { type: 'string', default: '100000' },
    visitors: { type: 'string', default: '6' },
    houses: { type: 'string', default: '2' },
  },
})
const seed = Number(values.seed)
const count = Number(values.count)
const visitors = Number(values.visitors)
const houses = Number(values.houses)
const isGiven = [seed, count, visitors, houses].every(
  (value) => Number.isInteger(value) && value >= 0,
)
if (!isGiven || houses === 0 || visitors % houses !== 0)
  throw new Error(
    'npm run fuzz -- --seed 7 --count 5000 --visitors 2 --houses 1: each a whole number, and as many visitors in each house.',
  )

console.log(`Seed ${seed}: ${count} requests as ${visitors} visitors of ${houses} house(s).`)
const began = performance.now()
const servers = await Promise.all(Array.from({ length: houses }, () => startBuiltServer(FUZZED)))
try {
  const every = Math.max(1_000, Math.floor(count / 20))
  let done = 0
  const progress = () => {
    done += 1
    if (done % every === 0) console.log(`${done} asked, ${seconds()} s, ${megabytes()} MB`)
  }
  const each = visitors / houses
  const outcomes = await Promise.all(
    servers.map((server, place) =>
      fuzz(server, {
        ...{ seed, progress, from: place * each },
        ...{ visitors: each, count: Math.ceil(count / houses) },
      }),
    ),
  )
  const { asked, statuses, routes, own, faults } = outcomes.reduce(added)
  const least = Math.min(...PATTERNS.map((pattern) => routes[pattern] ?? 0))
  console.log(
    [
      '',
      ...Object.entries(statuses).map(([status, number]) => `${status.padEnd(6)} ${number}`),
      '',
      `${asked} requests over ${PATTERNS.length} routes, each asked ${least} times or more, in ${seconds()} s.`,
      `${own} answers showed a visitor what is theirs.`,
      ...(faults.length === 0
        ? ['No error of the server, nothing of one visitor with another, and the process lives.']
        : [`${faults.length} faults:`, ...faults.map((fault) => `  ${fault}`)]),
    ].join('\n'),
  )
  if (faults.length > 0) {
    const errors = servers.flatMap((server) => errorsIn(server.output()))
    console.log(`\nWhat the log says:\n${[...new Set(errors)].join('\n')}`)
    process.exitCode = 1
  }
} finally {
  await Promise.all(servers.map((server) => server.stop()))
}

function added(one: Outcome, other: Outcome): Outcome {
  return {
    asked: one.asked + other.asked,
    own: one.own + other.own,
    statuses: sums(one.statuses, other.statuses),
    routes: sums(one.routes, other.routes),
    faults: [...one.faults, ...other.faults],
  }
}

function sums(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const all = { ...one }
  for (const [name, number] of Object.entries(other)) all[name] = (all[name] ?? 0) + number
  return all
}

/** Of each house. */
function megabytes(): string {
  return servers.map((server) => Math.round(memoryOf(server.pid()) / 1e6)).join(' and ')
}

function seconds(): number {
  return Math.round((performance.now() - began) / 1_000)
}

/** Each error by its first lines: the same one a hundred times is one. */
function errorsIn(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"level":"error"'))
    .map((line) => /"error":"(?<text>(?:[^\\"]|\\.){0,600})/.exec(line)?.groups?.['text'] ?? line)
    .map((text) => text.split('\\n').slice(0, 5).join('\n'))
}
