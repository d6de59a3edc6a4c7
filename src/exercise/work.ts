/** One run of an exercise: its modules are loaded, and then its checks run. */
import type { Clock } from '#lib/clock.ts'
import type { Repo } from '#repo/repo.ts'
import type { Check } from './check.ts'
import { linkModules, NotThereError, type AddressOf, type Exports } from './link.ts'
import type { Answer } from './outcome.ts'
import { runChecks } from './run-checks.ts'
import { CHECKS, type ExerciseTask } from './task.ts'
import { thrownOf } from './thrown.ts'

interface Around {
  readonly given: Readonly<Record<string, Exports>>
  readonly addressOf: AddressOf
  readonly openRepo: ((clock: Clock) => Promise<Repo>) | null
}

export async function work(
  { modules }: Pick<ExerciseTask, 'modules'>,
  { given, addressOf, openRepo }: Around,
): Promise<Answer> {
  if (modules.length === 0) return ready(openRepo)
  // What does not load has no addresses yet: each is noted as it is given.
  const addresses = new Map<string, string>()
  try {
    const linked = await linkModules(modules, given, addressOf, addresses)
    const { [CHECKS]: own, ...files } = linked
    const code = Object.fromEntries(
      Object.entries(files).map(([file, exports]) => [nameOf(file), exports]),
    )
    const checks = own?.['default'] as readonly Check[]
    return { type: 'ran', outcomes: await runChecks(checks, { code, addresses, openRepo }) }
  } catch (error) {
    const thrown = thrownOf(error, addresses)
    if (!(error instanceof NotThereError)) return { type: 'unread', thrown }
    const place = { file: error.file, line: error.line, column: 1 }
    return { type: 'unread', thrown: { ...thrown, name: 'SyntaxError', place } }
  }
}

/** Done once before a reader waits for it: what is slow is slow the first time. */
async function ready(openRepo: Around['openRepo']): Promise<Answer> {
  const repo = await openRepo?.({ now: () => 0 })
  await repo?.close()
  return { type: 'ran', outcomes: [] }
}

/** `score-form.ts` is `scoreForm` to the checks. */
const nameOf = (file: string): string =>
  file.replace(/\.ts$/, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
