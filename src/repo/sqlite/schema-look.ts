/**
 * Knows what a database is made of at this moment: its tables and indexes, in
 * their own words. Whatever was worked out of these words is kept beside them,
 * once for all databases that were made alike, as those of all readers are who
 * have run the same migrations.
 */
import { Recent } from '#lib/recent.ts'

/** One row of `sqlite_schema`. */
interface SchemaObject {
  readonly type: string
  readonly name: string
}

/** What is known of a schema. */
export interface SchemaFacts {
  readonly tables: ReadonlySet<string>
  /** What others have worked out of it, each by a name of its own. */
  readonly workedOut: Map<string, unknown>
}

type Ask = (
  sql: string,
  parameters: readonly unknown[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** A sandbox whose tables its reader changes by and by has a few each. */
const MOST_SCHEMAS = 200

// Nothing but the number, unless it is another one than is known.
const LOOK = `
  select schema_version as version, iif(schema_version is ?, null, (
    select json_group_array(json_object('type', type, 'name', name, 'table', tbl_name, 'sql', sql))
    from (select * from main.sqlite_schema order by rowid)
  )) as objects
  from pragma_schema_version`

const known = new Recent<string, SchemaFacts>(MOST_SCHEMAS)

/** Looks at the schema of one connection. In Ecto: what a migration has left, which a repo does not ask for. */
export class SchemaLook {
  #version: number | null = null
  #facts: SchemaFacts | null = null

  /** Call it before each statement. What is taken back may be done again otherwise, under the same number. */
  before(sql: string): void {
    if (TAKES_BACK.test(sql)) this.forget()
  }

  forget(): void {
    this.#version = null
  }

  /** One question, and a short one while the schema stays the same. */
  async facts(ask: Ask): Promise<SchemaFacts> {
    const [row] = await ask(LOOK, [this.#version])
    const objects = row?.['objects']
    if (typeof objects === 'string') {
      this.#version = Number(row?.['version'])
      this.#facts = factsOf(objects)
    }
    if (!this.#facts) throw new Error('SchemaLook: a database says nothing of its schema.')
    return this.#facts
  }
}

/** What `work` makes of a schema, made once; kept for others where `isStill` says that it is the same afterwards. */
export async function workedOut<Value>(
  { workedOut: done }: SchemaFacts,
  name: string,
  work: () => Promise<Value>,
  isStill: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<Value> {
  // Each name is one kind of value.
  if (done.has(name)) return done.get(name) as Value
  const value = await work()
  if (await isStill()) done.set(name, value)
  return value
}

function factsOf(objects: string): SchemaFacts {
  const present = known.get(objects)
  if (present) return present
  // The database has made it.
  const all = JSON.parse(objects) as readonly SchemaObject[]
  const tables = all.filter(({ type }) => type === 'table').map(({ name }) => name)
  const facts = { tables: new Set(tables), workedOut: new Map<string, unknown>() }
  known.set(objects, facts)
  return facts
}

const TAKES_BACK = /^\s*rollback\b/i
