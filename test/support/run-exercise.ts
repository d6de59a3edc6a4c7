/** Runs an exercise as a reader's worker does, in Node: the same files, the same database. */
import { readFile } from 'node:fs/promises'
import type { ExerciseKind } from '#course/schema/exercise.ts'
import { DATABASE_KIT, openDatabase } from '#exercise/kit/database.ts'
import { KIT } from '#exercise/kit/kit.ts'
import type { Answer } from '#exercise/outcome.ts'
import { readCode } from '#exercise/read-code.ts'
import { CHECKS } from '#exercise/task.ts'
import { work } from '#exercise/work.ts'
import { loadSqlite } from '#repo/sqlite/sqlite-in-browser.ts'

const loading = readFile('node_modules/sql.js/dist/sql-wasm-browser.wasm').then(loadSqlite)

export interface Running {
  readonly kind: ExerciseKind
  readonly migrations: readonly string[]
  /** By their names. */
  readonly files: Readonly<Record<string, string>>
  readonly checks: string
}

/** Another one each time: what was loaded once is not loaded again. */
let nth = 0
const addressOf = (code: string) =>
  `data:text/javascript,${encodeURIComponent(`${code}\n// ${(nth += 1)}`)}`

export async function runExercise({ kind, migrations, files, checks }: Running): Promise<Answer> {
  const { modules, problems } = readCode({ ...files, [CHECKS]: checks })
  const [problem] = problems
  if (problem) throw new SyntaxError(`${problem.file}: ${problem.message}`)
  if (kind === 'pure' || kind === 'plug')
    return work({ modules }, { given: KIT, addressOf, openRepo: null })
  const sqlite = await loading
  return work(
    { modules },
    {
      given: { ...KIT, ...DATABASE_KIT },
      addressOf,
      openRepo: (clock) => openDatabase(sqlite, migrations, clock),
    },
  )
}

/** What a reader is told, a line for each check; `null` once every check is met. */
export function told(answer: Answer): string | null {
  if (answer.type === 'unread') return answer.thrown.message
  const lines = answer.outcomes.flatMap(({ unmet }) => {
    if (!unmet) return []
    const { about, seen, hoped, close } = unmet
    return [`${about}: seen ${seen}, hoped for ${hoped}${close ? `; close: ${close}` : ''}`]
  })
  return lines.length > 0 ? lines.join('\n') : null
}
