/**
 * `npm run lessons:record` plays every demo on the real server and keeps what
 * happened; `npm run lessons:check` plays them again and says what differs.
 */
import { forgetBuild } from './build-inputs.mjs'
import { installIfNeeded } from './install.mjs'
import { runNode, stop } from './run.mjs'
import { buildIfNeeded } from './site-build.mjs'

const command = process.argv[2]
if (command !== 'record' && command !== 'check') stop('Say record or check.')
await installIfNeeded({ development: true })

// A text may quote what is only now to be recorded: that must not stop the build it is recorded on.
const isRecording = command === 'record'
const code = await buildIfNeeded(isRecording ? { GLASSHOUSE_QUOTES: 'unchecked' } : {})
if (code !== 0) stop('The site could not be built; the lines above say why.')

process.exitCode = await runNode(['src/record/main.ts', command])
if (isRecording) forgetBuild()
