/** Where exercises without a database run. */
import { addressOf, serve } from '#runner/in-worker.ts'
import { KIT } from './kit/kit.ts'
import { work, type ExerciseTask } from './work.ts'

serve((task) => work(task as ExerciseTask, { given: KIT, addressOf, openRepo: null }))
