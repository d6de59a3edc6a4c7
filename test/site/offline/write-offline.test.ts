import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeOffline } from '../../../src/site/offline/write-offline.mjs'

interface Build {
  readonly id: string
  readonly code: readonly string[]
  readonly page: string
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  mkdirSync(join(folder, '_astro'))
  mkdirSync(join(folder, 'lessons', 'a'), { recursive: true })
  write('offline.html', '<h1>Not kept</h1>')
  write(
    'lessons/a/one.html',
    '<script src="/theme.js"></script><script type="module" src="/_astro/a.1.js"></script>',
  )
  write('_astro/a.1.js', 'import{x}from"./b.2.js";import("./c.3.js");import("./bring-prompt.5.js")')
  write('_astro/b.2.js', 'export const x=import(`./a.1.js`)')
  write('_astro/c.3.js', `import"./d.4.js";${' '.repeat(50_000)}`)
  write('_astro/d.4.js', '')
  write('_astro/bring-prompt.5.js', '')
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const written = () => JSON.parse(readFileSync(join(folder, 'offline.json'), 'utf8')) as Build

test('names the scripts of lessons, and those they may ask for, but no large ones', () => {
  writeOffline(folder, 'the worker')

  expect(written().code).toEqual(['/_astro/a.1.js', '/_astro/b.2.js'])
  expect(readFileSync(join(folder, 'offline.js'), 'utf8')).toBe('the worker')
})

test('takes the page for what is not kept along: it has no address', () => {
  writeOffline(folder, '')

  expect(written().page).toBe('<h1>Not kept</h1>')
  expect(existsSync(join(folder, 'offline.html'))).toBe(false)
})

test('another build has another id, and the same has the same', () => {
  writeOffline(folder, '')
  const { id } = written()
  write('offline.html', '<h1>Not kept</h1>')
  writeOffline(folder, 'another worker')
  expect(written().id).toBe(id)

  write('offline.html', '<h1>Not kept here</h1>')
  writeOffline(folder, '')
  expect(written().id).not.toBe(id)
})
