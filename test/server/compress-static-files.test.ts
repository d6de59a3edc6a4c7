import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib'
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

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown
const listOf = (client: string) => join(client, '../compressed.json')

/** Has a build made, and gives its copies marks by which they are known: no library makes them. */
async function made(files: Readonly<Record<string, string>>): Promise<string> {
  const client = build('one', files)
  await compressStaticFiles(`${client}/`)
  for (const name of readdirSync(client).filter((each) => /\.(?:br|gz)$/.test(each)))
    writeFileSync(join(client, name), Buffer.alloc(statSync(join(client, name)).size, '-'))
  return client
}

const isTaken = (client: string, file: string) =>
  ['.br', '.gz'].map((end) => /^-+$/.test(readFileSync(join(client, file + end), 'utf8')))

test('what another build has of the same bytes is linked, wherever it stands', async () => {
  const one = await made({ 'a.html': PAGE })
  const client = build('two', { 'b.html': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(isTaken(client, 'b.html')).toEqual([true, true])
  expect(statSync(join(client, 'b.html.br')).ino).toBe(statSync(join(one, 'a.html.br')).ino)
})

test('a third build takes it from the second when the first is gone', async () => {
  const one = await made({ 'a.html': PAGE })
  await compressStaticFiles(build('two', { 'a.html': PAGE }))
  rmSync(join(one, '..'), { recursive: true })
  const client = build('three', { 'a.html': PAGE })

  await compressStaticFiles(client)

  expect(isTaken(client, 'a.html')).toEqual([true, true])
})

test('what is of other bytes is not', async () => {
  await made({ 'a.html': PAGE.replace('page', 'PAGE') })
  const client = build('two', { 'a.html': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(unpacked(client)).toEqual([PAGE, PAGE])
})

test.for<[what: string, spoil: (client: string) => void]>([
  ['cut off', (client) => writeFileSync(join(client, 'a.html.gz'), '-')],
  ['gone', (client) => rmSync(join(client, 'a.html.gz'))],
  ['on no list, as in a build that is being made', (client) => rmSync(listOf(client))],
  ['on half a list', (client) => writeFileSync(listOf(client), '{"')],
])('what is %s is not, and stays as it is', async ([, spoil]) => {
  const one = await made({ 'a.html': PAGE })
  spoil(one)
  const before = readFileSync(join(one, 'a.html.br'))
  const client = build('two', { 'a.html': PAGE })

  await compressStaticFiles(`${client}/`)

  expect(unpacked(client)).toEqual([PAGE, PAGE])
  expect(readFileSync(join(one, 'a.html.br'))).toEqual(before)
})

test('a lesson is made as small as it can be, and a page for few is made fast', async () => {
  const text = readFileSync('src/server/front.ts', 'utf8')
  const sizeAt = (quality: number) =>
    brotliCompressSync(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
      },
    }).byteLength
  const files = ['lessons/a.html', 'source/a.html', 'recordings/a.html', 'decisions.html']
  const client = build('one', {})
  for (const file of files) {
    mkdirSync(dirname(join(client, file)), { recursive: true })
    writeFileSync(join(client, file), text)
  }

  await compressStaticFiles(client)

  expect(files.map((file) => statSync(join(client, `${file}.br`)).size)).toEqual(
    [11, 5, 5, 11].map(sizeAt),
  )
  // What was made fast for one page is not what another one is given.
  expect(Object.keys(readJson(listOf(client)) as object)).toHaveLength(2)
})
