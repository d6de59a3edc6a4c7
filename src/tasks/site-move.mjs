/**
 * `npm run site:move` copies the site's own database from `DATA_DIR/site.db` into
 * the one that SITE_DATABASE_URL names. Stop the server first.
 */
import { currentBuild } from './builds.mjs'
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { ROOT, runNode, stop } from './run.mjs'

process.chdir(ROOT)
await installIfNeeded(new Phases('site-move'))
const build = currentBuild()
if (build === null) stop('There is no build. npm run build makes it.')
process.exitCode = await runNode([`${build}/server/site-move.mjs`])
