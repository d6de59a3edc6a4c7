import { promptBody } from '#prompt/typescript/prompt-body.ts'
import { NotRead } from '#prompt/elixir/tree.ts'
import type { PromptSession, Said } from '#prompt/session.ts'
import { namesForTypeScript } from '#runner/names-for-typescript.ts'
import { asSurroundings } from '#runner/variables.ts'

/**
 * Evaluates a line of TypeScript in this process, as a worker does in a
 * browser. Its author is trusted: whoever can write a lesson can write a test.
 */
export function runTypeScript(session: PromptSession, line: string): Promise<Said> {
  const { code, problems } = promptBody(line)
  if (problems[0]) throw new NotRead(0, problems[0].message)
  const surroundings = asSurroundings(session.variables, namesForTypeScript(session))
  const body = `with (surroundings) { return (async () => { 'use strict'; ${code}\n})() }`
  // It stands in for the worker, which runs a script of its own.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('surroundings', body) as (given: object) => Promise<unknown>
  // `surroundings` itself is no name of the prompt.
  const within = new Proxy(surroundings, {
    has: (target, name) => name !== 'surroundings' && Reflect.has(target, name),
  })
  return session.sayingTypeScript(() => run(within))
}
