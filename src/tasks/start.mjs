/** `npm start`: installs and builds what is missing, then turns into the server. */
import { folderOrStop } from './build-inputs.mjs'
import { currentBuild, isBuildCurrent } from './builds.mjs'
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { become, PROJECT_NODE, ROOT, runNode, stop } from './run.mjs'
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

await become(
  PROJECT_NODE,
  ['--enable-source-maps', `${currentBuild()}/server/main.mjs`],
  serverEnvironment(),
)
