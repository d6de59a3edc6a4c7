/**
 * Loads modules that have no address of their own: each gets one, and in the
 * place of a name that it imports stands the address of what is meant. A worker
 * makes addresses of blobs, and a test of data.
 */
import { nearest } from '#prompt/nearest.ts'
import type { ModuleText } from './read-code.ts'

/** What a module exports, by its names. */
export type Exports = Readonly<Record<string, unknown>>

/** Makes an address of code, which can be imported. */
export type AddressOf = (code: string) => string

/** A name that a module imports, and that is not there. */
export class NotThereError extends Error {
  override readonly name = 'NotThereError'
  readonly file: string
  readonly line: number

  constructor({ name: file, code }: ModuleText, word: string, message: string) {
    super(message)
    this.file = file
    this.line = code.slice(0, Math.max(0, code.search(wordIn(word)))).split('\n').length
  }
}

const wordIn = (word: string) => new RegExp(word.replaceAll(/[^\w/]/g, '\\$&'))

/** Where the modules that are given find what they export. */
const GIVEN = '__glasshouseGiven'

/**
 * Loads these modules, and answers with what each exports, by the name of its
 * file. `given` are those that are there already, by the names that code
 * imports. In `addresses` stands where each came from, as soon as it is known.
 */
export async function linkModules(
  modules: readonly ModuleText[],
  given: Readonly<Record<string, Exports>>,
  addressOf: AddressOf,
  addresses: Map<string, string>,
): Promise<Readonly<Record<string, Exports>>> {
  Object.assign(globalThis, { [GIVEN]: given })
  const known = new Map(
    Object.entries(given).map(([name, exports]) => [name, addressOf(passingOn(name, exports))]),
  )
  const own = new Map<string, string>()
  const opening = new Set<string>()

  const open = (module: ModuleText): string => {
    const { name, code, imports } = module
    const there = own.get(name)
    if (there !== undefined) return there
    if (opening.has(name))
      throw new NotThereError(module, 'import', `${name} imports what imports it.`)
    opening.add(name)
    refuseMissing(module, given)
    const placed = imports
      .toSorted((a, b) => b.from - a.from)
      .reduce((text, one) => {
        const address = known.get(one.name) ?? open(besideOrThrow(module, one.name))
        return text.slice(0, one.from) + JSON.stringify(address) + text.slice(one.to)
      }, code)
    const address = addressOf(placed)
    own.set(name, address)
    addresses.set(address, name)
    return address
  }

  const besideOrThrow = (from: ModuleText, name: string): ModuleText => {
    // On disk the checks stand above two folders, of which one is loaded.
    const own = name.replace(/^\.\/solution\//, './')
    const found = modules.find((one) => `./${one.name}` === own)
    if (found) return found
    const names = [...Object.keys(given), ...modules.map((one) => `./${one.name}`)]
    const shown = names.filter((one) => one !== './checks.ts' && one !== 'glasshouse/exercise')
    throw new NotThereError(
      from,
      name,
      `Nothing here is called “${name}”. There are ${shown.join(', ')}.`,
    )
  }

  const exports: Record<string, Exports> = {}
  for (const module of modules)
    exports[module.name] = (await import(/* @vite-ignore */ open(module))) as Exports
  return exports
}

function passingOn(name: string, exports: Exports): string {
  const names = Object.keys(exports).filter((each) => each !== 'default')
  const list = names.join(', ')
  return `export const { ${list} } = globalThis.${GIVEN}[${JSON.stringify(name)}]`
}

const NAMED = /\{(?<list>[^}]*)\}\s*from\s*$/

/** A browser would name an address, and no line. */
function refuseMissing(module: ModuleText, given: Readonly<Record<string, Exports>>): void {
  for (const { name, from } of module.imports) {
    const exports = given[name]
    if (!exports) continue
    const names = (NAMED.exec(module.code.slice(0, from))?.groups?.['list'] ?? '')
      .split(',')
      .map((each) => each.trim().replace(/\s.*$/s, ''))
      .filter((each) => each !== '')
    const missing = names.find((each) => !(each in exports))
    if (missing === undefined) continue
    const [near] = nearest(missing, Object.keys(exports))
    const meant = near === undefined ? '' : ` Did you mean “${near}”?`
    throw new NotThereError(module, missing, `${name} has no “${missing}”.${meant}`)
  }
}
