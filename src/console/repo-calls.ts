/** The repo as the prompt has it: rows of its schemas, one function each, no SQL and no transaction. */
import type { Scope } from '#app/accounts/scope.ts'
import { change } from '#changeset/changeset.ts'
import { isSecretField } from '#changeset/redact.ts'
import { unsafeValidateUnique } from '#changeset/unsafe-validate-unique.ts'
import type { Changeset } from '#changeset/changeset.ts'
import type { PromptFunction } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import { guardedChangeset } from './guard-changeset.ts'
import { isList, plain } from './plain.ts'
import { readBase, schemaNamed } from './read-row.ts'
import type { AnyRow } from './schemas.ts'
import { noClause, Told } from './told.ts'

type RepoCall = (scope: Scope, args: readonly Sent[]) => Promise<unknown>

interface Listed {
  readonly elixir: string
  readonly parameters: readonly string[]
  readonly sentence: string
  readonly run: RepoCall
}

const CALLS: Readonly<Record<string, Listed>> = {
  insert: {
    ...{ elixir: 'insert/1', parameters: ['changeset'] },
    sentence: 'Writes a new row, or says why not. In Ecto: `Repo.insert/2`.',
    run: async (scope, [changeset]) => scope.repo.insert(await written(changeset, scope, 'insert')),
  },
  update: {
    ...{ elixir: 'update/1', parameters: ['changeset'] },
    sentence: 'Writes what changed, or says why not. In Ecto: `Repo.update/2`.',
    run: async (scope, [changeset]) => scope.repo.update(await written(changeset, scope, 'update')),
  },
  delete: {
    ...{ elixir: 'delete/1', parameters: ['row'] },
    sentence: 'Deletes the row, or says why not. In Ecto: `Repo.delete/2`.',
    run: async (scope, [row]) => scope.repo.delete(await written(row, scope, 'delete')),
  },
  insertOrThrow: {
    ...{ elixir: 'insert!/1', parameters: ['changeset'] },
    sentence: 'As `insert`, where a refusal is a bug. In Ecto: `Repo.insert!/2`.',
    run: async (scope, [changeset]) =>
      scope.repo.insertOrThrow(await written(changeset, scope, 'insert!')),
  },
  updateOrThrow: {
    ...{ elixir: 'update!/1', parameters: ['changeset'] },
    sentence: 'As `update`, where a refusal is a bug. In Ecto: `Repo.update!/2`.',
    run: async (scope, [changeset]) =>
      scope.repo.updateOrThrow(await written(changeset, scope, 'update!')),
  },
  get: {
    ...{ elixir: 'get/2', parameters: ['schema', 'id'] },
    sentence: 'The row with this primary key, or nothing. In Ecto: `Repo.get/3`.',
    run: ({ repo }, [schema, id]) => repo.get(schemaNamed(schema), keyOf(id)),
  },
  fetchOrThrow: {
    ...{ elixir: 'get!/2', parameters: ['schema', 'id'] },
    sentence: 'The row with this primary key; not to find it is a bug. In Ecto: `Repo.get!/3`.',
    run: ({ repo }, [schema, id]) => repo.fetchOrThrow(schemaNamed(schema), keyOf(id)),
  },
  getBy: {
    ...{ elixir: 'get_by/2', parameters: ['schema', 'where'] },
    sentence: 'The one row with these values, or nothing. In Ecto: `Repo.get_by/3`.',
    run: ({ repo }, [schema, where]) => repo.getBy(schemaNamed(schema), whereOf(schema, where)),
  },
  all: {
    ...{ elixir: 'all/1', parameters: ['schema'] },
    sentence: 'All rows, in no promised order. In Ecto: `Repo.all/2`.',
    run: ({ repo }, [schema]) => repo.all(schemaNamed(schema)),
  },
  exists: {
    ...{ elixir: 'exists?/1', parameters: ['schema'] },
    sentence: 'Whether there is any row. In Ecto: `Repo.exists?/2`.',
    run: ({ repo }, [schema]) => repo.exists(schemaNamed(schema)),
  },
}

export const REPO_FUNCTIONS: readonly PromptFunction[] = Object.entries(CALLS).map(
  ([name, { elixir, parameters, sentence }]) => ({
    ...{ name, takes: null, first: null, sentence, text: sentence, source: null, notHere: null },
    elixir: [elixir],
    parameters: parameters.map((each) => ({ name: each, optional: false })),
  }),
)

/** A function of the repo by its own name, or `undefined`. */
export const repoCall = (name: string): RepoCall | undefined =>
  Object.hasOwn(CALLS, name) ? CALLS[name]?.run : undefined

/** `unsafe_validate_unique(changeset, fields, Repo)`: the one rule that asks. */
export const askWhetherUnique: RepoCall = async (scope, [sent, fields]) => {
  const changeset = await changesetFrom(sent, scope)
  const names = plain(fields ?? null)
  const all = Array.isArray(names) ? names : [names]
  const isRead = all.every((name) => typeof name === 'string' && name in changeset.schema.fields)
  if (!isRead) throw noClause('unsafe_validate_unique/3', 'It takes fields of the schema.')
  return unsafeValidateUnique(changeset, all as never, scope.repo)
}

async function written(
  sent: Sent | undefined,
  scope: Scope,
  name: string,
): Promise<Changeset<AnyRow>> {
  if (typeof sent === 'object' && sent !== null && !isList(sent)) {
    // A struct can be written as it stands, as in Ecto.
    if (sent.$ === 'row') {
      const base = await readBase(sent, scope)
      if (base.state === 'built' || name === 'delete') return change(base)
    }
    if (sent.$ === 'changeset') return guardedChangeset(sent, scope)
  }
  throw noClause(`Repo.${name}/1`, 'It takes a changeset. `change(user, email: "…")` makes one.')
}

function changesetFrom(sent: Sent | undefined, scope: Scope): Promise<Changeset<AnyRow>> {
  if (typeof sent === 'object' && sent !== null && !isList(sent) && sent.$ === 'changeset')
    return guardedChangeset(sent, scope)
  throw noClause('Ecto.Changeset.unsafe_validate_unique/3', 'It takes a changeset first.')
}

function keyOf(sent: Sent | undefined): number {
  if (typeof sent === 'number' && Number.isSafeInteger(sent)) return sent
  throw new Told('Ecto.Query.CastError', 'the primary key is a whole number')
}

function whereOf(
  schema: Sent | undefined,
  sent: Sent | undefined,
): Readonly<Record<string, never>> {
  const where = plain(sent ?? null)
  const known = schemaNamed(schema)
  const isRead =
    typeof where === 'object' &&
    where !== null &&
    Object.entries(where).every(
      ([name, value]) =>
        Object.hasOwn(known.fields, name) && ['string', 'number'].includes(typeof value),
    )
  // What is never told is not to be guessed at either.
  const secret = isRead && Object.keys(where).find((name) => isSecretField(known, name))
  if (secret !== false && secret !== undefined)
    throw new Told('NotRead', `\`${secret}\` is redacted: no row is found by it from here.`)
  if (isRead) return where as Readonly<Record<string, never>>
  throw noClause('Repo.get_by/2', 'It takes fields of the schema with their values: email: "…".')
}
