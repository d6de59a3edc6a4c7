import { expect, test } from 'vitest'
import { packed, unpacked } from '#site/search/packed.ts'
import type { SearchRecord } from '#site/search/record.ts'

const RECORD: SearchRecord = {
  ...{ kind: 'lesson', href: '/lessons/a/b#c', title: 'One', place: 'Two', crumb: '1.1' },
  ...{ names: ['First.one', 'first/1'], tags: ['scopes', 'plugs'] },
  ...{ text: 'One line.\n\nAnother.', folded: 'And more.' },
}

/** As Pagefind keeps a text. */
const kept = (record: SearchRecord) => {
  const { content, ...rest } = packed(record)
  return { ...rest, content: content.replaceAll(/\s+/g, ' ').trim() }
}

test.for([
  ['whole', RECORD],
  ['without names', { ...RECORD, names: [], place: '', crumb: '' }],
  ['without tags', { ...RECORD, kind: 'source' as const, tags: [], folded: '' }],
  ['empty', { ...RECORD, names: [], tags: [], text: '', folded: '' }],
] as const)('a record comes back as it was: %s', ([, record]) => {
  expect(unpacked(kept(record))).toEqual(record)
})
