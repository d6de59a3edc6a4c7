import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test as base } from 'vitest'
import { KeptFiles } from '#server/kept-files.ts'

const test = base.extend<{ readonly folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'glasshouse-kept-'))
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), name.repeat(10))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

describe('KeptFiles', () => {
  test('opens a file once for all who ask at the same moment', async ({ folder }) => {
    const files = new KeptFiles(100)
    const path = join(folder, 'a')

    const [first, ...others] = await Promise.all([1, 2, 3].map(() => files.read(path)))

    expect(others.every((other) => other === first)).toBe(true)
    expect(first?.content.toString()).toBe('aaaaaaaaaa')
    expect(files.bytes).toBe(10)
  })

  test('drops what nobody has asked for longest', async ({ folder }) => {
    const files = new KeptFiles(20)
    const read = (name: string) => files.read(join(folder, name))
    await read('a')
    await read('b')
    await read('a')
    await read('c')
    await rm(folder, { recursive: true })

    expect((await read('a')).content.toString()).toBe('aaaaaaaaaa')
    await expect(read('b')).rejects.toThrow('ENOENT')
    expect(files.bytes).toBe(20)
  })

  test('gives a file that is larger than all it may keep, and keeps none', async ({ folder }) => {
    const files = new KeptFiles(5)

    expect((await files.read(join(folder, 'a'))).content.byteLength).toBe(10)
    expect(files.bytes).toBe(0)
  })

  test('tries again what could not be read', async ({ folder }) => {
    const files = new KeptFiles(100)
    const path = join(folder, 'late')
    await expect(files.read(path)).rejects.toThrow('ENOENT')
    await writeFile(path, 'here')

    expect((await files.read(path)).content.toString()).toBe('here')
  })
})
