import { describe, expect, test } from 'vitest'
import { HttpBrowser } from '../support/http-browser.ts'

const LESSON = 'persons/yours-and-mine'

const press = (browser: HttpBrowser, act: string, step: number) =>
  browser.post('/acts', { act, step: String(step), _lesson: LESSON })

const FRAGMENT = { 'glasshouse-fragment': 'stage' }

async function withTwoRuns() {
  const browser = new HttpBrowser()
  await press(browser, 'two-lists', 1)
  await press(browser, 'two-lists', 2)
  return browser
}

describe('two runs beside each other', () => {
  test('are a page, with both ends, one list and one query', async () => {
    const browser = await withTwoRuns()

    const { status, text } = await browser.get('/sandbox/runs/2/with/1')

    expect(status).toBe(200)
    expect(text).toContain('20 steps, 5 differ')
    expect(text.match(/class="strip" data-end="answered"/g)).toHaveLength(2)
    // Two lines in each house: the one beside the list, and those of two widths of phones.
    expect(text.match(/class="house-line"/g)).toHaveLength(2 * 3)
    expect(text).toMatch(/Ana[\s\S]+\?1 = <mark>1<\/mark>[\s\S]+Bo[\s\S]+\?1 = <mark>2<\/mark>/)
    expect(text).toContain('Close compare')
  })

  test('are answered to a stage in pieces, one for each place', async () => {
    const browser = await withTwoRuns()

    const { text } = await browser.get('/sandbox/runs/2/with/1', FRAGMENT)

    const targets = [...text.matchAll(/<glass-fragment target="([^"]+)"/g)].map(([, to]) => to)
    expect(targets).toEqual([
      ...['strip', 'house', 'list', 'foot', 'data', 'connected', 'pages', 'bar', 'layers'],
    ])
  })

  test('stand in the same order, whichever is named first', async () => {
    const browser = await withTwoRuns()

    const rowsAt = async (path: string) => (await browser.getJson(path)).json

    expect(await rowsAt('/sandbox/runs/1/with/2')).toMatchObject({ steps: 20, differ: 5 })
    const { text } = await browser.get('/sandbox/runs/1/with/2')
    expect(text).toMatch(/run 1 of 2[\s\S]+run 2 of 2/)
  })

  test('change nothing, and are no run', async () => {
    const browser = await withTwoRuns()
    const before = (await browser.getJson('/sandbox/runs')).text

    await browser.get('/sandbox/runs/2/with/1')

    expect((await browser.getJson('/sandbox/runs')).text).toBe(before)
  })
})

describe('a run that leaked', () => {
  test('stands beside what was recorded with the scope, its missing words struck through', async () => {
    const browser = new HttpBrowser()
    const { text: leaked } = await press(browser, 'open-shelves', 2)
    const href = '/sandbox/runs/1/with/two-lists.3'
    expect(leaked).toContain(`href="${href}"`)

    const { status, text } = await browser.get(href)

    expect(status).toBe(200)
    expect(text).toContain('<del>"user_id"</del>'.replaceAll('"', '&quot;'))
    expect(text).toContain('⚠ Ana’s')
  })

  test('stands beside no other recording', async () => {
    const browser = new HttpBrowser()
    await press(browser, 'open-shelves', 2)

    const { status } = await browser.get('/sandbox/runs/1/with/two-lists.1')

    expect(status).toBe(404)
  })
})

test.for([
  ...['1/with/1', '3/with/1', '1/with/3', '0/with/1', '-1/with/1', '01/with/2', '1e0/with/2'],
  ...[
    '1/with/__proto__',
    '__proto__/with/1',
    '1/with/constructor.1',
    '1/with/%00',
    '1/with/..%2f..',
  ],
  ...[`${'9'.repeat(400)}/with/1`, '1/with/two-lists.3', `1/with/${'a'.repeat(400)}`],
])('%s names no two runs', async (path) => {
  const browser = await withTwoRuns()

  const { status, text } = await browser.get(`/sandbox/runs/${path}`)

  expect([400, 404]).toContain(status)
  expect(text).not.toContain('compare-cell')
})

test.for(['-1', '99', '1e9', "1' or 1", '__proto__', '9'.repeat(40)])(
  'a row %s that is not there shows the first query that differs',
  async (row) => {
    const browser = await withTwoRuns()

    const { status, text } = await browser.get(
      `/sandbox/runs/2/with/1?row=${encodeURIComponent(row)}`,
    )

    expect(status).toBe(200)
    expect(text).toContain('<mark>2</mark>')
  },
)

test('nobody sees the runs of somebody else', async () => {
  await withTwoRuns()
  const stranger = new HttpBrowser()
  await press(stranger, 'two-lists', 1)

  expect((await stranger.get('/sandbox/runs/2/with/1')).status).toBe(404)
})
