/**
 * What stands in for functions, plugs, hooks and routes in a house with a
 * fault: the same files, built once more from a patch. Nothing of one is read
 * before a sandbox has it, and then once for all.
 */
import { mutants, type MutantModule } from 'virtual:glasshouse/mutants'
import { definitionOf, type Definition } from '#trace/context.ts'
import { readFunctions } from '#trace/function-docs.ts'
import type { StandIn } from '#trace/watch.ts'

type StandIns = ReadonlyMap<string, StandIn>

const read = new Map<string, StandIns>()

/** The code that stands in a trace for a fault; `null` for one that this program does not know. */
export const codeOfFault = (name: string): string | null =>
  mutants.find((mutant) => mutant.name === name)?.code ?? null

/** The file that has this fault, or `null`. */
export const fileOfFault = (name: string): string | null =>
  mutants.find((mutant) => mutant.name === name)?.file ?? null

/** The lines of a file that has the fault of this code; `null` for any other file. */
export async function linesOfFault(code: string, file: string): Promise<readonly string[] | null> {
  const found = mutants.find((mutant) => mutant.code === code)
  if (found?.file !== file) return null
  return (await found.load()).text.split('\n')
}

/** What stands in, once it is read; `null` until then. */
export const standInsOf = (name: string): StandIns | null => read.get(name) ?? null

/** Reads what stands in with this fault. What nobody knows is none. */
export async function readStandIns(name: string): Promise<StandIns> {
  const known = read.get(name)
  if (known) return known
  const found = mutants.find((mutant) => mutant.name === name)
  const made = found ? standInsIn(await found.load(), found.file) : new Map<string, StandIn>()
  read.set(name, made)
  return made
}

/** Whether a file makes tables. Such a fault stands in for nothing: the tables have it. */
export const isOfMigration = (file: string): boolean => file.startsWith('migrations/')

function standInsIn({ modules, text }: MutantModule, patched: string): StandIns {
  if (isOfMigration(patched)) return new Map()
  const all = modules.flatMap(({ file, exports }) => {
    const docs = file === patched ? text : null
    return [...routesIn(exports), ...Object.values(exports).flatMap((made) => thingsIn(made, docs))]
  })
  if (all.length > 0) return new Map(all)
  throw new Error(
    `standInsIn: the patch of ${patched} changes nothing that a plug, a hook or a context runs. Name the files through which it is called.`,
  )
}

type Pair = readonly [tag: string, standIn: StandIn]

/** The table of routes is asked by two functions. */
const routesIn = (exports: Readonly<Record<string, unknown>>): readonly Pair[] =>
  'routeOf' in exports && 'pipelineOf' in exports ? [['router', () => exports]] : []

/** A plug has a tag, a hook has the name in its own; a context has functions. */
function thingsIn(made: unknown, text: string | null): readonly Pair[] {
  if (typeof made !== 'object' || made === null) return []
  if ('run' in made && 'name' in made) {
    const tag = 'tag' in made ? made.tag : `live.onMount.${String(made.name)}`
    return typeof tag === 'string' ? [[tag, () => made]] : []
  }
  return Object.values(made).flatMap((each) => {
    const found = definitionOf(each)
    return found ? [[found.tag, () => inPatched(found.definition, text)] as const] : []
  })
}

/** Its lines are those of the file that runs. */
function inPatched(definition: Definition, text: string | null): Definition {
  if (text === null) return definition
  const { name } = definition.fn
  return {
    ...definition,
    docs: () =>
      readFunctions(text).find((docs) => docs.name === name.replace(/\$\d+$/, '')) ?? null,
  }
}
