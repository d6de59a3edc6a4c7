/** What holds for every lesson in `content/`. A new one is found and tested without a line here. */
import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { load } from 'js-yaml'
import type { MdastNode } from 'satteri'
import { describe, expect, test } from 'vitest'
import { emailChangeset, users } from '#app/accounts/user.ts'
import { CourseReader } from '#course/course-reader.ts'
import { actsOf } from '#course/lesson-markdown.ts'
import { isElement, nodesIn, parseMdx } from '#course/mdx.ts'
import { referencesIn } from '#course/references.ts'
import { putAction } from '#changeset/changeset.ts'
import { inspectLines } from '#changeset/inspect.ts'
import { build } from '#changeset/schema.ts'
import { cutListing } from '#course/listing.ts'

// Beside a stage, a listing is as wide as this; what is wider is scrolled.
const WIDE_COLUMNS = 58
const MOST_COLUMNS = 72
const MOST_LINES = 12
// Of these the parts are words of one line.
const ONE_LINE = ['paragraph', 'heading', 'emphasis', 'strong', 'link', 'mdxJsxTextElement']
const LANGUAGES = ['elixir', 'json', 'ts', 'js', 'sql', 'sh', 'http']

const course = new CourseReader(process.cwd())
const lessons = globSync('content/lessons/*/*/index.mdx')
  .sort()
  .map((file) => ({ file, ...partsOf(readFileSync(file, 'utf8')) }))

test('every listing and demo of the course is there, and every file fits its schema', () => {
  expect(() => course.checkCourse()).not.toThrow()
})

test('every value that a lesson quotes is in its recordings', () => {
  expect(() => course.checkQuotations()).not.toThrow()
})

describe.for(lessons)('$file', ({ file, text, tree, prose, fences }) => {
  test('says what it says in 120 to 600 words', () => {
    const { length } = prose.split(/\s+/).filter((word) => /\w/.test(word))

    expect(length).toBeGreaterThanOrEqual(120)
    expect(length).toBeLessThanOrEqual(600)
  })

  test('does not say that anything is easy', () => {
    expect(prose.match(/\b(?:simply|just|easy|easily|obviously|of course)\b/gi) ?? []).toEqual([])
  })

  test('has a demo before its first listing', () => {
    const shown = referencesIn(text).find(({ name }) => name === 'Demo' || name === 'Source')

    expect(shown?.name).toBe('Demo')
  })

  test('names no two of its checks alike: progress knows them by that', () => {
    const ids = demosOf(file).flatMap(({ checks = [] }) => checks.map(({ id }) => id))

    expect(ids).toEqual([...new Set(ids)])
  })

  test('begins an act with a break before every further demo', () => {
    const demosOf = (act: readonly MdastNode[]) =>
      act.flatMap((node) => [...nodesIn(node)]).filter((node) => isNamed(node, 'Demo'))

    expect(actsOf(tree).filter((act) => demosOf(act).length > 1)).toEqual([])
  })

  test('begins with a question of another lesson, and ends with a task and a question from memory', () => {
    const references = referencesIn(text)
    const recalls = references.filter(({ name }) => name === 'Recall')
    const own = recalls.map(({ attributes }) => attributes['id'])
    const headings = tree.children.filter(({ type }) => type === 'heading')
    const turn = headings.findIndex((heading) => wordsIn(heading) === 'Your turn')

    expect(references[0]?.name).toBe('Recall')
    expect(references.at(-1)?.name).toBe('Recall')
    expect(own).toHaveLength(2)
    expect(own.at(-1)).toMatch(/\.a$/)
    expect(turn).toBe(headings.length - 1)
  })

  test('has one task that no button does, and asks for it', () => {
    const tasks = demosOf(file).flatMap(({ id: demo, checks = [] }) =>
      checks.filter(({ alone }) => alone).map(({ id }) => ({ demo, id })),
    )
    const asked = referencesIn(text).filter(({ name }) => name === 'Alone')

    expect(tasks).toHaveLength(1)
    expect(asked.map(({ attributes }) => attributes)).toEqual(tasks)
  })

  test('has one button for each step', () => {
    const demos = demosOf(file)
    // Time that passes is no deed: the step after it takes it along.
    const steps = demos.flatMap(({ id, steps }) =>
      steps.flatMap(({ does }, index) => (does === 'clock' ? [] : [`${id}.${index + 1}`])),
    )
    const buttons = referencesIn(text).flatMap(({ name, attributes }) => {
      const { demo = '', step = '', id } = attributes
      if (name === 'Run') return [`${demo}.${step}`]
      if (name !== 'Predict') return []
      const asked = demos.find((one) => one.id === demo)?.predictions?.find((one) => one.id === id)
      return [asked?.step, asked?.again].filter(Boolean).map((number) => `${demo}.${number}`)
    })

    expect(buttons.toSorted()).toEqual(steps.toSorted())
  })

  test('asks in turn: what explains a step comes after its button', () => {
    const demos = demosOf(file)
    const seen = new Set<string>()
    const early: string[] = []
    for (const { name, attributes, line } of referencesIn(text)) {
      const { demo = '', step = '', id } = attributes
      if (name === 'Run') seen.add(`${demo}.${step}`)
      if (name === 'Predict') {
        const asked = demos
          .find((one) => one.id === demo)
          ?.predictions?.find((one) => one.id === id)
        seen.add(`${demo}.${asked?.step}`)
      }
      if (name === 'After' && !seen.has(`${demo}.${step}`)) early.push(`${line}: ${demo}.${step}`)
    }

    expect(early).toEqual([])
  })

  test('names addresses of example.test only, and not as links', () => {
    const demos = readFileSync(`${dirname(file)}/demos.yaml`, 'utf8')
    const addresses = (text + demos).match(/[\w.+-]+@[\w-]+\.\w+/g) ?? []

    expect(addresses.filter((address) => !/@example\.test$/i.test(address))).toEqual([])
    // Markdown makes a link of an address that is not code.
    expect(prose.match(/\w@\w/g) ?? []).toEqual([])
  })

  test('writes code in known languages and narrow enough for a phone', () => {
    expect(fences.map(({ language }) => language).filter((l) => !LANGUAGES.includes(l))).toEqual([])
    expect(tooWide(fences.flatMap(({ code }) => code.split('\n')))).toEqual([])
  })

  test('shows lines of the source that fit beside a stage', () => {
    const shown = listingsIn(text)
    for (const { line, text } of shown.filter(({ text }) => text.length > WIDE_COLUMNS))
      console.warn(`${line} has ${text.length} columns, and ${file} shows it: ${WIDE_COLUMNS} fit.`)

    expect(shown.filter(({ text }) => text.length > MOST_COLUMNS)).toEqual([])
  })

  test('cuts its listings to what the paragraph speaks of', () => {
    const long = listingLengths(text).filter(({ lines }) => lines > MOST_LINES)

    expect(long).toEqual([])
  })
})

