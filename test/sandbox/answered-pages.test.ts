import { expect, test } from 'vitest'
import { AnsweredPages } from '#sandbox/answered-pages.ts'

const page = (title: string) => ({ title, html: `<p>${title}</p>` })

test('the newest pages are kept, and the oldest falls out', () => {
  const pages = new AnsweredPages()
  for (let run = 0; run <= AnsweredPages.capacity; run++) pages.keep(`t${run}`, page(`${run}`))
  expect(pages.get('t0')).toBeNull()
  expect(pages.get('t1')).toEqual(page('1'))
  expect(pages.get(`t${AnsweredPages.capacity}`)?.title).toBe(`${AnsweredPages.capacity}`)
})

test('a page that is drawn again takes no second place', () => {
  const pages = new AnsweredPages()
  pages.keep('first', page('first'))
  for (let time = 0; time < 20; time++) pages.keep('again', page(`${time}`))
  expect(pages.get('first')).not.toBeNull()
  expect(pages.get('again')?.title).toBe('19')
})

test('a page that is too long is not kept', () => {
  const pages = new AnsweredPages()
  pages.keep('long', { title: 'Long', html: 'x'.repeat(AnsweredPages.longest + 1) })
  expect(pages.get('long')).toBeNull()
})

test('pages of some traces come along', () => {
  const [before, after] = [new AnsweredPages(), new AnsweredPages()]
  before.keep('kept', page('kept'))
  before.keep('left', page('left'))
  after.takeAlong(before, ['kept', 'never'])
  expect(after.get('kept')).toEqual(page('kept'))
  expect(after.get('left')).toBeNull()
})
