/**
 * Makes a changeset of what a prompt sent, and believes it in nothing: its
 * schema is one of ours, each change is a stored field that nobody hides, and is
 * read by its type once more. Whether it is valid is said, and not checked:
 * what the table refuses, it refuses. That is the lesson.
 */
import { cast } from '#changeset/cast.ts'
import { newError, withPatch, type Changeset, type Constraint } from '#changeset/changeset.ts'
import { isSecretField } from '#changeset/redact.ts'
import { findField } from '#changeset/schema.ts'
import type { SentChangeset, SentConstraint } from '#prompt/sent.ts'
import { readBase, type Reading } from './read-row.ts'
import { plainOf } from './plain.ts'
import type { AnyRow, AnySchema } from './schemas.ts'
import { Told } from './told.ts'

const MOST_CONSTRAINTS = 20
const LONGEST_NAME = 100
const LONGEST_TEXT = 1_000

export async function guardedChangeset(
  sent: SentChangeset,
  reading: Reading,
): Promise<Changeset<AnyRow>> {
  if (sent.isPart)
    throw refused(
      'This changeset holds what a prompt is not given: a redacted field, or work for the repo. ' +
        'Call the function that makes and writes it, Accounts.update_user_password/2 for one.',
    )
  const base = await readBase(sent.base, reading)
  // Its schema was found by `readBase`.
  const schema = base.schema as AnySchema
  const changes = plainOf(sent.changes)
  const names = Object.keys(changes)
  for (const name of names) checkField(schema, name)
  const made = cast(base, changes, names, { forceChanges: true, emptyValues: [] })
  const [unread] = made.errors
  if (unread) throw refused(`${unread.field} holds what its type does not: it ${unread.message}.`)
  for (const value of Object.values(made.changes))
    if (typeof value === 'string' && value.length > LONGEST_TEXT)
      throw refused(`A text that is written from here has at most ${LONGEST_TEXT} characters.`)
  return withPatch(made, {
    action: sent.action,
    valid: sent.valid,
    errors: sent.errors
      .slice(0, MOST_CONSTRAINTS)
      .map(({ field, message, opts }) => newError(String(field), String(message), plainOf(opts))),
    constraints: constraintsOf(sent.constraints),
  })
}

function checkField(schema: AnySchema, name: string): void {
  const field = findField(schema, name)
  if (!field) throw refused(`${schema.name} has no field ${name}.`)
  if (isSecretField(schema, name))
    throw refused(`\`${name}\` is redacted: it is set by a function of Accounts, never by hand.`)
}

const TYPES = ['unique', 'foreign_key', 'check', 'exclusion']
const MATCHES = ['exact', 'suffix', 'prefix']

function constraintsOf(sent: readonly SentConstraint[]): readonly Constraint[] {
  if (sent.length > MOST_CONSTRAINTS)
    throw refused(`A changeset names at most ${MOST_CONSTRAINTS} constraints from here.`)
  return sent.map(({ type, constraint, match, field, errorMessage, errorType }) => {
    const names = [constraint, field, errorMessage, errorType]
    const isRead =
      TYPES.includes(type) &&
      MATCHES.includes(match) &&
      names.every((name) => typeof name === 'string' && name.length <= LONGEST_NAME)
    if (!isRead)
      throw refused(`A constraint has a type, and names of at most ${LONGEST_NAME} characters.`)
    return { type, constraint, match, field, errorMessage, errorType }
  })
}

const refused = (sentence: string) => new Told('NotRead', sentence)
