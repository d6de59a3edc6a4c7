/**
 * What a line of TypeScript finds at the prompt: the modules, as objects with
 * their functions, and the changeset library. They are no variables: a line
 * may have one of the same name.
 */
import type { PromptModule } from '#prompt/registry.ts'
import type { PromptSession } from '#prompt/session.ts'
import { Atom, type Value } from '#prompt/values.ts'
import * as library from './library.ts'

// These ask a repo, or wait for one that writes: here the server has it, and takes no code.
const { unsafeValidateUnique: _, prepareChanges: __, ...LIBRARY } = library

/** The names of the library’s functions: they are offered for completion. */
export const LIBRARY_NAMES: readonly string[] = Object.keys(LIBRARY)

type AnyFunction = (...args: readonly Value[]) => Value

export function namesForTypeScript(session: PromptSession): ReadonlyMap<string, Value> {
  const { registry, schemas } = session
  const modules = registry.modules.map(
    (module) => [module.name, asObject(module, session)] as const,
  )
  const tables = [...schemas.values()].map(
    (schema) => [`${schema.name.toLowerCase()}s`, schema] as const,
  )
  const helpers: Readonly<Record<string, AnyFunction>> = {
    h: (about) => session.helper('h', writtenName(about)),
    exports: (about) => session.helper('exports', writtenName(about)),
    v: (number = -1) => session.answered(Number(number)),
  }
  const changes =
    (name: string) =>
    (about: Value, ...rest: readonly Value[]) =>
      // A row is what a changeset starts from, as it is in Elixir.
      (LIBRARY as unknown as Readonly<Record<string, AnyFunction>>)[name]!(
        session.baseOf(about) ?? about,
        ...rest,
      )
  const starting = { cast: changes('cast'), change: changes('change') }
  return new Map<string, Value>([
    ...Object.entries({ ...LIBRARY, ...starting, ...helpers }),
    ...modules,
    ...tables,
  ])
}

const NAME = Symbol('name')

/** `Accounts.registerUser(…)` asks the server. What it has not, it says with the nearest name. */
function asObject(module: PromptModule, session: PromptSession): object {
  const functions = module.functions.map(({ name, notHere }) => {
    const fn = (...args: readonly Value[]) => {
      if (notHere !== null) throw session.refused(notHere)
      return session.ask(`${module.name}.${name}`, args, 'typescript')
    }
    return [name, Object.assign(fn, { [NAME]: `${module.name}.${name}` })] as const
  })
  const own = Object.freeze({ ...Object.fromEntries(functions), [NAME]: module.name })
  return new Proxy(own, {
    get(target, name) {
      if (typeof name === 'symbol' || Object.hasOwn(target, name))
        return Reflect.get(target, name) as Value
      // A promise asks for it.
      if (name === 'then') return undefined
      throw session.unknown(module, name)
    },
  })
}

/** What `h(Accounts.registerUser)` is about. */
function writtenName(about: Value): string | null {
  if (about instanceof Atom) return about.name.replace(/^Elixir\./, '')
  if (typeof about === 'string') return about
  const named = about as { readonly [NAME]?: string } | null | undefined
  return named?.[NAME] ?? null
}
