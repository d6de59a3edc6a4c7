import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { workerTexts } from '../../src/runner/worker-texts.mjs'

const plugin = workerTexts()
plugin.configResolved({ root: process.cwd() })
const modules: string[] = []
const text = plugin.load.call(
  { addWatchFile: (id: string) => modules.push(id) },
  '\0virtual:glasshouse/worker/prompt',
) as Promise<string>

test('the worker of a prompt has no editor, no parser, no database and nothing of Node in it', async () => {
  await text

  expect(modules.length).toBeGreaterThan(40)
  expect(modules.filter((id) => !id.startsWith('/'))).toEqual([])
  expect(modules.filter((id) => /node_modules|\/src\/(?:repo|app|exercise)\//.test(id))).toEqual([])
})

test('it has no words for a trace, which nobody sees there', async () => {
  await text

  expect(modules.filter((id) => id.endsWith('/src/changeset/rule-words.ts'))).toEqual([])
})

test('it has nothing of the library that asks a repo: the server does', async () => {
  const words = 'Use a schema with a source, or an embedded one with the query option.'

  // The whole text is too long to be printed.
  expect((await text).includes(words)).toBe(false)
})

test('it is small', async () => {
  expect(brotliCompressSync(await text).byteLength / 1_000).toBeLessThan(24)
})
