/** Serves the newest build as it is, and makes none: for a container, or for systemd, which start it again if it crashes. */
import { currentBuild } from './builds.mjs'
import { become, PROJECT_NODE, ROOT, stop } from './run.mjs'
import { serverEnvironment } from './server-environment.mjs'

process.chdir(ROOT)
const build = currentBuild()
if (build === null) stop('There is no build to serve. npm run build makes it.')

await become(
  PROJECT_NODE,
  ['--enable-source-maps', `${build}/server/main.mjs`],
  serverEnvironment(),
)
