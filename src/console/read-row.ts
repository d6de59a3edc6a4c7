/**
 * A row that a prompt sends is its schema and its key: it is read anew, unseen
 * by the trace. What was changed of it at the prompt is laid over what is read,
 * but for what nobody is shown.
 */
import { isSecretField } from '#changeset/redact.ts'
import { build, findField, loaded, type Base } from '#changeset/schema.ts'
import type { Scope } from '#app/accounts/scope.ts'
import type { Sent, SentRow } from '#prompt/sent.ts'
import { untraced } from '#trace/trace.ts'
import { plainOf } from './plain.ts'
import { SCHEMAS, type AnyRow, type AnySchema } from './schemas.ts'
import { Told } from './told.ts'

/** In whose database. */
export type Reading = Pick<Scope, 'repo'>

/** What a changeset starts from. */
export async function readBase(sent: SentRow, reading: Reading): Promise<Base<AnyRow>> {
  const schema = schemaOf(sent)
  return sent.state === 'built'
    ? build(schema, seenFields(schema, sent))
    : loaded(schema, await readRow(sent, reading))
}

/** The row itself, with what was changed of it at the prompt. */
export async function readRow(sent: SentRow, { repo }: Reading): Promise<AnyRow> {
  const schema = schemaOf(sent)
  const id = sent.of['id']
  const row =
    typeof id === 'number' && Number.isSafeInteger(id)
      ? await untraced(() => repo.get(schema, id))
      : null
  if (!row)
    throw new Told(
      'Ecto.StaleEntryError',
      `this ${schema.name} is no longer in the database: it was deleted, or your sandbox was reset`,
    )
  const laid = Object.entries(seenFields(schema, sent)).filter(
    ([name, value]) => row[name] !== value,
  )
  // A loaded row knows its schema by its prototype; a copy would not.
  return laid.length === 0 ? row : loaded(schema, { ...row, ...Object.fromEntries(laid) }).data
}

export function schemaOf({ schema }: { readonly schema: string }): AnySchema {
  const found = SCHEMAS.get(schema)
  if (found) return found
  throw new Told(
    'UndefinedFunctionError',
    `there is no schema ${schema} at this prompt. It has ${[...SCHEMAS.keys()].join(' and ')}`,
  )
}

/** `User`, in either spelling, where a schema is meant. */
export function schemaNamed(sent: Sent | undefined): AnySchema {
  if (typeof sent === 'object' && sent !== null && '$' in sent) {
    if (sent.$ === 'schema') return schemaOf({ schema: sent.of })
    if (sent.$ === 'atom')
      return schemaOf({
        schema:
          sent.of
            .replace(/^Elixir\./, '')
            .split('.')
            .at(-1) ?? '',
      })
  }
  throw new Told(
    'FunctionClauseError',
    `the first argument is a schema: ${[...SCHEMAS.keys()].join(' or ')}`,
  )
}

/** Fields of the schema that may be seen, as they were sent. */
function seenFields(schema: AnySchema, { of }: SentRow): AnyRow {
  const known = Object.entries(of).filter(
    ([name]) => findField(schema, name) && !isSecretField(schema, name),
  )
  return plainOf(Object.fromEntries(known))
}
