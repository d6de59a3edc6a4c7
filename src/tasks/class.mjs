/**
 * `npm run class:rehearse -- 30` plays a class against a running server, and
 * says whether it will do. `npm run class:reset` empties every sandbox of it.
 */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { runNode, stop } from './run.mjs'

const [task, ...rest] = process.argv.slice(2)
if (task !== 'rehearse' && task !== 'reset') stop('Say rehearse or reset.')
await installIfNeeded(new Phases(`class-${task}`))
process.exitCode = await runNode([`src/tasks/class/${task}.ts`, ...rest])
