/**
 * What a prompt may name: modules with their functions, and schemas. It is made
 * of the source when the site is built, so that `exports` and `h` cannot say
 * what is not so.
 */
import { defineSchema } from '#changeset/schema.ts'
import type { Schemas } from './received.ts'

export interface Registry {
  readonly modules: readonly PromptModule[]
  readonly schemas: readonly SchemaForm[]
}

export interface PromptModule {
  readonly name: string
  /** What is in it, in a sentence. */
  readonly about: string
  readonly functions: readonly PromptFunction[]
}

export interface PromptFunction {
  readonly name: string
  /** The kind of scope that it takes first, or `null`. */
  readonly takes: string | null
  /** What else it takes. */
  readonly parameters: readonly { readonly name: string; readonly optional: boolean }[]
  /** Its names in Phoenix, one for each number of arguments. */
  readonly elixir: readonly string[]
  /** What Phoenix calls what it takes first, where that is more than ours takes: `user`. */
  readonly first: 'user' | 'scope' | null
  readonly text: string
  readonly sentence: string
  readonly source: { readonly file: string; readonly line: number } | null
  /** Why it is listed and not called, or `null`. */
  readonly notHere: string | null
}

export interface SchemaForm {
  readonly name: string
  readonly source: string
  readonly fields: readonly {
    readonly name: string
    readonly type: 'id' | 'string' | 'integer'
    readonly primaryKey: boolean
    readonly redact: boolean
    readonly virtual: boolean
  }[]
}

/** Modules of Pento, of Glasshouse, of anybody: the last part of the name counts. */
export const ownName = (module: string): string => module.split('.').at(-1) ?? module

/** A module by its name, or `undefined`. */
export const moduleNamed = ({ modules }: Registry, name: string): PromptModule | undefined =>
  modules.find((one) => one.name === ownName(name))

/** A function by its name in Phoenix and how much it is given, or `undefined`. */
export const byPhoenixName = (
  { functions }: PromptModule,
  name: string,
  arity: number,
): PromptFunction | undefined => functions.find(({ elixir }) => elixir.includes(`${name}/${arity}`))

/** A function by its own name, or `undefined`. */
export const byOwnName = ({ functions }: PromptModule, name: string): PromptFunction | undefined =>
  functions.find((one) => one.name === name)

type AnyRow = Readonly<Record<string, unknown>>

/** The schemas as the changeset library has them. */
export function schemasOf({ schemas }: Registry): Schemas {
  return new Map(
    schemas.map(({ name, source, fields }) => {
      const options = fields.map(({ name: own, ...field }) => [own, field] as const)
      // What a field holds is known to its schema alone, and that is data here.
      const definition = { name, source, fields: Object.fromEntries(options) } as never
      return [name, defineSchema<AnyRow>(definition)]
    }),
  )
}
