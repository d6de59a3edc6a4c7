import { describe, expect, test } from 'vitest'
import { linksFor } from '#visit/links-for.ts'

const LESSON = 'persons/who-comes-in'

describe('linksFor', () => {
  test('keeps who acts', () => {
    const { to, onward } = linksFor({ persona: 'alice', lesson: null })

    expect(to('/users/log-in')).toBe('/as/alice/users/log-in')
    expect(onward('/users/log-in')).toBe('/as/alice/users/log-in')
  })

  test('brings the lesson along where a redirect or a form leads, and not by a link', () => {
    const { to, onward, fields } = linksFor({ persona: 'you', lesson: LESSON })

    expect(to('/guess')).toBe('/guess')
    expect(onward('/guess')).toBe(`/guess?lesson=${LESSON}`)
    expect(onward('/guess?live=1')).toBe(`/guess?live=1&lesson=${LESSON}`)
    expect(onward('/guess?lesson=other')).toBe('/guess?lesson=other')
    expect(fields).toEqual({ _lesson: LESSON })
  })

  test('knows a lesson that the request says later', () => {
    const locals: { persona: string; lesson: string | null } = { persona: 'you', lesson: null }
    const links = linksFor(locals)
    const before = links.fields

    locals.lesson = LESSON

    expect([before, links.fields]).toEqual([{}, { _lesson: LESSON }])
    expect(links.onward('/')).toBe(`/?lesson=${LESSON}`)
  })
})
