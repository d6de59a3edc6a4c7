/** `npm start`: installs and builds what is missing, then keeps the server running. */
import { existsSync } from 'node:fs'
import { folderOrStop } from './build-inputs.mjs'
import { currentBuild, isBuildCurrent } from './builds.mjs'
import { installIfNeeded } from './install.mjs'
import { keepRunning } from './keep-running.mjs'
import { Phases } from './phases.mjs'
import { PROJECT_NODE, ROOT, runNode, stop } from './run.mjs'
import { serverEnvironment } from './server-environment.mjs'
import { buildIfNeeded } from './site-build.mjs'

process.chdir(ROOT)
const phases = new Phases('start')
await installIfNeeded(phases)

const content = folderOrStop(ROOT)
// Whoever waits for a build is not to hear after it that nothing can start.
if (!isBuildCurrent(ROOT, content)) {
  const refused = await runNode(['src/server/may-start.ts'], { env: serverEnvironment() })
  if (refused !== 0) process.exit(refused)
}
const code = await buildIfNeeded(phases, content)
if (code !== 0) stop('The site could not be built; the lines above say why.')

// A server that is started again serves the same build, unless a later one has taken its place and it is gone.
const first = currentBuild()
const main = () =>
  `${existsSync(`${first}/server/main.mjs`) ? first : currentBuild()}/server/main.mjs`
process.exitCode = await keepRunning(() => [
  PROJECT_NODE,
  ['--enable-source-maps', main()],
  serverEnvironment(),
])
