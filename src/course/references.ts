/**
 * Finds the listings and demos that a lesson's text asks for, and tells those
 * that are not there. A wrong name then stops the build with its line, before
 * anything is rendered.
 */
import { numbered } from '#lib/counted.ts'
import { aboutId, tagsOf } from './about.ts'
import { cutListing, type Cut } from './listing.ts'
import type { LessonFolder, Problems } from './course-files.ts'
import type { ProjectFiles } from './project-files.ts'
import type { DemoEntry } from './schema/demo.ts'

export interface Reference {
  readonly name: keyof typeof ATTRIBUTES
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  /** What is wrong with how it is written, or `null`. */
  readonly mistake: string | null
}

/** The first of them is what it cannot be without. */
const ATTRIBUTES = {
  Source: ['file', 'region', 'lines', 'mark', 'note'],
  Demo: ['id'],
  Try: ['demo', 'step'],
  Predict: ['demo', 'id'],
  Check: ['demo', 'id'],
  Value: ['demo', 'step', 'tag', 'nth', 'show'],
  About: ['tags', 'id'],
} as const
/** What is no part of a sentence. */
const BLOCKS: readonly string[] = ['Try', 'Predict', 'Check', 'About']
/** Where a listing may be cut from. */
const SHOWN = /^(?:src|migrations|content\/lessons)(?:\/[\w[\]-][\w.[\]-]*)+\.(?:ts|mjs|astro)$/
const TAG = /^[a-z]+(?:\.[\w-]+)+$/

/** Code blocks, code in a line, comments. */
const HIDDEN = /^```[\s\S]+?^```|`[^`\n]+`|\{\/\*[\s\S]*?\*\/\}/gm
const ELEMENT = new RegExp(String.raw`<(?<name>${Object.keys(ATTRIBUTES).join('|')})\b`, 'g')

/** Every `<Source …>`, `<Demo …>` and their like in a lesson's text, code blocks and comments left out. */
export function referencesIn(text: string): readonly Reference[] {
  const visible = text.replaceAll(HIDDEN, blank)
  return [...visible.matchAll(ELEMENT)].map((match) => {
    const name = match.groups?.['name'] as Reference['name']
    const rest = visible.slice(match.index + match[0].length)
    const before = visible.slice(visible.lastIndexOf('\n', match.index) + 1, match.index)
    const { attributes, mistake } = readAttributes(name, rest)
    return {
      name,
      line: lineAt(visible, match.index),
      attributes,
      mistake: mistake ?? misplaced(name, before.trim()),
    }
  })
}

function misplaced(name: Reference['name'], before: string): string | null {
  if (BLOCKS.includes(name) && !/^(?:[-*]|\d+\.)?$/.test(before))
    return 'stands on a line of its own.'
  // Prettier makes a paragraph of what follows a line that begins with an element.
  return name === 'Value' && before === '' ? 'does not begin a line: put a word before it.' : null
}

/** Tells `problems` about each listing and demo of the lesson that cannot be shown. */
export function checkReferences(
  files: ProjectFiles,
  lesson: LessonFolder,
  problems: Problems,
): void {
  const references = referencesIn(lesson.text)
  for (const reference of references) {
    const { name, line, mistake } = reference
    const wrong = mistake ?? whatIsWrong(files, lesson, reference, references)
    if (wrong !== null) problems.add(`${lesson.file}:${line}`, `<${name}> ${wrong}`)
  }
}

function whatIsWrong(
  files: ProjectFiles,
  lesson: LessonFolder,
  reference: Reference,
  all: readonly Reference[],
): string | null {
  const { name, attributes } = reference
  if (name === 'Source') return missingLines(files, attributes)
  if (name === 'About') return wrongAbout(reference, all)

  const demo = lesson.demos.find(({ id }) => id === attributes[name === 'Demo' ? 'id' : 'demo'])
  if (!demo) return missingDemo(lesson, attributes[name === 'Demo' ? 'id' : 'demo'] ?? '')
  if (name === 'Predict') return missingId('question', demo, demo.predictions, attributes)
  if (name === 'Check') return missingId('check', demo, demo.checks, attributes)
  return name === 'Demo' ? null : (missingStep(demo, attributes) ?? wrongQuote(name, attributes))
}

function missingDemo({ demos, demosFile }: LessonFolder, id: string): string | null {
  const known = demos.map((demo) => demo.id).join(', ')
  return `names "${id}", which is not in ${demosFile}. ${known ? `There is ${known}.` : 'There is none.'}`
}

function missingId(
  kind: string,
  demo: DemoEntry,
  items: readonly { readonly id: string }[],
  { id = '' }: Reference['attributes'],
): string | null {
  if (items.some((item) => item.id === id)) return null
  const known = items.map((item) => item.id).join(', ')
  return `names the ${kind} "${id}", which ${demo.id} does not have. ${known ? `It has ${known}.` : 'It has none.'}`
}

function missingStep({ id, steps }: DemoEntry, { step = '' }: Reference['attributes']) {
  if (/^[1-9]\d?$/.test(step) && Number(step) <= steps.length) return null
  const named = step === '' ? 'names no step' : `names step ${step}`
  const { length } = steps
  return `${named}. ${id} has ${numbered(length, 'step')}: write step="${length}".`
}

function wrongQuote(name: string, { tag, nth, show }: Reference['attributes']): string | null {
  if (name !== 'Value') return null
  if (tag !== undefined && !TAG.test(tag)) return noTag(tag)
  if (nth !== undefined && !/^[1-9]\d?$/.test(nth)) return 'counts from 1: write nth="2".'
  const known =
    tag === undefined
      ? /^(?:status|title|persona)$/
      : /^(?:detail|name|outcome|layer|data(?:\.\w+)+)$/
  if (show === undefined || known.test(show)) return null
  return tag === undefined
    ? `cannot show "${show}" of a whole trace: write status, title or persona, or name a step by its tag.`
    : `cannot show "${show}" of a step: write detail, name, outcome, layer or data.errors.0.message.`
}

function wrongAbout(reference: Reference, all: readonly Reference[]): string | null {
  const tags = tagsOf(reference.attributes['tags'])
  const wrong = tags.find((tag) => !TAG.test(tag))
  if (wrong !== undefined) return noTag(wrong)
  if (tags.length === 0) return 'names no step: write tags="changeset.email.format".'
  const twin = all.find(
    (other) =>
      other.name === 'About' && aboutId(other.attributes) === aboutId(reference.attributes),
  )
  return !twin || twin === reference
    ? null
    : `has the address #${aboutId(reference.attributes)}, as line ${twin.line} has: write another id="…".`
}

