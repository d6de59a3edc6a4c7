/** Where exercises without a database run. */
import { addressOf, serve } from '#runner/in-worker.ts'
import { KIT } from './kit/kit.ts'
import type { ExerciseTask } from './task.ts'
import { work } from './work.ts'

serve((task) => work(task as ExerciseTask, { given: KIT, addressOf, openRepo: null }))
