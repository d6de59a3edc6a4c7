/** `npm run build` */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { build } from './site-build.mjs'

const phases = new Phases('build')
await installIfNeeded(phases)
process.exitCode = await build(phases)
