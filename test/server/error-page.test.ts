import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorPages } from '#server/error-page.ts'

const COURSE = { href: '/', label: 'To the course' }

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
  test('has a page of its own without a build', () => {
    const page = errorPages(null)(503, 'Try again in a moment.', 'r1', COURSE)

    expect(page).toContain('<title>503 · Glasshouse</title>')
    expect(page).toContain('<p class="lead">Try again in a moment.</p>')
    expect(page).toContain('<a href="/">To the course</a>')
  })

  test('needs no sheet, script or picture where the better way is another name of this server', async () => {
    const template = '<link rel="stylesheet" href="/_astro/site.css">%sentence%'
    const way = { href: 'http://localhost:4321/lessons?a="b"', label: 'Go on' }

    const page = await pageOf(
      template,
      421,
      'This server answers elsewhere. Go on there.',
      'r1',
      way,
    )

    expect(page).toContain('<p class="lead">This server answers elsewhere. Go on there.</p>')
    expect(page).toContain('<a href="http://localhost:4321/lessons?a=&quot;b&quot;">Go on</a>')
    expect(page).not.toMatch(/<script|<img|src=|href="\//)
  })

  test('fills the words in, wherever the page has them', async () => {
    const page = await pageOf('%status% %sentence% %status%', 404, 'Not here.', 'r1', COURSE)

    expect(page).toBe('404 Not here. 404')
  })

  test('has the button that its sentence speaks of', async () => {
    const way = { href: '/users/log-in?a="b"', label: 'A & B' }

    const page = await pageOf('<a href="%href%">%label%</a>', 429, 'A sentence.', 'r1', way)

    expect(page).toBe('<a href="/users/log-in?a=&quot;b&quot;">A &amp; B</a>')
  })

  test.for([
    [404, ''],
    [429, ''],
    [500, '<p class="error-number">Request <code translate="no">r1</code></p>'],
    [503, '<p class="error-number">Request <code translate="no">r1</code></p>'],
  ] as const)('tells the number of a request of %i: %j', async ([status, number]) => {
    expect(await pageOf('%request%', status, 'A sentence.', 'r1', COURSE)).toBe(number)
  })

  test.for([
    [404, 'There is nothing at this address'],
    [410, 'This is gone'],
    [415, 'This request was refused'],
    [500, 'Something broke on our side'],
    [507, 'Nothing more can be kept'],
  ] as const)('has a title for %i', async ([status, title]) => {
    expect(await pageOf('%title%', status, 'A sentence.', 'r1', COURSE)).toBe(title)
  })

  test('draws the house, with the place of the failure', async () => {
    expect(await pageOf('%picture%', 404, 'A sentence.', 'r1', COURSE)).toMatch(
      /^<svg .*aria-label="The way leads beside the house, where there is no room\.">.*<\/svg>$/,
    )
  })

  test('shows markup as text', async () => {
    const page = await pageOf(
      '<p title="%sentence%">%request%',
      500,
      `<img src=x onerror='a("&")'>`,
      '<b>',
      COURSE,
    )

    expect(page).toContain(
      '<p title="&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt; Try again',
    )
    expect(page).toContain('<code translate="no">&lt;b&gt;</code>')
  })

  test.for(["$'", '$`', '$&', '$1', '$$', '%request%', '%status%'])(
    'takes %s in a sentence for what it says',
    async (sentence) => {
      expect(await pageOf('a %sentence% z', 400, sentence, 'r1', COURSE)).toBe(
        `a ${sentence.replace('&', '&amp;').replace("'", '&#39;')} z`,
      )
    },
  )

  test('stops the start when the page is missing', () => {
    expect(() => errorPages(join(folder, 'nowhere.html'))).toThrow('ENOENT')
  })
})
