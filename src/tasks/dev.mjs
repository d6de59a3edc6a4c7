/** `npm run dev`: the site from its sources, changing as they change. */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { become, bin, PROJECT_NODE, ROOT } from './run.mjs'
import { serverEnvironment } from './server-environment.mjs'

process.chdir(ROOT)
await installIfNeeded(new Phases('dev'))

const { PORT = '4321', HOST = '127.0.0.1', NODE_OPTIONS = '' } = process.env
await become(PROJECT_NODE, [bin('astro'), 'dev', '--port', PORT, '--host', HOST], {
  ...serverEnvironment(),
  NODE_OPTIONS: `${NODE_OPTIONS} --enable-source-maps`.trim(),
  ASTRO_TELEMETRY_DISABLED: '1',
  // In some terminals Astro moves to the background by itself; this keeps it in front.
  ASTRO_DEV_BACKGROUND: '1',
})
