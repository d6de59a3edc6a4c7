/** `npm run soak`: builds what is read, and reads it. */
import { runNode } from '../../src/tasks/run.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'

await onTestBuild('soak', import.meta.url)
process.exitCode = await runNode(['test/soak/main.ts', ...process.argv.slice(2)])
