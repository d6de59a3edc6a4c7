import { expect, test } from 'vitest'
import { linksFor } from '#visit/links-for.ts'
import { withMark, withoutMark } from '#visit/cookie-mark.ts'

test.for([
  ['/', '/?cookie=given'],
  ['/scores?page=2', '/scores?page=2&cookie=given'],
  ['/lessons/a/b#top', '/lessons/a/b?cookie=given#top'],
  ['/x?cookie=other', '/x?cookie=other&cookie=given'],
] as const)('the mark of %s is put in once, and taken out', ([plain, marked]) => {
  expect(withMark(plain)).toBe(marked)
  expect(withMark(marked)).toBe(marked)
  expect(withoutMark(marked.replace('#top', ''))).toBe(plain.replace('#top', ''))
})

test('redirects and forms bring it along while it is asked for, links do not', () => {
  const locals = { persona: 'alice', lesson: null, cookieAsked: false }
  const links = linksFor(locals)
  expect([links.onward('/guess'), links.fields]).toEqual(['/as/alice/guess', {}])

  locals.cookieAsked = true

  expect(links.onward('/guess')).toBe('/as/alice/guess?cookie=given')
  expect(links.to('/guess')).toBe('/as/alice/guess')
  expect(links.fields).toEqual({ _cookie: 'given' })
})

test('an address is within the links of whoever it belongs to', () => {
  const [alice, you] = ['alice', 'you'].map((persona) => linksFor({ persona, lesson: null }))

  expect(alice!.within('/as/alice/scores?x=1')).toBe('/scores?x=1')
  expect(alice!.within('/scores')).toBeNull()
  expect(you!.within('/scores')).toBe('/scores')
  expect(you!.within('/as/alice/scores')).toBeNull()
})
