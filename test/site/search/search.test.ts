import { describe, expect, test } from 'vitest'
import type { SearchRecord } from '#site/search/record.ts'
import { Searcher, type Asked } from '#site/search/search.ts'

const RECORD: SearchRecord = {
  kind: 'lesson',
  href: '/lessons/a/b',
  ...{ title: 'A lesson', place: '', crumb: '1.1', text: '', folded: '' },
  ...{ names: [], tags: [] },
}
const NOTHING: Asked = { q: '', kind: null, tag: null }

const RECORDS: readonly SearchRecord[] = [
  {
    ...RECORD,
    ...{ title: 'Who comes in?', text: 'A scope is made.\nIt is small.', tags: ['scopes'] },
  },
  {
    ...RECORD,
    ...{ href: '/lessons/a/b#below', title: 'Who comes in?', place: 'Below the scope' },
    ...{ text: 'Nothing is said.', folded: 'The answer is a lantern.', tags: ['scopes'] },
  },
  {
    ...RECORD,
    ...{ href: '/lessons/a/b#last', title: 'Who comes in?', place: 'The last', text: 'A scope.' },
  },
  {
    ...RECORD,
    ...{ kind: 'term', href: '/glossary#scope', title: 'scope', text: 'who asks.' },
    names: ['MyApp.Scope'],
  },
  {
    ...RECORD,
    ...{ kind: 'function', href: '/source/src/a.ts#L3', title: 'registerUser', crumb: 'Accounts' },
    ...{ text: 'Registers a user.', names: ['register_user/1'] },
  },
  {
    ...RECORD,
    ...{ kind: 'source', href: '/source/src/a.ts', title: 'src/a.ts', crumb: '' },
    text: "import { scope } from './b.ts'\n\nexport function registerUser(\n  scope: Scope,\n) {}",
  },
]
const searcher = new Searcher(RECORDS)
const search = (asked: Partial<Asked>) => searcher.search({ ...NOTHING, ...asked })
const hrefs = (asked: Partial<Asked>) => search(asked).results.map(({ href }) => href)

describe('a search', () => {
  test('puts a name before what is said of it, and a page before a line', () => {
    expect(hrefs({ q: 'scope' })).toEqual([
      '/glossary#scope',
      '/lessons/a/b#below',
      '/lessons/a/b',
      '/source/src/a.ts#L4',
    ])
  })

  test.for(['registerUser', 'registeruser', 'register user', 'register_user', 'register_user/1'])(
    'finds a function by %s',
    (q) => {
      expect(hrefs({ q })[0]).toBe('/source/src/a.ts#L3')
    },
  )

  test('opens a file at the line that declares the name', () => {
    expect(hrefs({ q: 'registerUser', kind: 'source' })).toEqual(['/source/src/a.ts#L3'])
  })

  test('finds all of the words, in whatever order', () => {
    expect(hrefs({ q: 'small who' })).toEqual(['/lessons/a/b'])
  })

  test('finds some of them where nothing has all, and says so', () => {
    const { results, haveSome } = search({ q: 'small elephant' })

    expect(haveSome).toBe(true)
    expect(results.map(({ href }) => href)).toEqual(['/lessons/a/b'])
  })

  test('finds what is folded, and quotes none of it', () => {
    const { results } = search({ q: 'lantern' })

    expect(results.map(({ href }) => href)).toEqual(['/lessons/a/b#below'])
    expect(JSON.stringify(results)).not.toContain('lantern')
  })

  test('shows two places of a page at most', () => {
    expect(hrefs({ q: 'who comes' })).toHaveLength(2)
  })

  test('offers words that are near', () => {
    expect(search({ q: 'skope' })).toMatchObject({ total: 0, near: ['scope'] })
    expect(search({ q: 'regster' }).near).toContain('register')
    expect(search({ q: 'xyzzyxyz' })).toMatchObject({ total: 0, results: [], near: [] })
  })

  test('counts kinds whichever is chosen, and tags whichever is', () => {
    const all = search({ q: 'scope' })
    const some = search({ q: 'scope', kind: 'term' })

    expect(all.kinds).toEqual([
      { name: 'lesson', count: 2 },
      { name: 'term', count: 1 },
      { name: 'source', count: 1 },
    ])
    expect(some.kinds).toEqual(all.kinds)
    expect(some.total).toBe(1)
    expect(search({ q: 'scope', tag: 'scopes' }).tags).toEqual([{ name: 'scopes', count: 2 }])
  })

  test('asks for nothing and is shown nothing; for a tag alone, its lessons', () => {
    expect(search({})).toMatchObject({ total: 0, results: [], kinds: [], tags: [], near: [] })
    expect(search({ q: '?!' })).toMatchObject({ total: 0, results: [] })
    expect(hrefs({ tag: 'scopes' })).toEqual(['/lessons/a/b'])
    expect(hrefs({ kind: 'term' })).toEqual(['/glossary#scope'])
  })

  test('shows nothing that whoever asks may not see, nor a word near to it', () => {
    const one = { ...RECORD, title: 'Lantern', href: '/glossary#lantern', kind: 'term' } as const
    const secret = new Searcher([one])

    expect(secret.search({ ...NOTHING, q: 'lantern' }).total).toBe(1)
    expect(secret.search({ ...NOTHING, q: 'lanterm' }).near).toEqual(['lantern'])
    for (const q of ['lantern', 'lanterm'])
      expect(secret.search({ ...NOTHING, q }, () => false)).toMatchObject({ total: 0, near: [] })
  })

  test('knows no name of what every object has', () => {
    for (const q of ['__proto__', 'constructor', 'hasOwnProperty'])
      expect([q, search({ q, tag: q }).total]).toEqual([q, 0])
  })
})
