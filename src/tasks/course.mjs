/**
 * `npm run course:coverage` prints which lesson teaches what, and ends with 1 where
 * nobody teaches something. With `--brief` it prints only that.
 */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { runNode, stop } from './run.mjs'

const [command, ...args] = process.argv.slice(2)
const COMMANDS = ['coverage']
if (!COMMANDS.includes(command)) stop(`Say ${COMMANDS.join(' or ')}.`)
await installIfNeeded(new Phases(`course-${command}`), { development: true })

process.exitCode = await runNode([`src/tasks/course/${command}.ts`, ...args])
