import type { SchemaChange } from '#trace/database-change.ts'

/** A table, an index or a view, as the database tells of it. */
export interface SchemaObject {
  readonly type: string
  readonly name: string
  readonly table: string
  /** What it is made of, as text. */
  readonly made: string | null
}

/** What was dropped, created or altered between two looks at a schema. */
export function schemaChanges(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
): readonly SchemaChange[] {
  const find = (objects: readonly SchemaObject[], { type, name }: SchemaObject) =>
    objects.find((object) => object.type === type && object.name === name)
  const was = (object: SchemaObject) => find(before, object)
  return [
    ...before.filter((object) => !find(after, object)).map(as('dropped')),
    ...after.filter((object) => !was(object)).map(as('created')),
    ...after
      .filter((object) => was(object) && was(object)?.made !== object.made)
      .map(as('altered')),
  ]
}

const as =
  (kind: SchemaChange['kind']) =>
  ({ type, name, table }: SchemaObject): SchemaChange => ({ kind, type, name, table })
