/** What `exports UserAuth` lists: the plugs, the hooks and what starts and ends a session, read from their source. */
import hooks from '#app/web/live/hooks.ts?raw'
import session from '#app/web/session.ts?raw'
import plugs from '#app/web/user-auth.ts?raw'
import type { PromptFunction } from '#prompt/registry.ts'
import { readFunctions } from '#trace/function-docs.ts'
import { PLUG_NOT_HERE } from './listed.ts'

const PLUGS_FILE = 'src/app/web/user-auth.ts'
const SESSION_FILE = 'src/app/web/session.ts'
const HOOKS_FILE = 'src/app/web/live/hooks.ts'

const DEFINED =
  /\/\*\*(?<lines>(?:[^*]|\*(?!\/))*)\*\/\n(?:\/\/ #region [\w-]+\n)*export const (?<name>\w+) = define(?:Plug|Hook)\b/g
const IN_PHOENIX = /\bIn Phoenix: `(?<name>[^`]+)`/
// Phoenix gives params a default: `log_in_user/2` is there as well.
const FEWEST: Readonly<Record<string, number>> = { log_in_user: 2 }

/** As Phoenix has them, in the order of the source. */
export function listUserAuth(): readonly PromptFunction[] {
  const sessions = readFunctions(session).filter(({ phoenix }) => phoenix?.includes('/'))
  return [
    ...definedIn(plugs).map(({ name, text, line }) =>
      listed(name, text, { file: PLUGS_FILE, line }, ['context']),
    ),
    ...sessions.map(({ name, text, line, parameters }) =>
      listed(
        name,
        text,
        { file: SESSION_FILE, line },
        parameters.map((each) => each.name),
      ),
    ),
    onMount(),
  ]
}

interface Defined {
  readonly name: string
  readonly text: string
  readonly line: number
}

function definedIn(source: string): readonly Defined[] {
  return [...source.matchAll(DEFINED)].map(({ 0: whole, index, groups }) => ({
    name: groups?.['name'] ?? '',
    text: inSentences(groups?.['lines'] ?? ''),
    line: source.slice(0, index + whole.length).split('\n').length,
  }))
}

const inSentences = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' '))
    .join('\n')

function listed(
  name: string,
  text: string,
  source: { readonly file: string; readonly line: number },
  parameters: readonly string[],
): PromptFunction {
  const [own = '', arity = ''] = IN_PHOENIX.exec(text)?.groups?.['name']?.split('/') ?? []
  const most = Number(arity)
  const least = FEWEST[own] ?? most
  return {
    ...{ name, takes: null, first: null, text, source, notHere: PLUG_NOT_HERE },
    parameters: parameters.map((each) => ({ name: each, optional: false })),
    elixir: Array.from({ length: most - least + 1 }, (_, more) => `${own}/${least + more}`),
    sentence: /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text,
  }
}

/** In Phoenix the hooks are clauses of one function. */
function onMount(): PromptFunction {
  const each = definedIn(hooks)
  const names = each.map(({ name }) => `\`${name}\``).join(', ')
  const sentence = 'Lets a page connect, or sends its reader elsewhere.'
  return {
    ...{ name: 'onMount', takes: null, first: null, elixir: ['on_mount/4'], sentence },
    parameters: ['hook', 'params', 'session', 'socket'].map((name) => ({ name, optional: false })),
    text: `${sentence} Here each of its clauses is a hook of its own: ${names}. In Phoenix: \`on_mount/4\`.`,
    source: { file: HOOKS_FILE, line: each[0]?.line ?? 1 },
    notHere: PLUG_NOT_HERE,
  }
}
