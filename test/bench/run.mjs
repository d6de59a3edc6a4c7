/** Runs one benchmark: `npm run bench NAME`. Without a name it says which there are. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { all, Phases } from '../../src/tasks/phases.mjs'
import { run } from '../../src/tasks/run.mjs'
import { TEST_COURSE } from '../support/courses.mjs'

const [name = '', ...rest] = process.argv.slice(2)
const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url))

if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
  const known = readdirSync(new URL('.', import.meta.url))
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.replace(/\.ts$/, ''))
  console.error(`npm run bench NAME, where NAME is one of: ${known.join(', ')}`)
  process.exit(1)
}

// The project's own Node runs TypeScript as it is, whatever Node runs this.
const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
// What is measured stays the same while lessons come and go.
const env = { ...process.env, CONTENT_DIR: TEST_COURSE }
const lines = []
const keep = (chunk) => lines.push(chunk)
const phases = new Phases(`bench-${name}`)
process.exitCode = await phases.run(name, { quote: all }, ({ onOutput }) =>
  run(node, [file, ...rest], {
    env,
    onOutput: (chunk) => [onOutput, keep].forEach((to) => to(chunk)),
  }),
)
// A failure has shown them already.
if (process.exitCode === 0) process.stdout.write(Buffer.concat(lines))
