import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { files, readSource } from 'virtual:glasshouse/sources'
import { readSource as readTraced } from 'virtual:glasshouse/traced-sources'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isSourceText, sourceTexts } from '#course/source-texts.mjs'

const ALL = 'virtual:glasshouse/sources'
const TRACED = 'virtual:glasshouse/traced-sources'
const FILES = [
  'content/lessons/01-a/01-b/index.mdx',
  'content/lessons/01-a/01-b/twins.ts',
  'migrations/site/one.ts',
  'src/.hidden.ts',
  'src/app/a.ts',
  'src/app/a.ts~',
  'src/site/A.astro',
  'src/tasks/t.mjs',
]
const ONCE = { mode: 'build', name: 'prerender' }
const OF_SERVER = { mode: 'build', name: 'ssr' }

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glasshouse-sources-'))
  for (const file of FILES) {
    mkdirSync(join(root, dirname(file)), { recursive: true })
    writeFileSync(join(root, file), `// ${file}`)
  }
})
afterEach(() => rmSync(root, { recursive: true }))

interface Texts {
  readonly files: readonly string[]
  readonly readSource: (file: string) => Promise<string | null>
}

const codeOf = (name: string, environment: object) =>
  sourceTexts(name, { root, content: 'content' }, environment)

async function fromDisk(name: string): Promise<Texts> {
  const file = join(root, 'module.mjs')
  writeFileSync(file, codeOf(name, ONCE))
  return (await import(file)) as Texts
}

describe('where a page is built once', () => {
  test('there is every text that a page may show, in order, and nothing that was left behind', async () => {
    expect((await fromDisk(ALL)).files).toEqual([
      'content/lessons/01-a/01-b/twins.ts',
      'migrations/site/one.ts',
      'src/app/a.ts',
      'src/site/A.astro',
      'src/tasks/t.mjs',
    ])
  })

  test('each is read when it is asked for, and no other file is', async () => {
    const { readSource } = await fromDisk(ALL)
    writeFileSync(join(root, 'src/app/a.ts'), 'of now')

    expect(await readSource('src/app/a.ts')).toBe('of now')
    expect(await readSource('content/lessons/01-a/01-b/index.mdx')).toBeNull()
    expect(await readSource('src/../module.mjs')).toBeNull()
  })

  test('none is a module', () => {
    expect(codeOf(ALL, ONCE)).not.toContain('?raw')
  })
})

test('a server has each of those that a step names as it was built', () => {
  const modules = [...codeOf(TRACED, OF_SERVER).matchAll(/import\("(?<path>[^"]*)"\)/g)]

  expect(modules.map(({ groups }) => groups?.['path']?.slice(root.length + 1))).toEqual([
    'content/lessons/01-a/01-b/twins.ts?raw',
    'migrations/site/one.ts?raw',
    'src/app/a.ts?raw',
  ])
})

test('elsewhere a text is that of the file as well', async () => {
  const file = 'src/router.ts'

  expect(files).toContain(file)
  expect(await readSource(file)).toBe(readFileSync(file, 'utf8'))
  expect(await readTraced(file)).toBe(readFileSync(file, 'utf8'))
  expect(await readTraced('src/site/page.ts')).toBeNull()
  expect(await readSource('toString')).toBeNull()
})

test('a file that comes is told from one that is no text', () => {
  expect(isSourceText(TRACED, 'src/app/new.ts', 'content')).toBe(true)
  expect(isSourceText(TRACED, 'src/site/new.ts', 'content')).toBe(false)
  expect(isSourceText(ALL, 'src/site/new.ts', 'content')).toBe(true)
  expect(isSourceText(ALL, 'test/a-course/lessons/a/b/twins.ts', 'test/a-course')).toBe(true)
})
