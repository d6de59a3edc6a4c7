/**
 * `npm run lessons:record` plays every demo on the real server and keeps what
 * happened; `npm run lessons:check` plays them again and says what differs.
 */
import { installIfNeeded } from './install.mjs'
import { Phases } from './phases.mjs'
import { runNode, stop } from './run.mjs'
import { buildIfNeeded } from './site-build.mjs'

const command = process.argv[2]
if (command !== 'record' && command !== 'check') stop('Say record or check.')
const phases = new Phases(`lessons-${command}`)
await installIfNeeded(phases, { development: true })

const code = await buildIfNeeded(phases)
if (code !== 0) stop('The site could not be built; the lines above say why.')

process.exitCode = await runNode(['src/tasks/record/main.ts', command])
