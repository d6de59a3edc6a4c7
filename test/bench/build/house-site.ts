/**
 * This project with many lessons: its sources and the course of the tests in a
 * folder of their own, so that a build without anything kept takes nothing from
 * the builds that are here.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ROOT } from '../../../src/tasks/run.mjs'
import { TEST_COURSE } from '../../support/courses.mjs'
import { copiedLesson, folderOf, plainLesson, type Files } from './lessons.ts'
import type { Site } from './measure-build.ts'

// Elsewhere: beside this one, its types would be checked as well.
const FOLDER = join(tmpdir(), `glasshouse-bench-${process.pid}`)
const SOURCES = [
  ...['src', 'migrations', 'public', 'astro.config.mjs', 'tsconfig.json'],
  ...['package.json', 'package-lock.json'],
]
/** With demos and recordings, and nothing that is made for one place in the course. */
const ORIGINALS = ['01-persons/01-who-comes-in', '05-letters/14-an-open-page']

export function houseSite(count: number, kind: 'plain' | 'with demos'): Site {
  const originals = ORIGINALS.map((folder) =>
    readLesson(join(ROOT, TEST_COURSE, 'lessons', folder)),
  )
  const write = (number: number, more = '') => {
    const original = originals[number % originals.length]
    const isPlain = kind === 'plain' || original === undefined
    const files = isPlain ? plainLesson(number, more) : copiedLesson(original, number, more)
    writeLesson(number, files)
  }
  return {
    begin: () => {
      rmSync(FOLDER, { recursive: true, force: true })
      for (const name of SOURCES) cpSync(join(ROOT, name), join(FOLDER, name), { recursive: true })
      cpSync(join(ROOT, TEST_COURSE), join(FOLDER, TEST_COURSE), { recursive: true })
      linkPackages()
      for (let number = 1; number <= count; number += 1) write(number)
    },
    change: (more) => write(1, more),
    end: () => rmSync(FOLDER, { recursive: true, force: true }),
    command: [process.execPath, 'src/tasks/build.mjs'],
    folder: FOLDER,
    env: { CONTENT_DIR: TEST_COURSE },
  }
}

/** Each by a link, and what a build keeps beside them is not linked. */
function linkPackages(): void {
  const packages = join(FOLDER, 'node_modules')
  mkdirSync(packages)
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const isKept = name.startsWith('.') && name !== '.bin' && name !== '.package-lock.json'
    if (!isKept) symlinkSync(join(ROOT, 'node_modules', name), join(packages, name))
  }
}

function readLesson(folder: string): Files {
  const names = readdirSync(folder)
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

function writeLesson(number: number, files: Files): void {
  const id = /^id: (?<id>.*)$/m.exec(files['index.mdx'] ?? '')?.groups?.['id']
  const folder = join(FOLDER, TEST_COURSE, 'lessons', folderOf(number, id))
  mkdirSync(folder, { recursive: true })
  const part = basename(dirname(folder)).slice('11-'.length)
  const words = `title: Part ${part}\nsummary: Lessons that were made for a benchmark.\n`
  writeFileSync(join(dirname(folder), 'part.yaml'), words)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
}
