/**
 * The worker of the prompt: it keeps the variables, and evaluates a line where
 * they are. What knows a database it asks the page for.
 */
import type { Registry } from '#prompt/registry.ts'
import type { Sent } from '#prompt/sent.ts'
import { PromptSession, type Answer, type Said } from '#prompt/session.ts'
import type { Tree } from '#prompt/elixir/tree.ts'
import { runScript, serve, type Ask } from './in-worker.ts'
import { namesForTypeScript } from './names-for-typescript.ts'
import { asSurroundings } from './variables.ts'

/** What the page asks of it. */
export type PromptTask =
  | {
      readonly is: 'begin'
      readonly registry: Registry
      readonly scope: Sent
      readonly width: number
      /** Where the site is: a worker has no address of its own. */
      readonly origin: string
    }
  /** Somebody else acts from now on. */
  | { readonly is: 'scope'; readonly scope: Sent }
  | { readonly is: 'elixir'; readonly trees: readonly Tree[] }
  /** The body of a function. */
  | { readonly is: 'typescript'; readonly code: string }

/** What a line came to, and which variables there are. */
export type PromptDone = Said & { readonly variables: readonly string[] }

let session: PromptSession | null = null

// By these names a script finds what it runs in, and leaves what is to be run.
const SURROUNDINGS = '__surroundings'
const LINE = '__line'

serve(async (task, ask) => {
  const given = task as PromptTask
  if (given.is === 'begin') return begin(given, ask)
  if (!session) throw new TypeError('The prompt has not begun.')
  if (given.is === 'scope') {
    session.bindScope(given.scope)
    return null
  }
  const said =
    given.is === 'elixir'
      ? await session.evaluate(given.trees)
      : await session.sayingTypeScript(() => runBody(given.code))
  return { ...said, variables: [...session.variables.keys()] } satisfies PromptDone
})

function begin(
  { registry, scope, ...options }: Extract<PromptTask, { is: 'begin' }>,
  ask: Ask,
): null {
  const begun = new PromptSession(
    registry,
    async (call) => (await ask('call', [call])) as Answer,
    options,
  )
  begun.bindScope(scope)
  const surroundings = asSurroundings(begun.variables, namesForTypeScript(begun))
  Object.defineProperty(globalThis, SURROUNDINGS, { get: () => surroundings })
  session = begun
  return null
}

/** A line of TypeScript is strict: what may not be changed says so. */
function runBody(code: string): Promise<unknown> {
  const global = globalThis as unknown as Record<string, () => Promise<unknown>>
  runScript(
    `self.${LINE} = async function () { with (self.${SURROUNDINGS}) { return await (async () => { 'use strict'; ${code}\n})() } }`,
  )
  return global[LINE]!()
}
