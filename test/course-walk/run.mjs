/**
 * `npm run course:walk`: plays every lesson in Chromium as a reader would, on a
 * wide screen, on a phone and without JavaScript, and says what failed. `--
 * PART/LESSON` walks that one.
 */
import { readFileSync } from 'node:fs'
import { installIfNeeded } from '../../src/tasks/install.mjs'
import { Phases } from '../../src/tasks/phases.mjs'
import { PROJECT_NODE, ROOT, run, runNode } from '../../src/tasks/run.mjs'
import { buildIfNeeded } from '../../src/tasks/site-build.mjs'

process.chdir(ROOT)
const names = process.argv.slice(2)
const phases = new Phases('course-walk')
await installIfNeeded(phases, { development: true })
await onProjectNode()
if ((await buildIfNeeded(phases)) !== 0) process.exit(1)
const { installChromiumIfNeeded } = await import('../support/install-chromium.ts')
installChromiumIfNeeded()
process.exitCode = await runNode(['test/course-walk/main.ts', ...names])

/** The walk loads TypeScript; the Node that runs npm may be too old for it. */
async function onProjectNode() {
  const { version: wanted } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'))
  if (wanted.startsWith(`${process.versions.node.split('.', 1)[0]}.`)) return
  process.exit(await run(PROJECT_NODE, ['test/course-walk/run.mjs', ...names]))
}
