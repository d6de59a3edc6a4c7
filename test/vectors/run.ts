/** Runs vector files: `npm run vectors -- FILE…`, without a file those of this folder. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runVector } from './run-vector.ts'
import { parseVectors } from './vector.ts'

const HERE = ['changeset-curated.jsonl', 'changeset-random-dev.jsonl'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
)

const given = process.argv.slice(2)
const counts = { passed: 0, failed: 0, skipped: 0 }

for (const file of given.length > 0 ? given : HERE) {
  for (const vector of parseVectors(readFileSync(file, 'utf8'))) {
    const verdict = await runVector(vector)
    counts[verdict.outcome]++
    if (verdict.outcome === 'skipped') console.log(`${vector.id} skipped: ${verdict.reason}`)
    if (verdict.outcome === 'failed') {
      for (const difference of verdict.differences) console.log(`${vector.id} ${difference}`)
    }
  }
}

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
if (counts.failed > 0) process.exitCode = 1
