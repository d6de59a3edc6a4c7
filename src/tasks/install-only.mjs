/** Installs what the course needs to be built and served: a step of its own for the Docker file. */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { ROOT } from './run.mjs'

process.chdir(ROOT)
await installIfNeeded(new Phases('install'))
