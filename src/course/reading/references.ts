/**
 * Finds the listings and demos that a lesson's text asks for, and tells those
 * that are not there. A wrong name then stops the build with its line, before
 * anything is rendered.
 */
import { numbered } from '#lib/counted.ts'
import type { MdastNode } from 'satteri'
import { aboutId } from '../about.ts'
import {
  attributeNamesOf,
  ELEMENTS,
  isElementName,
  wrongAttributes,
  type ElementName,
} from '../elements.ts'
import { cutListing, regionsOf, type Cut } from '../listing.ts'
import { elementsInCodeOf, isElement, parseMdx, placeOf, type Element } from '../mdx.ts'
import type { Files } from '../project-files.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { Mistakes, Place, Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { LessonFound } from './read-files.ts'

export interface Reference {
  readonly name: ElementName
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  readonly column: number
  /** What is wrong with how it is written, or `null`. */
  readonly mistake: Wrong | null
  /** The folded paragraph that it stands in: it opens with a run of this step. */
  readonly after: Reference | null
}

/** What the texts of a course may name beside what stands in their own folders. */
export interface Known {
  /** The words of the glossary. */
  readonly terms: readonly string[]
  /** The questions of every recall.yaml. */
  readonly recalls: readonly string[]
  /** The ids of the lessons, in their order. */
  readonly lessons: readonly string[]
  /** What the course sets out to teach, as lessons name it: `walk 1.2`. */
  readonly covers: readonly string[]
  /** The tags that the course describes; none where it describes no tag, or none that can be read. */
  readonly tags: readonly string[]
  /** The ids of lessons whose questions cannot be read: their own files say why. */
  readonly unread: readonly string[]
}

/** Every `<Source …>`, `<Demo …>` and their like in a lesson's text, in its order. Throws an `MdxError`. */
export function referencesIn(text: string, root: MdastNode = parseMdx(text)): readonly Reference[] {
  return [...referencesBelow(root, text.split('\n'), null)]
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
    const { line, column } = placeOf(node)
    const mistake = { what: 'stands in code.', write: 'Write it in the text itself.' }
    yield { name, attributes: {}, line: line + linesDown, column, mistake, after }
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
    : {
        what: 'has an attribute that is no text.',
        write: `Write its attributes as ${attributeNamesOf(name)[0]}="text".`,
      }
  return { name, ...placeOf(element), attributes, mistake, after }
}

function misplaced(
  name: ElementName,
  { type, position }: Element,
  lines: readonly string[],
): Wrong | null {
  const { place } = ELEMENTS[name]
  if (place === 'block' && type === 'mdxJsxTextElement')
    return { what: 'stands in a line with other words.', write: 'Write it on a line of its own.' }
  const { line = 1, column = 1 } = position?.start ?? {}
  const before = lines[line - 1]?.slice(0, column - 1) ?? ''
  // Prettier makes a paragraph of what follows a line that begins with an element.
  return place === 'sentence' && before.trim() === ''
    ? { what: 'begins a line.', write: 'Put a word before it.' }
    : null
}

/** What a lesson has that its text may name. */
type Own = Pick<LessonFound, 'file' | 'demosFile' | 'demos' | 'exercises' | 'transcripts'>

/** Tells about each listing and demo of the lesson that cannot be shown. */
export function checkReferences(
  { files, mistakes }: { readonly files: Files; readonly mistakes: Mistakes },
  lesson: Own,
  known: Known,
  references: readonly Reference[],
): void {
  for (const reference of references) {
    const { name, mistake } = reference
    const wrong = mistake ?? whatIsWrong(files, lesson, known, { reference, references })
    if (wrong)
      mistakes.add(lesson.file, 'broken', reference satisfies Place, {
        what: `<${name}> ${wrong.what}`,
        write: wrong.write,
      })
  }
}

function whatIsWrong(
  files: Files,
  { file, demos, demosFile, exercises, transcripts }: Own,
  known: Known,
  { reference, references }: { reference: Reference; references: readonly Reference[] },
): Wrong | null {
  const { name, attributes } = reference
  if (name === 'Source') return missingLines(files, lessonsOf(file), attributes)
  if (name === 'About') return sameAddress(reference, references)
  if (name === 'Teacher') return null
  if (name === 'Term') return missingTerm(known, attributes)
  if (name === 'Recall') return missingRecall(known, attributes)
  if (name === 'Exercise') return missingExercise(exercises, attributes)
  if (name === 'Prompt') return missingTranscript(transcripts, attributes)
  // They are told of their own file.
  if (!demos) return null

  const id = attributes[name === 'Demo' ? 'id' : 'demo'] ?? ''
  const demo = demos.value.find((each) => each.id === id)
  if (!demo) return noName(id, demos.value.map(idOf), `which is not in ${demosFile}`)
  if (name === 'Predict') return missingId('question', demo, demo.predictions, attributes)
  if (name === 'Check' || name === 'Alone') return missingId('check', demo, demo.checks, attributes)
  if (name === 'Demo') return null
  return missingStep(demo, attributes) ?? (name === 'Value' ? tooEarly(reference) : null)
}

const idOf = ({ id }: { readonly id: string }) => id

/** The folder of all lessons, out of the file of one. */
const lessonsOf = (file: string) => file.replace(/\/[^/]+\/[^/]+\/[^/]+$/, '')

const noName = (name: string, known: readonly string[], where: string, what = ''): Wrong => ({
  what: `names ${what}"${name}", ${where}.`,
  write: offer(name, known),
})

