/**
 * `npm run course:coverage` prints which lesson teaches what, and ends with 1 where
 * nobody teaches something; with `--brief` it prints only that. `npm run course:prose`
 * prints how each lesson reads, and ends with 1 where something in it is wrong.
 */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { runNode, stop } from './run.mjs'

const [command, ...args] = process.argv.slice(2)
const COMMANDS = ['coverage', 'prose']
if (!COMMANDS.includes(command)) stop(`Say ${COMMANDS.join(' or ')}.`)
await installIfNeeded(new Phases(`course-${command}`), { development: true })

process.exitCode = await runNode([`src/tasks/course/${command}.ts`, ...args])
