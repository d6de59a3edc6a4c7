/** The crawl itself: what it must find, or nothing that it says can be believed. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { crawl, type Crawled } from '../support/crawl.ts'

const SITE: Readonly<Record<string, string>> = {
  '/': `<a href="/two#there">2</a> <a href='/two'>single</a> <a href="/gone?a=1&amp;b=2">3</a>
    <a href="https://other.example/">out</a> <a href="mailto:ana@example.test">mail</a>
    <!-- <a href="/in-a-comment">4</a> --> <script>const a = '<a href="/in-a-script">'</script>
    <form action="/search"><input name="q"></form> <form method="post" action="/act"></form>
    <a title="a > b" href="relative">5</a>`,
  '/two': '<h1 id="here">Two</h1> <a href="/two#nowhere">x</a> <a href="#here">y</a>',
  '/relative': '',
  '/search': '',
  '/orphan': '',
}

let server: Server
let site: Crawled

beforeAll(async () => {
  server = createServer((request, response) => {
    const text = SITE[request.url ?? '']
    response.statusCode = text === undefined ? 404 : 200
    response.setHeader('content-type', 'text/html').end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('It listens nowhere.')
  site = await crawl(`http://127.0.0.1:${address.port}`)
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

test('opens what is linked, and nothing that a page only writes about', () => {
  expect([...site.pages.keys()].sort()).toEqual([
    '/',
    '/gone?a=1&b=2',
    '/relative',
    '/search',
    '/two',
  ])
})

test('tells of a page and of a place that are not there', () => {
  expect(site.broken).toEqual([
    '/ → /gone?a=1&b=2: it answers 404',
    '/ → /two#there: nothing there has that id',
    '/two → /two#nowhere: nothing there has that id',
  ])
})
