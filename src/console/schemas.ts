/** The schemas that the prompt may name. Tokens are not among them: what one holds opens a door. */
import { users } from '#app/accounts/user.ts'
import { scores } from '#app/scores/score.ts'
import type { Field, Schema } from '#changeset/schema.ts'

/** A row of any of them. */
export type AnyRow = Readonly<Record<string, unknown>>
export type AnySchema = Schema<AnyRow> & { readonly fields: Readonly<Record<string, Field>> }

// Each is checked against its own row where it is defined; here they are data.
const known = [users, scores] as unknown as readonly AnySchema[]

/** By their names: `User`. */
export const SCHEMAS: ReadonlyMap<string, AnySchema> = new Map(
  known.map((schema) => [schema.name, schema]),
)
