/**
 * Neither the software nor its tests name anything of the course that readers
 * get: a fork writes other lessons, and any lesson may go. What tests need of a
 * course is in `test/a-course`.
 */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CourseReader } from '#course/course-reader.ts'
import { REAL_COURSE } from './support/courses.mjs'

interface Outline {
  readonly paths: readonly string[]
  /** Slugs and ids of lessons and demos. */
  readonly names: readonly string[]
}

function outlineOf(course: CourseReader): Outline {
  const { lessons, demos, parts } = course.read().course
  const slugs = lessons.map(({ path }) => path.replace(/^.*\//, ''))
  const ids = [...lessons, ...demos].map(({ id }) => id)
  return {
    paths: lessons.map(({ path }) => path),
    names: [...new Set([...slugs, ...ids, ...parts.map(({ slug }) => slug)])],
  }
}

const SAFE = (text: string) => text.replaceAll(/[/\\^$*+?.()|[\]{}]/g, '\\$&')

/**
 * How a name would stand in a file. A word says nothing, and two are as a rule
 * the name of something else too: of those an address counts, and a text that
 * is nothing but the name, or a step of it.
 */
function patternsOf({ paths, names }: Outline): readonly RegExp[] {
  const words = (name: string) => name.split('-').length
  const long = names.filter((name) => words(name) > 2)
  const short = names.filter((name) => words(name) === 2)
  return [
    ...paths.map((path) => new RegExp(`(?<![\\w-])${SAFE(path)}(?![\\w-])`)),
    ...long.map((name) => new RegExp(`(?<!\\w)${SAFE(name)}(?![\\w]|-[a-z])`)),
    ...short.map(
      (name) => new RegExp(`(?<=['"\`#]|lessons/)${SAFE(name)}(?=['"\`]|\\.[a-z\\d]\\b)`),
    ),
  ]
}

/** Each line that has such a name: `test/a.test.ts:3 names "a-lesson"`. */
function namedIn(file: string, text: string, patterns: readonly RegExp[]): readonly string[] {
  return text.split('\n').flatMap((line, index) =>
    patterns.flatMap((pattern) => {
      const found = pattern.exec(line)?.[0]
      return found === undefined ? [] : [`${file}:${index + 1} names "${found}"`]
    }),
  )
}

test('no file of src and test names a lesson or a demo of the course that readers get', () => {
  const patterns = patternsOf(outlineOf(new CourseReader(process.cwd(), REAL_COURSE)))
  const files = globSync('{src,test}/**/*.{ts,mjs,astro,css,mdx,yaml,json,jsonl,txt,md}')
  // One pattern of all is quick to say that there is none.
  const any = new RegExp(patterns.map(({ source }) => source).join('|'))

  const found = files
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => any.test(text))
    .flatMap(({ file, text }) => namedIn(file, text, patterns))

  expect(patterns.length).toBeGreaterThan(0)
  // Name one of test/a-course in its place.
  expect(found).toEqual([])
})

describe('a name', () => {
  const patterns = patternsOf({
    paths: ['fruit/plums'],
    names: ['plums', 'ripe-plums', 'plums-of-last-year'],
  })

  test.for([
    "'/lessons/fruit/plums'",
    "open('plums-of-last-year')",
    '[data-trace="recorded-plums-of-last-year-2"]',
    "run(reader, 'plums-of-last-year.2')",
    "post({ lesson: 'ripe-plums' })",
    "run('ripe-plums.3')",
    'a[href="#ripe-plums"]',
  ])('is found in %j', (line) => {
    expect(namedIn('a', line, patterns)).toHaveLength(1)
  })

  test.for([
    "eat('plums')",
    "import { x } from '#app/ripe-plums.ts'",
    'Of ripe-plums nobody eats.',
    "'plums-of-last-year-again'",
    "'stewed-ripe-plums'",
    "'/fruit/plums-and-pears'",
  ])('is not in %j', (line) => {
    expect(namedIn('a', line, patterns)).toEqual([])
  })
})
