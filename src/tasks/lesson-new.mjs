/** `npm run lesson:new -- PART/LESSON`: writes a lesson, and records it so that it passes at once. */
import { installIfNeeded } from './install.mjs'
import { NAME_IT_FIRST } from './lesson-new/exit-codes.mjs'
import { Phases } from './phases.mjs'
import { run, runNode } from './run.mjs'

await installIfNeeded(new Phases('lesson-new'))
const args = process.argv.slice(2)
const code = await runNode(['src/tasks/lesson-new/main.ts', ...args])
const path = args.find((arg) => /^[a-z\d-]+\/[a-z\d-]+$/.test(arg))
// Without a recording the build has nothing to quote. Asked at the terminal, its author says when.
if (code !== 0 || path === undefined) process.exitCode = code === NAME_IT_FIRST ? 0 : code
else process.exitCode = await run('node', ['src/tasks/lessons.mjs', 'record', path])
