/**
 * `npm run lessons:record` plays every demo on the real server and keeps what
 * happened; `npm run lessons:check` plays them again and says what differs.
 * With a lesson, `-- persons/who-comes-in`, they play that one, on the server
 * of `npm run dev` where it runs: that takes seconds.
 */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { runNode, stop } from './run.mjs'

const [command, ...lessons] = process.argv.slice(2)
if (command !== 'record' && command !== 'check') stop('Say record or check.')
await installIfNeeded(new Phases(`lessons-${command}`), { development: true })

process.exitCode = await runNode(['src/tasks/record/main.ts', command, ...lessons])
