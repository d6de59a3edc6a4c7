/** What `exports`, `h` and `i` print. In IEx: `IEx.Helpers`. */
import { inColumns } from './columns.ts'
import { nearest } from './nearest.ts'
import {
  moduleNamed,
  ownName,
  type PromptFunction,
  type PromptModule,
  type Registry,
} from './registry.ts'

export type Spelling = 'elixir' | 'typescript'

/** The names of a module's functions, in columns. */
export function exportsText(registry: Registry, name: string, width: number): string {
  const module = moduleNamed(registry, name)
  if (!module) return noModule(registry, name)
  const { functions } = module
  const listed = functions.flatMap(({ elixir }) => elixir).toSorted()
  const others = functions.filter(({ elixir }) => elixir.length === 0).map(signatureOf)
  if (listed.length === 0) return inColumns(others.toSorted(), width)
  const own =
    others.length === 0 ? '' : `\n\nand, in this house:\n\n${inColumns(others.toSorted(), width)}`
  return inColumns(listed, width) + own
}

/** What the source says of a function, or of a module. */
export function docsText(registry: Registry, asked: string): string {
  const [path = '', arity] = asked.split('/')
  const parts = path.split('.')
  const module = moduleNamed(registry, path)
  if (module && arity === undefined) return `# ${module.name}\n\n${module.about}`
  const owner = moduleNamed(registry, parts.at(-2) ?? '')
  const name = parts.at(-1) ?? ''
  if (!owner) return noModule(registry, parts.at(-2) ?? name)
  const found = owner.functions.filter(
    ({ name: own, elixir }) =>
      own === name ||
      elixir.some((each) =>
        arity === undefined ? each.split('/')[0] === name : each === `${name}/${arity}`,
      ),
  )
  if (found.length === 0)
    return `No documentation for ${asked} was found.${didYouMean(owner, name)}`
  return found.map((each) => docsOf(owner, each)).join('\n\n')
}

function docsOf({ name: module }: PromptModule, fn: PromptFunction): string {
  const signatures = [
    ...fn.elixir.map((each) => `${module}.${each}`),
    `${module}.${signatureOf(fn)}`,
  ]
  const where = fn.source ? `\n\nSource: ${fn.source.file}:${fn.source.line}` : ''
  const notHere = fn.notHere === null ? '' : `\n\n${fn.notHere}`
  return `${signatures.join('  ')}\n\n${fn.text.replaceAll('\n', '\n\n')}${notHere}${where}`
}

/** As the source has it: `registerUser(scope, params)`. */
export function signatureOf({ name, takes, parameters }: PromptFunction): string {
  const others = parameters.map((one) => (one.optional ? `${one.name}?` : one.name))
  return `${name}(${[...(takes === null ? [] : ['scope']), ...others].join(', ')})`
}

/** Whoever mistypes a name is told the nearest, in the spelling at hand. */
export function didYouMean(
  { functions }: PromptModule,
  name: string,
  spelling: Spelling = 'elixir',
): string {
  const phoenix = functions.flatMap(({ elixir }) => elixir)
  const known =
    spelling === 'elixir' ? phoenix.map(withoutArity) : functions.map((each) => each.name)
  const names = nearest(name, known).flatMap((each) =>
    spelling === 'elixir' ? phoenix.filter((one) => withoutArity(one) === each) : [each],
  )
  return names.length > 0 ? ` Did you mean: ${names.join(', ')}` : ''
}

const withoutArity = (name: string) => name.split('/')[0] ?? name

export function noModule({ modules }: Registry, name: string): string {
  const [near] = nearest(
    ownName(name),
    modules.map((each) => each.name),
  )
  const all = modules.map((each) => each.name).join(', ')
  const meant = near === undefined ? '' : ` Did you mean ${near}?`
  return `There is no module ${ownName(name)} at this prompt.${meant} It has ${all}.`
}
