/** The room in which a reader's code runs, from inside of it and from other sites. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject } from 'vitest'
import { ConsolePage } from '../support/console-page.ts'
import { test } from '../support/reader.ts'

/** A host that counts what reaches it, and answers whoever asks with a page. */
class Outside {
  readonly asked: string[] = []
  page = '<!doctype html><title>Outside</title>'
  readonly #server: Server

  constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      this.asked.push(url)
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
      response.end(this.page)
    })
  }

  start = () => new Promise<void>((done) => this.#server.listen(0, 'localhost', done))

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

const outside = new Outside()
beforeAll(() => outside.start())
afterAll(() => outside.stop())

describe('a line of TypeScript', () => {
  test('CS1 stays in its browser: the server is told names and plain data', async ({ reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()
    const sent: string[] = []
    reader.page.on('request', (request) => sent.push(request.url(), request.postData() ?? ''))

    await prompt.run(
      `const mine = ['bo', 'example.test'].join('@'); await Accounts.getUserByEmail(mine)`,
    )
    await prompt.run(`Accounts.get_user_by_email(String.downcase("CY@example.test"))`)

    const told = sent.join('\n')
    expect(told).toContain('bo@example.test')
    expect(told).toContain('cy@example.test')
    expect(told).not.toMatch(/join\(|mine|const |downcase|CY@/)
  })
})

describe('the frame', () => {
  test('CS2 is nobody, and knows nothing, in a tab of its own', async ({ reader }) => {
    const { page } = reader
    await page.goto('/users/register')
    await page.goto('/console/frame')

    expect(await page.evaluate(() => self.origin)).toBe('null')
    for (const look of [
      'document.cookie',
      'localStorage.length',
      'indexedDB.open("a")',
      `fetch('${inject('origin')}/sandbox')`,
    ])
      await expect(page.evaluate(look), look).rejects.toThrow(/denied|sandboxed|Failed to fetch/i)
    reader.expectComplaint(/content security policy|Failed to load|sandboxed/i)
  })

  test('CS2 is shown by no other site', async ({ reader }) => {
    const { page } = reader
    reader.expectComplaint(/frame-ancestors|frame|ERR_BLOCKED|ERR_FAILED/i)
    outside.page = `<!doctype html><title>Outside</title><iframe src="${inject('origin')}/console/frame"></iframe>`
    await page.goto(outside.origin, { waitUntil: 'load' })
    await page.waitForTimeout(200)
    const [frame] = page.frames().filter((each) => each !== page.mainFrame())

    expect(await frame?.evaluate(() => document.title).catch(() => 'refused')).not.toBe(
      'Where your code runs',
    )
    outside.page = '<!doctype html><title>Outside</title>'
  })

  test('CS2 hears its page, and no frame beside it', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    await prompt.run('kept = 1')

    await page.evaluate(() => document.body.append(document.createElement('iframe')))
    const sibling = page.frames().find((frame) => frame.url() === 'about:blank')
    await sibling?.evaluate(() => {
      for (let at = 0; at < parent.frames.length; at += 1)
        parent.frames[at]?.postMessage({ type: 'stop' }, '*')
    })

    expect(await prompt.run('kept')).toBe('1')
  })
})

const WAYS_OUT = (away: string) => [
  `await fetch('${away}/out')`,
  `await fetch('${away}/out', { mode: 'no-cors' })`,
  `await new Promise((_, no) => { const x = new XMLHttpRequest(); x.onerror = () => no(new Error('refused')); x.open('GET', '${away}/out'); x.send() })`,
  `importScripts('${away}/out')`,
  `await import('${away}/out')`,
  `await new Promise((_, no) => { const s = new WebSocket('${away.replace('http', 'ws')}/out'); s.onerror = () => no(new Error('refused')) })`,
  `await new Promise((_, no) => { new EventSource('${away}/out').onerror = () => no(new Error('refused')) })`,
  `await new WebTransport('https://${new URL(away).host}/out').ready`,
  `await new Promise((_, no) => { const w = new Worker('${away}/out'); w.onerror = () => no(new Error('refused')) })`,
  `navigator.sendBeacon('${away}/out')`,
  `location.href = '${away}/out'; location.assign('${away}/out')`,
  `open('${away}/out')`,
  `new RTCPeerConnection()`,
  `document.cookie`,
  `localStorage.length`,
  `await new Promise((yes, no) => { const asked = indexedDB.open('a'); asked.onsuccess = yes; asked.onerror = () => no(asked.error) })`,
  `await caches.open('a')`,
  `await navigator.storage.getDirectory()`,
  `parent.document.title`,
  `eval('1')`,
  `new Function('return 1')()`,
  `(async () => {}).constructor('return 1')()`,
  `setTimeout('1'); await new Promise((_, no) => setTimeout(() => no(new Error('nothing ran')), 50))`,
]

describe('the worker', () => {
  test('CS3 has no way out: not to this site, and not to another', async ({ reader }) => {
    reader.expectComplaint(/./)
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    const asked: string[] = []
    await page.context().route('**/*', (route) => {
      asked.push(new URL(route.request().url()).pathname)
      return route.continue()
    })
    outside.asked.length = 0

    for (const away of [inject('origin'), outside.origin])
      for (const attempt of WAYS_OUT(away)) {
        const answer = await prompt.run(attempt)
        expect(answer, attempt).toMatch(/^\*\* \(|^Ended/)
      }

    expect(asked.filter((path) => path === '/out')).toEqual([])
    expect(outside.asked).toEqual([])
    expect(await prompt.run('1 + 1')).toBe('2')
  })

  test('CS3 starts no worker of its own that has one', async ({ reader }) => {
    reader.expectComplaint(/./)
    const prompt = new ConsolePage(reader.page)
    await prompt.open()
    outside.asked.length = 0
    const inner = `onmessage = async () => postMessage(await fetch('${outside.origin}/out').then(() => 'out', () => 'refused'))`
    const line = `const w = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(inner)}]))); await new Promise((yes, no) => { w.onmessage = ({ data }) => yes(data); w.onerror = () => yes('none'); w.postMessage(1) })`

    expect(await prompt.run(line)).toMatch(/^"(?:refused|none)"$|^\*\*/)
    expect(outside.asked).toEqual([])
  })

  test('CS3 puts no markup into the page', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    const markup = '<img src=x onerror="document.title=1"><b>bold</b>'
    for (const line of [
      `'${markup}'`,
      `throw new Error('${markup}')`,
      `throw Object.assign(new Error('x'), { name: '${markup}' })`,
      `({ ['${markup}']: '${markup}' })`,
      `globalThis['${markup}'] = 1; undefinedName`,
    ])
      expect(await prompt.run(line)).toBeTypeOf('string')

    expect(await page.locator('.prompt-log img, .prompt-log b').count()).toBe(0)
    expect(await page.title()).not.toBe('1')
  })

  test('CS3 is believed in nothing that it says', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    // The frame is asked for with the first line, or a little before it.
    await prompt.run('0')
    const asked: string[] = []
    page.on('request', (request) => {
      // A line is a script of its own, which the worker makes.
      if (!request.url().startsWith('blob:')) asked.push(request.url())
    })

    // To the frame and to its page, in the words of the worker.
    for (const said of [
      `{ type: 'call', call: 1, name: 'call', args: [{ name: 'Repo.delete', args: [], spelling: 'elixir' }] }`,
      `{ type: 'done', id: 2, value: { is: 'text', text: 'made up', notes: [], variables: [] } }`,
      `{ type: 'stopped' }`,
      `{ type: 'ready' }`,
    ])
      await prompt.run(`self.postMessage(${said}); 1`)

    expect(asked).toEqual([])
    expect(await prompt.run('1 + 1')).toBe('2')
  })
})

describe('a link', () => {
  const LINE = 'Accounts.register_user(%{})'
  const linked = (line: string) => `/console#line=${Buffer.from(line).toString('base64url')}`

  test('CS4 fills the prompt, and asks nothing of the server until somebody runs it', async ({
    reader,
  }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    const calls: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/console/calls')) calls.push(request.method())
    })
    await page.goto(linked(LINE))
    await prompt.isReady()
    await reader.shows('[data-came]', 'This came with a link. Read it before you run it.')

    expect(await prompt.line.textContent()).toBe(LINE)
    expect(calls).toEqual([])
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([])

    await page.getByRole('button', { name: 'Run' }).click()
    await prompt.entries.first().waitFor()
    expect(calls).toEqual(['POST'])
  })

  test.for([
    ['a line that ends itself', `${LINE}\n`],
    ['a transcript', `iex(1)> ${LINE}\n{:ok, 1}\niex(2)> ${LINE}`],
    ['code of TypeScript', `await Accounts.registerUser({})`],
  ] as const)('CS4 runs nothing by itself: %s', async ([, line], { reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    const posts: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') posts.push(request.url())
    })
    await page.goto(linked(line))
    await prompt.isReady()
    await page.waitForTimeout(300)

    expect([posts, await prompt.entries.count()]).toEqual([[], 0])
  })

  test.for([
    ['is longer than a line may be', linked('a'.repeat(5_000))],
    ['is no text', '/console#line=%ff%fe'],
    ['is no base64', '/console#line=<script>alert(1)</script>'],
  ] as const)('CS4 that %s is no link with a line', async ([, address], { reader }) => {
    const { page } = reader
    await page.goto(address, { waitUntil: 'networkidle' })

    expect(await page.getByRole('button', { name: 'Open the prompt' }).isVisible()).toBe(true)
    expect(await page.locator('.prompt-log > li').count()).toBe(0)
  })
})
