/** `npm start`: installs and builds what is missing, then turns into the server. */
import { currentBuild } from './builds.mjs'
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { become, PROJECT_NODE, ROOT, stop } from './run.mjs'
import { serverEnvironment } from './server-environment.mjs'
import { buildIfNeeded } from './site-build.mjs'

process.chdir(ROOT)
const phases = new Phases('start')
await installIfNeeded(phases)

const code = await buildIfNeeded(phases)
if (code !== 0) stop('The site could not be built; the lines above say why.')

await become(
  PROJECT_NODE,
  ['--enable-source-maps', `${currentBuild()}/server/main.mjs`],
  serverEnvironment(),
)
