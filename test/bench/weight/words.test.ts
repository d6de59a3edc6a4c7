import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

test('wordsOf keeps the words and the code of a lesson, and leaves its elements out', () => {
  const mdx = [
    ...['---', 'id: a', 'title: Who?', '---', '', '<Demo id="d" />', ''],
    ...['<After demo="d" step="1">', '', 'It has a <Term word="scope" />.', '', '</After>', ''],
    ...['<Source', '  file="src/a.ts"', '  region="one"', '>', '', '```elixir', ':ok', '```', ''],
    ...['</Source>', ''],
  ].join('\n')
  const source = 'let b\n// #region one\nconst a = 1\n// #endregion one\n'

  expect(wordsOf(mdx, (file) => (file === 'src/a.ts' ? source : '')).split('\n')).toEqual([
    ...['---', 'title: Who?', '---', '', 'It has a scope.', ''],
    ...['```ts', 'const a = 1', '```', '', '```elixir', ':ok', '```', ''],
  ])
})
