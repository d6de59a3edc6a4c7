import { expect, test } from 'vitest'
import { highlightListing } from '../../../src/course/listing/highlight.ts'
import { cutListing } from '#course/listing.ts'

const SOURCE = `const text = \`
  // #region inside
  const notCode = 1
  // #endregion inside
\`
// #region code
const code = '<b>'
// #endregion code
`

const html = (cut: Parameters<typeof cutListing>[1]) =>
  highlightListing('src/a.ts', cutListing(SOURCE, cut))

test('a listing is one line each, with the number it has in the file', async () => {
  expect(await html({ region: 'code', mark: 'code' })).toBe(
    '<pre class="shiki glasshouse" tabindex="0" translate="no"><code><span class="line marked" data-line="7">' +
      '<span class="sh-keyword">const</span><span class="sh-constant"> code</span>' +
      '<span class="sh-keyword"> =</span><span class="sh-string-expression"> \'&#x3C;b>\'</span>' +
      '</span></code></pre>',
  )
})

test('a listing has classes and no style, which the content security policy would refuse', async () => {
  expect(await html({ lines: '1-8' })).not.toContain('style=')
})

test('what stands before a region decides what its first line means', async () => {
  expect(await html({ region: 'inside' })).toContain(
    '<span class="sh-string-expression">const notCode = 1</span>',
  )
})

test('between two regions a line without a number says that something is left out', async () => {
  const text = (await html({ region: 'inside, code' })).replaceAll(
    /<(?!span class="line)[^>]*>/g,
    '',
  )

  expect(text).toBe(
    '<span class="line" data-line="3">  const notCode = 1\n' +
      '<span class="line muted">…\n' +
      '<span class="line" data-line="7">const code = \'&#x3C;b>\'',
  )
})