/** What a run says is quoted once there was one: until then it would answer the question before it. */
function tooEarly({ attributes, after }: Reference): Wrong | null {
  const { demo = '', step = '' } = attributes
  const opensWith = after?.attributes
  if (opensWith?.['demo'] === demo && Number(opensWith['step']) >= Number(step)) return null
  return {
    what: `quotes step ${step} of ${demo} before it ran.`,
    write: `Put it into <After demo="${demo}" step="${step}">.`,
  }
}

const missingTerm = ({ terms }: Known, { word = '' }: Reference['attributes']): Wrong | null =>
  terms.includes(word) ? null : noName(word, terms, 'which is no file of content/glossary')

function missingRecall(
  { recalls, lessons, unread }: Known,
  { id = '' }: Reference['attributes'],
): Wrong | null {
  const lesson = id.replace(/\.[^.]*$/, '')
  if (recalls.includes(id) || unread.includes(lesson)) return null
  // Of a lesson that was taken out nothing is asked, as of one that is hidden: the others stay as they are.
  const isGone = lesson !== id && !lessons.includes(lesson) && nearest(lesson, lessons) === null
  return isGone ? null : noName(id, recalls, 'which is in no recall.yaml')
}

/** One whose file has a mistake is told there. */
function missingExercise(
  exercises: Own['exercises'],
  { id = '' }: Reference['attributes'],
): Wrong | null {
  const ids = exercises.flatMap(({ data }) => (data ? [data.value.id] : []))
  if (ids.includes(id) || ids.length < exercises.length) return null
  return noName(id, ids, 'which is in no exercise.yaml of this lesson')
}

/** A file with a mistake is told of itself. */
function missingTranscript(
  transcripts: Own['transcripts'],
  { id = '', lines }: Reference['attributes'],
): Wrong | null {
  if (!transcripts) return null
  const found = transcripts.value.find((one) => one.id === id)
  if (!found)
    return noName(id, transcripts.value.map(idOf), 'which is in no transcripts.yaml of this lesson')
  const last = Number(lines?.split('-').at(-1) ?? 1)
  if (last <= found.lines.length) return null
  return {
    what: `names line ${last}. ${id} has ${numbered(found.lines.length, 'line')}.`,
    write: `Write lines="${found.lines.length}".`,
  }
}

function missingId(
  kind: string,
  demo: DemoEntry,
  items: readonly { readonly id: string }[],
  { id = '' }: Reference['attributes'],
): Wrong | null {
  if (items.some((item) => item.id === id)) return null
  return noName(id, items.map(idOf), `which ${demo.id} does not have`, `the ${kind} `)
}

function missingStep({ id, steps }: DemoEntry, { step = '' }: Reference['attributes']) {
  if (/^[1-9]\d?$/.test(step) && Number(step) <= steps.length) return null
  const named = step === '' ? 'names no step' : `names step ${step}`
  const { length } = steps
  return {
    what: `${named}. ${id} has ${numbered(length, 'step')}.`,
    write: `Write step="${length}".`,
  }
}

function sameAddress(reference: Reference, all: readonly Reference[]): Wrong | null {
  const address = aboutId(reference.attributes)
  const first = all.find(
    ({ name, attributes }) => name === 'About' && aboutId(attributes) === address,
  )
  if (!first || first === reference) return null
  return {
    what: `has the address #${address}, as line ${first.line} has.`,
    write: 'Write another id="…".',
  }
}

const SHOWN = /^[\w-]+(?:\/[\w[\]-][\w.[\]-]*)+\.(?:ts|mjs|astro)$/

/** Whether a listing may be cut from a file: of the software, or of the lessons of this course. */
const isShown = (file: string, lessons: string): boolean =>
  SHOWN.test(file) && ['src', 'migrations', lessons].some((folder) => file.startsWith(`${folder}/`))

function missingLines(
  files: Files,
  lessons: string,
  { file = '', ...cut }: Cut & { file?: string },
): Wrong | null {
  const source = isShown(file, lessons) ? files.text(file) : null
  if (source === null) return missingFile(files, lessons, file)
  try {
    cutListing(source, cut)
    return null
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const { what = said, write = '' } =
      /^(?<what>.*?)(?:\. |: )(?<write>.*)$/s.exec(said)?.groups ?? {}
    const isRegion = cut.region !== undefined && said.startsWith('has no region')
    const near = isRegion ? nearest(cut.region ?? '', regionNames(source)) : null
    const meant = near === null ? '' : `Did you mean ${near}? `
    const advice = `${write.charAt(0).toUpperCase()}${write.slice(1)}`
    const open = /begins region "(?<name>[^"]+)" in line \d+ and never/.exec(said)?.groups?.['name']
    const end = open === undefined ? CUT : `Write // #endregion ${open} below its lines.`
    return { what: `${file} ${what.replace(/\.$/, '')}.`, write: meant + (advice || end) }
  }
}

const CUT = 'Name lines or words that are in the file.'

function regionNames(source: string): readonly string[] {
  try {
    return [...regionsOf(source.split(/\r?\n/)).keys()]
  } catch {
    return []
  }
}

function missingFile(files: Files, lessons: string, file: string): Wrong {
  const folder = file.replace(/\/?[^/]*$/, '')
  const beside = files
    .entries(folder)
    .map(({ name }) => `${folder}/${name}`)
    .filter((path) => isShown(path, lessons))
  const what = `names "${file}", which is no file of src, migrations or the lessons.`
  return beside.length > 0
    ? { what, write: offer(file, beside) }
    : { what, write: 'Write its path from the folder of package.json: src/router.ts.' }
}
