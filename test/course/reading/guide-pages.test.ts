import { expect, test } from 'vitest'
import { read } from './a-course.ts'

const page = (order: number, body: string) =>
  `---\ntitle: Hosting\nsummary: All that one machine needs.\norder: ${order}\n---\n\n${body}\n`
const told = (files: Readonly<Record<string, string>>) =>
  read(files).mistakes.map(({ file, line, what, write }) => [
    `${file.replace('content/guide/', '')}:${line}`,
    what,
    write,
  ])

test('a guide whose links lead somewhere has no mistake', () => {
  expect(
    told({
      'content/guide/one.md': page(1, 'See [two](/teach/two), [the class](/teach/class).'),
      'content/guide/two.md': page(2, 'See [the lessons](/lessons) and <https://caddyserver.com>.'),
    }),
  ).toEqual([])
})

test('a mistake in it has its line, and stops no lesson', () => {
  const files = { 'content/guide/one.md': page(1, 'See [two](/teach/tow).') }
  expect(told(files)).toEqual([
    ['one.md:7', 'The link leads to /teach/tow, where no page is.', expect.any(String)],
  ])
  expect(read(files).stopped.size).toBe(0)
})

test.each([
  ['no front matter', { 'one.md': '# Hosting\n' }, 'one.md:1', 'It begins without front matter.'],
  [
    'a key that is none',
    { 'one.md': page(1, 'Text.').replace('summary:', 'sumary:') },
    'one.md:3',
    /sumary/,
  ],
  [
    'two with one number',
    { 'one.md': page(1, 'Text.'), 'two.md': page(1, 'Text.') },
    'two.md:4',
    'It is page 1 of the guide, as one.md is.',
  ],
  [
    'another kind of file',
    { 'One Page.txt': 'x' },
    'One Page.txt:1',
    'This is no page of the guide.',
  ],
])('%s is told', (_what, files, place, what) => {
  const inGuide = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`content/guide/${name}`, text]),
  )
  const said = told(inGuide).find(([at]) => at === place)
  expect(said?.[1]).toMatch(what)
})
