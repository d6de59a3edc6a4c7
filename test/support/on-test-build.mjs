/**
 * What a task needs that asks the built server of the test course: what is
 * installed, the project's own Node, and a build that is up to date. Imports
 * nothing that has to be installed first.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installIfNeeded } from '../../src/tasks/install.mjs'
import { Phases } from '../../src/tasks/phases.mjs'
import { PROJECT_NODE, ROOT, run } from '../../src/tasks/run.mjs'
import { buildIfNeeded } from '../../src/tasks/site-build.mjs'
import { TEST_COURSE } from './courses.mjs'

/** Goes on once there is a build to ask. `script` is the `import.meta.url` of the task. */
export async function onTestBuild(name, script) {
  process.chdir(ROOT)
  process.env.ASTRO_TELEMETRY_DISABLED = '1'
  process.env.CONTENT_DIR = TEST_COURSE
  const phases = new Phases(name)
  await installIfNeeded(phases, { development: true })
  await onProjectNode(fileURLToPath(script))
  if ((await buildIfNeeded(phases, TEST_COURSE)) !== 0) process.exit(1)
}

/** What is asked loads TypeScript; the Node that runs npm may be too old for it. */
async function onProjectNode(script) {
  const { version: wanted } = JSON.parse(readFileSync('node_modules/node/package.json', 'utf8'))
  if (wanted.startsWith(`${process.versions.node.split('.', 1)[0]}.`)) return
  process.exit(await run(PROJECT_NODE, [script, ...process.argv.slice(2)]))
}
