import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorPages } from '#server/error-page.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasshouse-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function pageOf(template: string, ...words: Parameters<ReturnType<typeof errorPages>>) {
  const file = join(folder, 'error.html')
  await writeFile(file, template)
  return errorPages(file)(...words)
}

describe('errorPages', () => {
  test('has a bare page without a build', () => {
    const page = errorPages(null)(503, 'Try again in a moment.', 'r1')

    expect(page).toContain('<title>503 · Glasshouse</title>')
    expect(page).toContain('<p>Try again in a moment.</p><p>Request r1</p>')
  })

  test('leads to the course, unless it is told a better way', async () => {
    const template = '<a href="%href%">%label%</a>'
    const way = { href: 'http://localhost:4321/lessons?a="b"', label: 'Go on' }

    expect(await pageOf(template, 404, 'Not here.', 'r1')).toBe('<a href="/">To the course</a>')
    expect(await pageOf(template, 421, 'Not here.', 'r1', way)).toContain(
      '<a href="http://localhost:4321/lessons?a=&quot;b&quot;">Go on</a>',
    )
  })

  test('needs no sheet and no picture where the better way is another name of this server', async () => {
    const template = '<link rel="stylesheet" href="/_astro/site.css">%sentence%'
    const way = { href: 'http://localhost:4321/', label: 'Go on' }

    const page = await pageOf(template, 421, 'This server answers elsewhere.', 'r1', way)

    expect(page).toContain('<p>This server answers elsewhere.</p>')
    expect(page).not.toMatch(/<link|<script|<img|src=/)
  })

  test('fills the words in, wherever the page has them', async () => {
    const page = await pageOf('%status% %sentence% %request% %status%', 404, 'Not here.', 'r1')

    expect(page).toBe('404 Not here. r1 404')
  })

  test.for([
    [404, 'There is nothing at this address'],
    [415, 'This request was refused'],
    [500, 'Something broke on our side'],
  ] as const)('has a title for %i', async ([status, title]) => {
    expect(await pageOf('%title%', status, 'A sentence.', 'r1')).toBe(title)
  })

  test('shows markup as text', async () => {
    const page = await pageOf(
      '<p title="%sentence%">%request%',
      400,
      `<img src=x onerror='a("&")'>`,
      '<b>',
    )

    expect(page).toBe(
      '<p title="&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;">&lt;b&gt;',
    )
  })

  test.for(["$'", '$`', '$&', '$1', '$$', '%request%', '%status%'])(
    'takes %s in a sentence for what it says',
    async (sentence) => {
      expect(await pageOf('a %sentence% z', 400, sentence, 'r1')).toBe(
        `a ${sentence.replace('&', '&amp;').replace("'", '&#39;')} z`,
      )
    },
  )

  test('stops the start when the page is missing', () => {
    expect(() => errorPages(join(folder, 'nowhere.html'))).toThrow('ENOENT')
  })
})
