import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compressStaticFiles } from '../../src/server/compress-static-files.mjs'

const PAGE = `<p>${'a page of some length '.repeat(40)}</p>`

let dist = ''
beforeEach(() => (dist = mkdtempSync(join(tmpdir(), 'glasshouse-dist-'))))
afterEach(() => rmSync(dist, { recursive: true }))

function build(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const client = join(dist, name, 'client')
  mkdirSync(client, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(client, file), text)
  return client
}

const unpacked = (client: string) => [
  brotliDecompressSync(readFileSync(join(client, 'a.html.br'))).toString(),
  gunzipSync(readFileSync(join(client, 'a.html.gz'))).toString(),
]

test('a text has two smaller copies beside it, and what gains nothing by it has none', async () => {
  const client = build('one', { 'a.html': PAGE, 'b.html': 'short', 'c.png': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(readdirSync(client)).toEqual(['a.html', 'a.html.br', 'a.html.gz', 'b.html', 'c.png'])
  expect(unpacked(client)).toEqual([PAGE, PAGE])
})

test('what another build has of the same bytes is copied', async () => {
  // Told from what would be made here by how hard it was tried.
  const br = brotliCompressSync(PAGE, { params: {} })
  const gz = gzipSync(PAGE, { level: 1 })
  build('one', { 'a.html': PAGE, 'a.html.br': br, 'a.html.gz': gz })
  const client = build('two', { 'a.html': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(readFileSync(join(client, 'a.html.gz'))).toEqual(gz)
  expect(unpacked(client)).toEqual([PAGE, PAGE])
})

test.for<[what: string, br: Buffer, gz: Buffer]>([
  ['of other bytes', brotliCompressSync('another'), gzipSync('another')],
  ['half written', brotliCompressSync(PAGE).subarray(0, 20), gzipSync(PAGE)],
  ['not there yet', Buffer.alloc(0), Buffer.alloc(0)],
])('what is %s is not', async ([, br, gz]) => {
  build('one', { 'a.html': PAGE, 'a.html.br': br, 'a.html.gz': gz })
  const client = build('two', { 'a.html': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(unpacked(client)).toEqual([PAGE, PAGE])
})
