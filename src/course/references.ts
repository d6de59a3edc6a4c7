/**
 * Finds the listings and demos that a lesson's text asks for, and tells those
 * that are not there. A wrong name then stops the build with its line, before
 * anything is rendered.
 */
import { numbered } from '#lib/counted.ts'
import { aboutId } from './about.ts'
import type { LessonFolder, Problems } from './course-files.ts'
import {
  attributeNamesOf,
  ELEMENTS,
  isElementName,
  wrongAttributes,
  type ElementName,
} from './elements.ts'
import { cutListing, type Cut } from './listing.ts'
import type { MdastNode } from 'satteri'
import { elementsInCodeOf, isElement, lineOf, MdxError, parseMdx, type Element } from './mdx.ts'
import type { ProjectFiles } from './project-files.ts'
import type { DemoEntry } from './schema/demo.ts'

export interface Reference {
  readonly name: ElementName
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  /** What is wrong with how it is written, or `null`. */
  readonly mistake: string | null
  /** The folded paragraph that it stands in: it opens with a run of this step. */
  readonly after: Reference | null
}

/** What the texts of a course may name beside what stands in their own folders. */
export interface Known {
  /** The words of the glossary. */
  readonly terms: readonly string[]
  /** The questions of every recall.yaml. */
  readonly recalls: readonly string[]
}

/** Where a listing may be cut from. */
const SHOWN = /^(?:src|migrations|content\/lessons)(?:\/[\w[\]-][\w.[\]-]*)+\.(?:ts|mjs|astro)$/

/** Every `<Source …>`, `<Demo …>` and their like in a lesson's text, in its order. Throws an `MdxError`. */
export function referencesIn(text: string): readonly Reference[] {
  const lines = text.split('\n')
  return [...referencesBelow(parseMdx(text), lines, null)]
}

function* referencesBelow(
  node: MdastNode,
  lines: readonly string[],
  after: Reference | null,
): Generator<Reference> {
  const own = isElement(node) ? referenceTo(node, lines, after) : null
  if (own) yield own
  for (const { name, linesDown } of elementsInCodeOf(node)) {
    if (!isElementName(name)) continue
    const mistake = 'stands in code: write it in the text itself.'
    yield { name, attributes: {}, line: lineOf(node) + linesDown, mistake, after }
  }
  if (!('children' in node)) return
  const inside = own?.name === 'After' ? own : after
  for (const child of node.children) yield* referencesBelow(child, lines, inside)
}

function referenceTo(
  element: Element,
  lines: readonly string[],
  after: Reference | null,
): Reference | null {
  const { name } = element
  if (!isElementName(name)) return null
  const attributes: Record<string, string> = {}
  let isText = true
  for (const attribute of element.attributes) {
    const { value } = attribute
    if (attribute.type === 'mdxJsxAttribute' && typeof value === 'string')
      attributes[attribute.name] = value
    else isText = false
  }
  const mistake = isText
    ? (wrongAttributes(name, attributes) ?? misplaced(name, element, lines))
    : `is not read: write its attributes as ${attributeNamesOf(name)[0]}="text".`
  return { name, line: lineOf(element), attributes, mistake, after }
}

function misplaced(
  name: ElementName,
  { type, position }: Element,
  lines: readonly string[],
): string | null {
  const { place } = ELEMENTS[name]
  if (place === 'block' && type === 'mdxJsxTextElement') return 'stands on a line of its own.'
  const { line = 1, column = 1 } = position?.start ?? {}
  const before = lines[line - 1]?.slice(0, column - 1) ?? ''
  // Prettier makes a paragraph of what follows a line that begins with an element.
  return place === 'sentence' && before.trim() === ''
    ? 'does not begin a line: put a word before it.'
    : null
}

/** Tells `problems` about each listing and demo of the lesson that cannot be shown. */
export function checkReferences(
  files: ProjectFiles,
  lesson: LessonFolder,
  known: Known,
  problems: Problems,
): void {
  const references = readReferences(lesson, problems)
  for (const reference of references) {
    const { name, line, mistake } = reference
    const wrong = mistake ?? whatIsWrong(files, lesson, known, { reference, references })
    if (wrong !== null) problems.add(`${lesson.file}:${line}`, `<${name}> ${wrong}`)
  }
}

function readReferences({ file, text }: LessonFolder, problems: Problems): readonly Reference[] {
  try {
    return referencesIn(text)
  } catch (error) {
    if (!(error instanceof MdxError)) throw error
    problems.add(`${file}:${error.line}`, `is no MDX. ${error.message}.`)
    return []
  }
}

function whatIsWrong(
  files: ProjectFiles,
  lesson: LessonFolder,
  known: Known,
  { reference, references }: { reference: Reference; references: readonly Reference[] },
): string | null {
  const { name, attributes } = reference
  if (name === 'Source') return missingLines(files, attributes)
  if (name === 'About') return sameAddress(reference, references)
  if (name === 'Teacher') return null
  if (name === 'Term') return missingTerm(known, attributes)
  if (name === 'Recall') return missingRecall(known, attributes)

  const id = attributes[name === 'Demo' ? 'id' : 'demo'] ?? ''
  const demo = lesson.demos.find((each) => each.id === id)
  if (!demo) return missingDemo(lesson, id)
  if (name === 'Predict') return missingId('question', demo, demo.predictions, attributes)
  if (name === 'Check' || name === 'Alone') return missingId('check', demo, demo.checks, attributes)
  if (name === 'Demo') return null
  return missingStep(demo, attributes) ?? (name === 'Value' ? tooEarly(reference) : null)
}

/** What a run says is quoted once there was one: until then it would answer the question before it. */
function tooEarly({ attributes, after }: Reference): string | null {
  const { demo = '', step = '' } = attributes
  const opensWith = after?.attributes
  if (opensWith?.['demo'] === demo && Number(opensWith['step']) >= Number(step)) return null
  return `quotes step ${step} of ${demo} before it ran: put it into <After demo="${demo}" step="${step}">.`
}

function missingTerm({ terms }: Known, { word = '' }: Reference['attributes']): string | null {
  if (terms.includes(word)) return null
  return `names "${word}", which is no file of content/glossary. ${terms.length > 0 ? `There is ${terms.join(', ')}.` : 'There is none.'}`
}

function missingRecall({ recalls }: Known, { id = '' }: Reference['attributes']): string | null {
  if (recalls.includes(id)) return null
  return `names "${id}", which is in no recall.yaml. ${recalls.length > 0 ? `There is ${recalls.join(', ')}.` : 'There is none.'}`
}

function missingDemo({ demos, demosFile }: LessonFolder, id: string): string {
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

function sameAddress(reference: Reference, all: readonly Reference[]): string | null {
  const address = aboutId(reference.attributes)
  const first = all.find(
    ({ name, attributes }) => name === 'About' && aboutId(attributes) === address,
  )
  return !first || first === reference
    ? null
    : `has the address #${address}, as line ${first.line} has: write another id="…".`
}

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
