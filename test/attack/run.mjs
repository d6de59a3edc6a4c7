/**
 * `npm run attack -- NAME`: one of the attacks that have broken the house once,
 * with its figures of then and of now. Without a name it says which there are;
 * `all` runs each.
 */
import { readdirSync } from 'node:fs'
import { runNode } from '../../src/tasks/run.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'

const known = readdirSync(new URL('.', import.meta.url))
  .filter((entry) => /^[\w-]+\.ts$/.test(entry) && entry !== 'attack.ts')
  .map((entry) => entry.replace(/\.ts$/, ''))
const asked = process.argv.slice(2)
const names = asked.includes('all') ? known : asked

if (names.length === 0 || names.some((name) => !known.includes(name))) {
  console.error(`npm run attack -- NAME, where NAME is one of: ${known.join(', ')}; or all`)
  process.exit(1)
}

await onTestBuild('attack', import.meta.url)
process.exitCode = await runNode(['test/attack/attack.ts', ...names])