const noTag = (tag: string) =>
  `names "${tag}", which is no tag of a step: write changeset.email.format.`

function missingLines(
  files: ProjectFiles,
  { file = '', ...cut }: Cut & { file?: string },
): string | null {
  const source = SHOWN.test(file) ? files.text(file) : null
  if (source === null)
    return `names "${file}", which is no file of src, migrations or content/lessons.`
  try {
    cutListing(source, cut)
    return null
  } catch (error) {
    return `${file} ${error instanceof Error ? error.message : String(error)}`
  }
}

const ATTRIBUTE = /\s+(?<name>[a-z]+)="(?<value>[^"]*)"/y

function readAttributes(name: Reference['name'], rest: string) {
  const attributes: Record<string, string> = {}
  let end = 0
  ATTRIBUTE.lastIndex = 0
  for (let match = ATTRIBUTE.exec(rest); match; match = ATTRIBUTE.exec(rest)) {
    attributes[match.groups?.['name'] ?? ''] = match.groups?.['value'] ?? ''
    end = ATTRIBUTE.lastIndex
  }
  const known: readonly string[] = ATTRIBUTES[name]
  const unknown = Object.keys(attributes).find((attribute) => !known.includes(attribute))
  const mistake = !/^\s*\/?>/.test(rest.slice(end))
    ? `is not read: write its attributes as ${known[0]}="text".`
    : unknown
      ? `has no attribute ${unknown}. It has ${known.join(', ')}.`
      : null
  return { attributes, mistake }
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ')
const lineAt = (text: string, index: number) => text.slice(0, index).split('\n').length
