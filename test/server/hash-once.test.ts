import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'
import { hashOnce } from '#server/hash-once.mjs'

const { transform } = hashOnce()
const astro = createRequire(import.meta.url).resolve('astro/package.json')
const file = astro.replace('package.json', 'dist/core/encryption.js')

const transformed = (code: string, error: (message: string) => void) =>
  (transform.handler.call({ error }, code) as { readonly code: string }).code

// What it stands in for, with a hash that counts.
const SLOW = `
  export const asked = []
  async function generateCspDigest(data, algorithm) {
    asked.push(data)
    return algorithm + '-' + data
  }
  export { generateCspDigest }`

interface Hashing {
  readonly asked: readonly string[]
  readonly generateCspDigest: (data: string, algorithm: string) => Promise<string>
}

test('what a page holds of scripts and styles is hashed once', async () => {
  const code = transformed(SLOW, vi.fn())
  const module: string = `data:text/javascript,${encodeURIComponent(code)}`
  const { asked, generateCspDigest } = (await import(/* @vite-ignore */ module)) as Hashing

  const digests = [
    await generateCspDigest('a', 'sha256'),
    await generateCspDigest('a', 'sha256'),
    await generateCspDigest('a', 'sha512'),
    await generateCspDigest('b', 'sha256'),
  ]

  expect(digests).toEqual(['sha256-a', 'sha256-a', 'sha512-a', 'sha256-b'])
  expect(asked).toEqual(['a', 'a', 'b'])
})

test('it finds its place in the Astro that is installed, and ends the build of any other', () => {
  const error = vi.fn()

  transformed(readFileSync(file, 'utf8'), error)
  expect(transform.filter.id.test(file)).toBe(true)
  expect(error).not.toHaveBeenCalled()
  transformed('export const another = 1', error)
  expect(error).toHaveBeenCalledOnce()
})
