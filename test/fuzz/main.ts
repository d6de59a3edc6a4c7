/** `npm run fuzz`: a hundred thousand requests; `-- --seed 7 --count 5000 --visitors 2` for others. */
import { parseArgs } from 'node:util'
import { memoryOf } from '../security/memory.ts'
import { startBuiltServer } from '../support/built-server.ts'
import { PATTERNS } from './draw.ts'
import { fuzz, FUZZED } from './fuzz.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    count: { type: 'string', default: '100000' },
    visitors: { type: 'string', default: '6' },
  },
})
const given = {
  ...{ seed: Number(values.seed), count: Number(values.count), visitors: Number(values.visitors) },
}
if (Object.values(given).some((value) => !Number.isInteger(value) || value < 0))
  throw new Error('npm run fuzz -- --seed 7 --count 5000 --visitors 2: each a whole number.')

console.log(`Seed ${given.seed}: ${given.count} requests as ${given.visitors} visitors.`)
const began = performance.now()
const server = await startBuiltServer(FUZZED)
try {
  const progress = (done: number) => {
    if (done % Math.max(1_000, given.count / 10) !== 0) return
    console.log(`${done} asked, ${seconds()} s, ${megabytes()} MB`)
  }
  const { asked, statuses, routes, faults } = await fuzz(server, { ...given, progress })
  const least = Math.min(...PATTERNS.map((pattern) => routes[pattern] ?? 0))
  console.log(
    [
      '',
      ...Object.entries(statuses).map(([status, count]) => `${status.padEnd(6)} ${count}`),
      '',
      `${asked} requests over ${PATTERNS.length} routes, each asked ${least} times or more, in ${seconds()} s.`,
      ...(faults.length === 0
        ? ['No error of the server, nothing of one visitor with another, and the process lives.']
        : [`${faults.length} faults:`, ...faults.map((fault) => `  ${fault}`)]),
    ].join('\n'),
  )
  if (faults.length > 0) {
    console.log(`\nWhat the log says:\n${[...new Set(errorsIn(server.output()))].join('\n')}`)
    process.exitCode = 1
  }
} finally {
  await server.stop()
}

function megabytes(): number {
  return Math.round(memoryOf(server.pid()) / 1e6)
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
