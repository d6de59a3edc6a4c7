import { describe, expect, test } from 'vitest'
import { listLessons } from '#course/course.ts'
import { asAtom } from '#site/paper/atom.ts'
import { dayOf, feedOf, MOST_ENTRIES, newestFirst } from '#site/paper/feed.ts'
import { asRss } from '#site/paper/rss.ts'
import { element, htmlElement } from '#site/xml.ts'

const ORIGIN = new URL('https://course.example')
const lessons = listLessons()
const papers = lessons.map((lesson) => ({
  lesson,
  whole: '',
  text: `<p>About ${lesson.id} ]]> &amp; <a href="/lessons">all</a></p>`,
  answers: '<section><h2>Answers</h2></section>',
  words: '',
}))
const feed = feedOf(papers, ORIGIN)

describe('a feed', () => {
  test('holds as many lessons as it may, whole, with their answers', () => {
    expect(feed.entries.length).toBe(Math.min(MOST_ENTRIES, lessons.length))
    for (const { text } of feed.entries)
      expect(text).toContain('<a href="https://course.example/lessons">all</a></p><div><h2>Answers')
  })

  test('names each lesson by its id, wherever it stands', () => {
    const [entry] = feed.entries
    const lesson = lessons.find(({ title }) => title === entry?.title)

    expect(entry?.id).toBe(`tag:course.example,2026:lesson:${lesson?.id}`)
    expect(entry?.href).toBe(`https://course.example${lesson?.href}`)
  })

  test('has the newest first, and of one day the later in the course', () => {
    const of = (id: string, published: string, opens: string | null = null) => ({
      lesson: { id, published, opens },
    })
    const all = [of('a', '2026-01-02'), of('b', '2026-01-02'), of('c', '2026-01-01', '2026-01-03')]

    expect(newestFirst(all).map(({ lesson }) => lesson.id)).toEqual(['c', 'b', 'a'])
    expect(dayOf({ published: '2026-01-02', opens: '2026-01-01' })).toBe('2026-01-02')
  })

  test('without lessons is a feed all the same', () => {
    const empty = feedOf([], ORIGIN)

    expect(asAtom(empty)).toContain('<updated>2026-01-01T00:00:00Z</updated>')
    expect(asRss(empty)).not.toContain('<item>')
  })
})

describe('XML', () => {
  test('has no sign that ends an element, and none that a parser refuses', () => {
    expect(element('a', '<&>"\0\u001B\uFFFE\uD800b', { c: '"<' })).toBe(
      '<a c="&quot;&lt;">&lt;&amp;&gt;&quot;\uFFFDb</a>',
    )
  })

  test('holds HTML to the letter', () => {
    expect(htmlElement('a', '<p>$& ]]> ><</p>')).toBe(
      '<a><![CDATA[<p>$& ]]]]><![CDATA[> ><</p>]]></a>',
    )
  })
})
