import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { writeIndex } from '#site/search/write-index.mjs'
import type { SearchRecord } from '#site/search/record.ts'

const RECORD: SearchRecord = {
  ...{
    kind: 'term',
    href: '/glossary#plug',
    title: 'plug',
    place: '',
    crumb: '',
    text: 'Passes on.',
  },
  ...{ names: ['Plug'], tags: [], folded: '' },
}
const LIST = { records: [RECORD], index: 'abc', language: 'en' }

const builds = mkdtempSync(join(tmpdir(), 'search-'))
const folder = (build: string) => join(builds, build, 'client')
afterAll(() => rmSync(builds, { recursive: true }))

const filesOf = (build: string) => globSync('pagefind/abc/**/*.*', { cwd: folder(build) }).sort()

test('an index is written, without boxes that nobody shows', async () => {
  expect(await writeIndex(folder('one'), LIST)).toBeNull()

  expect(filesOf('one')).toContain('pagefind/abc/pagefind.js')
  expect(filesOf('one').filter((file) => file.endsWith('.pf_fragment'))).toHaveLength(1)
  expect(filesOf('one').filter((file) => /-ui|highlight|\.css$/.test(file))).toEqual([])
})

test('one that another build has made of the same list is copied', async () => {
  // Made of nothing it would have no piece.
  expect(await writeIndex(folder('two'), { ...LIST, records: [] })).toBeNull()

  expect(filesOf('two')).toEqual(filesOf('one'))
})

test('where Pagefind has no program there is none, and somebody is told', async () => {
  vi.stubEnv('npm_config_arch', 'abacus')
  const why: unknown = await writeIndex(folder('three'), { ...LIST, index: 'other' })
  vi.unstubAllEnvs()

  expect(why).toContain('abacus')
  expect(existsSync(join(folder('three'), 'pagefind'))).toBe(false)
})
