/** `npm run fuzz`: builds what is asked, and asks it. */
import { runNode } from '../../src/tasks/run.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'

await onTestBuild('fuzz', import.meta.url)
process.exitCode = await runNode(['test/fuzz/main.ts', ...process.argv.slice(2)])
