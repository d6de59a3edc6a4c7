/** Records, for the trace, what became of a changeset that the repo was given: of which action, and whether anything was sent. */
import { putAction, type Changeset } from '#changeset/changeset.ts'
import { describeChangeset } from '#changeset/trace-rule.ts'
import { numbered } from '#lib/counted.ts'
import type { Result } from '#lib/result.ts'
import type { Source } from '#trace/trace-step.ts'
import { record, tracing } from '#trace/trace.ts'
import type { Operation } from './engine.ts'
import type { RepoAdapter } from './operations.ts'

type Written<Row extends object> = Promise<Result<Row, Changeset<Row>>>

interface Write<Row extends object> {
  readonly action: Operation
  readonly changeset: Changeset<Row>
  /** The line that asked for it. */
  readonly source: Source | null
  readonly adapter: RepoAdapter
}

/**
 * Runs a write. The step of it stands beside its query and after it, for what
 * it tells is what came back: in Ecto a changeset gets its action from the repo.
 */
export async function recordingWrite<Row extends object>(
  { action, changeset, source, adapter }: Write<Row>,
  write: (adapter: RepoAdapter) => Written<Row>,
): Written<Row> {
  if (!tracing()) return write(adapter)
  let isSent = false
  const watched: RepoAdapter = {
    ...adapter,
    execute(statement) {
      isSent = true
      return adapter.execute(statement)
    },
  }
  const tell = (outcome: 'ok' | 'error' | 'skip', detail: string, came: Changeset<Row>) =>
    record({
      layer: 'changeset',
      name: `Repo.${action}`,
      tag: `changeset.repo.${action}`,
      ...{ outcome, detail, source, data: describeChangeset(came) },
    })
  // Of a write that throws nothing comes back; the query beside it says why.
  const result = await write(watched)
  const came = result.ok ? putAction(changeset, action) : result.error
  if (!result.ok) tell('error', `action: ${action}; ${refused(came, isSent)}`, came)
  else if (isSent) tell('ok', `action: ${action}; sent`, came)
  else tell('skip', 'no changes, so nothing was sent', came)
  return result
}

function refused<Row extends object>({ errors }: Changeset<Row>, isSent: boolean): string {
  const count = numbered(errors.length, 'error')
  return isSent ? `sent, and came back with ${count}` : `${count}, so nothing was sent`
}