test('the lesson on invalid users quotes the changeset that an empty address makes', async () => {
  const lesson = lessons.find(({ file }) => file.includes('trying-an-invalid-user'))
  const answer = lesson?.fences.find(({ code }) => code.startsWith('{:error,'))?.code ?? ''

  const repo = {
    existsAnother: () => {
      throw new Error('A blank address is not looked up.')
    },
  }
  const changeset = putAction(await emailChangeset(repo, build(users), { email: '' }), 'insert')

  // As IEx prints it: within its tuple, and under the whole name of the module.
  const lines = inspectLines(changeset).map((line) => line.trim())
  const quoted = answer.replace('Glasshouse.Accounts.', '').replace(/\}$/, '').split('\n')
  expect(quoted.map((line) => line.trim())).toEqual(['{:error,', ...lines])
})

interface DemoInFile {
  readonly id: string
  readonly steps: readonly unknown[]
  readonly predictions?: readonly { id: string; step: number; again?: number }[]
  readonly checks?: readonly { id: string; alone?: boolean }[]
}

const demosOf = (file: string) =>
  load(readFileSync(`${dirname(file)}/demos.yaml`, 'utf8')) as readonly DemoInFile[]

function tooWide(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.length > MOST_COLUMNS)
}

/** A lesson's text as a tree, the words of it, and its code. */
function partsOf(text: string) {
  const tree = parseMdx(text)
  const fences = [...nodesIn(tree)].flatMap((node) =>
    node.type === 'code' ? [{ language: node.lang ?? '', code: node.value }] : [],
  )
  return { text, tree, fences, prose: wordsIn(tree) }
}

/** What is read of a node: code in a line is a word, a fence is none. */
function wordsIn(node: MdastNode): string {
  if (node.type === 'text') return node.value
  if (node.type === 'inlineCode') return 'code'
  if (!('children' in node)) return ''
  const words = node.children.map(wordsIn)
  return words.join(isOneLine(node) ? '' : '\n')
}

function isOneLine(node: MdastNode): boolean {
  return ONE_LINE.includes(node.type) || isNamed(node, 'summary')
}

function isNamed(node: MdastNode, name: string): boolean {
  return isElement(node) && node.name === name
}

/** The lines of the source that a lesson shows, each by where it stands. */
const listingsIn = (text: string) =>
  referencesIn(text)
    .filter(({ name }) => name === 'Source')
    .flatMap(({ attributes: { file = '', ...cut } }) =>
      cutListing(readFileSync(file, 'utf8'), cut)
        .blocks.flat()
        .map(({ number, text }) => ({ line: `${file}:${number}`, text })),
    )

const listingLengths = (text: string) =>
  referencesIn(text)
    .filter(({ name }) => name === 'Source')
    .map(({ line, attributes: { file = '', ...cut } }) => ({
      line,
      lines: cutListing(readFileSync(file, 'utf8'), cut).blocks.flat().length,
    }))
