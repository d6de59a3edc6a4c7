/** `npm start`: installs and builds what is missing, then turns into the server. */
import { installIfNeeded } from './install.mjs'
import { become, PROJECT_NODE, ROOT, stop } from './run.mjs'
import { currentBuild } from './builds.mjs'
import { serverEnvironment } from './server-environment.mjs'
import { buildIfNeeded } from './site-build.mjs'

process.chdir(ROOT)
await installIfNeeded()

const code = await buildIfNeeded()
if (code !== 0) stop('The site could not be built; the lines above say why.')

await become(
  PROJECT_NODE,
  ['--enable-source-maps', `${currentBuild()}/server/main.mjs`],
  serverEnvironment(),
)
