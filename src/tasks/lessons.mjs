/**
 * `npm run lessons:record` plays every demo on the real server and keeps what
 * happened; `npm run lessons:check` plays them again and says what differs.
 */
import { installIfNeeded } from './install.mjs'
import { runNode, stop } from './run.mjs'
import { buildIfNeeded } from './site-build.mjs'

const command = process.argv[2]
if (command !== 'record' && command !== 'check') stop('Say record or check.')
await installIfNeeded({ development: true })

const code = await buildIfNeeded()
if (code !== 0) stop('The site could not be built; the lines above say why.')

process.exitCode = await runNode(['src/tasks/record/main.ts', command])
