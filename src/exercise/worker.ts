/** Where exercises without a database run. */
import { addressOf, serve } from '#runner/in-worker.ts'
import { KIT } from './kit/kit.ts'
import type { ExerciseTask } from './task.ts'
import { work } from './work.ts'

// Between a line of a reader and the query that it sends stand those of the repo and of Kysely.
Error.stackTraceLimit = 40

serve((task) => work(task as ExerciseTask, { given: KIT, addressOf, openRepo: null }))
