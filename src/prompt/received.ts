/** Makes values again of what was sent, where nothing is kept from whoever has them: in a prompt. */
import { change, withPatch, type Changeset } from '#changeset/changeset.ts'
import { asRow } from '#changeset/redact.ts'
import { build, loaded, type Base, type Schema } from '#changeset/schema.ts'
import { REDACTED } from '#lib/redacted.ts'
import type { Sent, SentBag, SentChangeset, SentObject, SentRow } from './sent.ts'
import { Atom, mapOf, MORE, PromptScope, Time, Tuple, type Value } from './values.ts'

type AnyRow = Readonly<Record<string, Value>>

/** The schemas that a prompt knows, by their names. */
export type Schemas = ReadonlyMap<string, Schema<AnyRow>>

export function received(sent: Sent, schemas: Schemas): Value {
  if (sent === null || typeof sent !== 'object') return sent
  if (isList(sent)) return sent.map((item) => received(item, schemas))
  return objectOf(sent, schemas)
}

const isList = (sent: Sent): sent is readonly Sent[] => Array.isArray(sent)

function objectOf(sent: SentObject, schemas: Schemas): Value {
  switch (sent.$) {
    case 'map': {
      const texts = new Set(sent.texts)
      return mapOf(
        Object.entries(sent.of).map(([name, value]) => [
          texts.has(name) ? name : Atom.of(name),
          received(value, schemas),
        ]),
      )
    }
    case 'atom':
      return Atom.of(sent.of)
    case 'tuple':
      return new Tuple(sent.of.map((item) => received(item, schemas)))
    case 'time':
      return new Time(sent.of)
    case 'schema':
      return schemas.get(sent.of)
    case 'row':
      return rowOf(sent, schemas)
    case 'changeset':
      return changesetOf(sent, schemas)
    case 'result': {
      const value = received(sent.of, schemas)
      return sent.ok ? { ok: true, value } : { ok: false, error: value }
    }
    case 'scope':
      return new PromptScope(received(sent.user, schemas) as AnyRow | null, sent.organization)
    case 'mail':
      // The link in it is for whoever opens the mailbox.
      return { to: sent.to, subject: sent.subject, text: 'It is in the mailbox.' }
    case 'list':
      return Object.assign(
        sent.of.map((item) => received(item, schemas)),
        { [MORE]: sent.more },
      )
    case 'none':
      return null
  }
}

/** A row that was loaded is the row; one that is being made is what a changeset starts from. */
function rowOf(sent: SentRow, schemas: Schemas): Value {
  const schema = schemaOf(sent, schemas)
  const fields = bagOf(sent.of, schemas)
  if (sent.state === 'built') return build(schema, fields)
  // Its fields in their order; of what is redacted nothing was sent.
  return asRow(schema, { ...schema.blank, ...fields })
}

function baseOf(sent: SentRow, schemas: Schemas): Base<AnyRow> {
  const schema = schemaOf(sent, schemas)
  const fields = bagOf(sent.of, schemas)
  return sent.state === 'built' ? build(schema, fields) : loaded(schema, fields)
}

function changesetOf(sent: SentChangeset, schemas: Schemas): Changeset<AnyRow> {
  const { action, valid, errors, constraints, isPart, redacted = [] } = sent
  const hidden = Object.fromEntries(redacted.map((name) => [name, REDACTED]))
  return withPatch(change(baseOf(sent.base, schemas)), {
    ...{ action, valid, constraints },
    changes: Object.freeze({ ...bagOf(sent.changes, schemas), ...hidden }),
    errors: errors.map(({ field, message, opts }) => ({
      ...{ field, message, opts: bagOf(opts, schemas) },
    })),
    // What is missing is known: it cannot be written from here.
    prepare: isPart ? [(changeset) => changeset] : [],
  })
}

const schemaOf = ({ schema }: SentRow, schemas: Schemas): Schema<AnyRow> => {
  const found = schemas.get(schema)
  if (found) return found
  throw new TypeError(`received: there is no schema ${schema} here.`)
}

const bagOf = (bag: SentBag, schemas: Schemas): AnyRow =>
  Object.fromEntries(
    Object.entries(bag).map(([name, item]) => [
      name,
      // Options of an error are plain values; a word in a list is a word.
      received(item, schemas),
    ]),
  )
