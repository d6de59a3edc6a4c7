/** What the page’s half of an exercise brings: one grammar, and no more of CodeMirror than it uses. */
import { expect, test } from 'vitest'
import { bundle } from '../../src/runner/worker-texts.mjs'

const packagesIn = async (file: string) => {
  const { modules } = (await bundle(process.cwd(), file)) as { readonly modules: readonly string[] }
  const names = modules.flatMap(
    (id) => /node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//.exec(id)?.groups?.['name'] ?? [],
  )
  return [...new Set(names)].toSorted()
}

test('the editor of an exercise has the grammar of TypeScript, and no list of completions', async () => {
  expect(await packagesIn('test/support/editor-of-exercise.ts')).toEqual([
    '@codemirror/commands',
    '@codemirror/language',
    '@codemirror/state',
    '@codemirror/view',
    '@lezer/common',
    '@lezer/highlight',
    '@lezer/javascript',
    '@lezer/lr',
    '@marijn/find-cluster-break',
    'style-mod',
    'w3c-keyname',
  ])
})

test('the prompt has both grammars, and completes', async () => {
  expect(await packagesIn('test/support/editor-of-prompt.ts')).toEqual(
    expect.arrayContaining(['@codemirror/autocomplete', '@lezer/javascript', 'lezer-elixir']),
  )
})
