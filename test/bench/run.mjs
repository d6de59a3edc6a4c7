/** Runs one benchmark: `npm run bench NAME`. Without a name it says which there are. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

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
process.exit(spawnSync(node, [file, ...rest], { stdio: 'inherit' }).status ?? 1)
