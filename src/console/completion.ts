/** What may come next at the prompt: functions with their own words, and variables. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { signatureOf, type Spelling } from '#prompt/helpers.ts'
import { moduleNamed, type PromptFunction, type Registry } from '#prompt/registry.ts'
import { KERNEL_NAMES } from '#prompt/kernel-names.ts'

interface Known {
  readonly registry: Registry | null
  readonly variables: readonly string[]
  readonly spelling: Spelling
}

const BEHIND_DOT = /(?<module>[A-Z]\w*)\.(?<name>[a-z]\w*[?!]?)?$/
const WORD = /[A-Za-z_]\w*[?!]?$/

/** A source for the editor. `known` is asked at each key. */
export const completions =
  (known: () => Known) =>
  (context: CompletionContext): CompletionResult | null => {
    const { registry, variables, spelling } = known()
    if (!registry) return null
    const { pos } = context
    const before = context.state.sliceDoc(Math.max(0, pos - 80), pos)
    const behind = BEHIND_DOT.exec(before)?.groups
    if (behind) {
      const module = moduleNamed(registry, behind['module'] ?? '')
      const options = module?.functions.flatMap((fn) => entriesOf(fn, spelling)) ?? []
      return { from: pos - (behind['name']?.length ?? 0), options, validFor: /^\w*[?!]?$/ }
    }
    const word = WORD.exec(before)?.[0]
    if (word === undefined && !context.explicit) return null
    const options: Completion[] = [
      ...variables.map((label) => ({ label, type: 'variable' })),
      ...registry.modules.map(({ name, about }) => ({ label: name, type: 'class', info: about })),
      ...KERNEL_NAMES[spelling].map((label) => ({ label, type: 'function' })),
    ]
    return { from: pos - (word?.length ?? 0), options, validFor: /^\w*[?!]?$/ }
  }

function entriesOf(fn: PromptFunction, spelling: Spelling): readonly Completion[] {
  const { name, elixir, sentence, text } = fn
  if (spelling === 'typescript')
    return [{ label: name, detail: signatureOf(fn).slice(name.length), info: text || sentence }]
  const names = [...new Set(elixir.map((each) => each.split('/')[0] ?? each))]
  return names.map((label) => ({
    label,
    detail: elixir.map((each) => `/${each.split('/')[1]}`).join(' '),
    info: text || sentence,
  }))
}
