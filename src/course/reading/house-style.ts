/** How a lesson of this course reads: rules that a text can break and still be shown. Each says why. */
import type { MdastNode } from 'satteri'
import { cutListing } from '../listing.ts'
import { actsOf } from '../lesson-markdown.ts'
import { isElement, nodesIn, placeOf, type Root } from '../mdx.ts'
import type { Files } from '../project-files.ts'
import type { DemoEntry } from '../schema/demo.ts'
import { BEGINNING, type Mistakes, type Place, type Wrong } from './mistake.ts'
import type { Data, LessonFound } from './read-files.ts'
import type { Reference } from './references.ts'
import { countWords, wordsIn } from './words-in.ts'

const LEAST_WORDS = 120
const MOST_WORDS = 600
/** Beside a stage, a listing is as wide as 58; what is wider is scrolled, and on a phone lost. */
const MOST_COLUMNS = 72
const MOST_LINES = 12
/** Questions of earlier lessons that a lesson begins with. */
const MOST_ASKED_FIRST = 2
const LANGUAGES = ['elixir', 'json', 'ts', 'js', 'sql', 'sh', 'http']
const EASY = /\b(?:simply|just|easy|easily|obviously|of course)\b/gi
const ADDRESS = /[\w.+-]+@[\w-]+\.\w+/g

interface Styled {
  readonly files: Files
  readonly root: Root
  readonly text: string
  readonly demos: Data<readonly DemoEntry[]>
  readonly references: readonly Reference[]
}

type Told = Place & Wrong
/** In which file, besides. */
type Rule = (lesson: Styled) => Iterable<Told & { readonly inDemos?: boolean }>

/** Tells about each rule that the lesson breaks. */
export function checkStyle(
  mistakes: Mistakes,
  files: Files,
  { file, demosFile, text, root, demos }: LessonFound,
  references: readonly Reference[],
): void {
  if (text === null || !root || !demos) return
  // Of a text that names what is not there, nobody knows in which turn it asks.
  const rules = mistakes.all.some(({ kind }) => kind === 'broken') ? WORDS : [...WORDS, ...TURNS]
  for (const rule of rules)
    for (const { inDemos, line, column, what, write } of rule({
      files,
      root,
      text,
      demos,
      references,
    }))
      mistakes.add(inDemos ? demosFile : file, 'style', { line, column }, { what, write })
}

function* easyWords({ root }: Styled): Iterable<Told> {
  for (const node of nodesIn(root)) {
    if (node.type !== 'text') continue
    for (const { 0: word, index } of node.value.matchAll(EASY))
      yield {
        ...placeIn(node, index),
        what: `It says “${word}”.`,
        write: 'Leave it out: whoever does not find it easy reads that they should.',
      }
  }
}

/** Where in a text that may be several lines long. */
function placeIn(node: Extract<MdastNode, { type: 'text' }>, index: number): Place {
  const { line, column } = placeOf(node)
  const before = node.value.slice(0, index).split('\n')
  const last = before.at(-1)?.length ?? 0
  return before.length === 1
    ? { line, column: column + last }
    : { line: line + before.length - 1, column: last + 1 }
}

function* length({ root }: Styled): Iterable<Told> {
  const words = countWords(wordsIn(root))
  if (words < LEAST_WORDS || words > MOST_WORDS)
    yield {
      ...BEGINNING,
      what: `It has ${words} words.`,
      write: `Write ${LEAST_WORDS} to ${MOST_WORDS}: one idea, read in one sitting.`,
    }
}

function* demoFirst({ references }: Styled): Iterable<Told> {
  const shown = references.find(({ name }) => name === 'Demo' || name === 'Source')
  if (shown?.name === 'Source')
    yield {
      ...placeOfReference(shown),
      what: 'A listing stands before the first demo.',
      write: 'Put a <Demo> above it: what goes wrong is seen first, the code explains it.',
    }
}

const placeOfReference = ({ line, column }: Reference): Place => ({ line, column })

function* oneDemoAnAct({ root }: Styled): Iterable<Told> {
  for (const act of actsOf(root)) {
    const demos = act.flatMap((node) => [...nodesIn(node)]).filter((node) => isNamed(node, 'Demo'))
    for (const demo of demos.slice(1))
      yield {
        ...placeOf(demo),
        what: 'A second demo stands in one act.',
        write: 'Write --- on a line of its own above it: each stage has an act of its own.',
      }
  }
}

function* questionsAround({ root, references }: Styled): Iterable<Told> {
  const [first] = references
  const last = references.at(-1)
  const recalls = references.filter(({ name }) => name === 'Recall')
  if (!first || !last) return
  if (first.name !== 'Recall')
    yield {
      ...placeOfReference(first),
      what: 'It does not begin with a question of an earlier lesson.',
      write: 'Write <Recall id="LESSON.a" /> above everything else.',
    }
  if (last.name !== 'Recall' || !/\.a$/.test(last.attributes['id'] ?? ''))
    yield {
      ...placeOfReference(last),
      what: 'It does not end with its question from memory.',
      write: 'Write <Recall id="THIS-LESSON.a" /> at the end.',
    }
  const asked = references.findIndex(({ name }) => name !== 'Recall')
  for (const more of recalls.slice(1, -1))
    if (references.indexOf(more) > Math.min(asked, MOST_ASKED_FIRST) - 1)
      yield {
        ...placeOfReference(more),
        what: 'A question from memory too many.',
        write: 'Leave it out: one or two stand at the beginning, one at the end.',
      }
  const headings = root.children.filter(({ type }) => type === 'heading')
  const end = headings.at(-1)
  if (!end || wordsIn(end) !== 'Your turn')
    yield {
      ...(end ? placeOf(end) : BEGINNING),
      what: 'Its last heading is not “Your turn”.',
      write: 'Write ## Your turn above the task that no button does.',
    }
}

function* oneTask({ demos, references }: Styled): Iterable<Told & { inDemos?: boolean }> {
  const all = demos.value.flatMap(({ id: demo, checks }, index) =>
    checks.flatMap(({ id, alone, when }, n) =>
      alone ? [{ demo, id, when, place: demos.yaml.placeOf([index, 'checks', n, 'id']) }] : [],
    ),
  )
  // What is done at the prompt is one more way to change something, beside the task of the page;
  // a lesson about the prompt has no other.
  const tasks = all.filter(({ when }) => !when.startsWith('CONSOLE '))
  if (all.length === 0)
    yield {
      ...BEGINNING,
      inDemos: true,
      what: 'No check has alone: true.',
      write: 'Write one: what a reader can do without a button, they have understood.',
    }
  for (const { id, place } of tasks.slice(1))
    yield {
      ...place,
      inDemos: true,
      what: `"${id}" is a second task.`,
      write: 'Leave alone: true out of one of them.',
    }
  const [task] = tasks
  const asked = references.filter(({ name }) => name === 'Alone')
  if (task && !asked.some(({ attributes }) => attributes['id'] === task.id))
    yield {
      ...task.place,
      inDemos: true,
      what: `Nothing in the text asks for the task "${task.id}".`,
      write: `Write <Alone demo="${task.demo}" id="${task.id}"> with a sentence.`,
    }
}

function* exercisesLast({ root, references }: Styled): Iterable<Told> {
  const end = root.children.filter(({ type }) => type === 'heading').at(-1)
  if (!end) return
  for (const reference of references.filter(({ name }) => name === 'Exercise'))
    if (reference.line < placeOf(end).line)
      yield {
        ...placeOfReference(reference),
        what: 'An exercise stands in the middle of the text.',
        write: 'Put it below ## Your turn: what is explained is read first, and written then.',
      }
}

function* checkNames({ demos }: Styled): Iterable<Told & { inDemos?: boolean }> {
  const seen = new Set<string>()
  for (const [index, { checks }] of demos.value.entries())
    for (const [n, { id }] of checks.entries()) {
      if (seen.has(id))
        yield {
          ...demos.yaml.placeOf([index, 'checks', n, 'id']),
          inDemos: true,
          what: `Another check of the lesson has the id "${id}".`,
          write: 'Write another id: progress knows checks by it.',
        }
      seen.add(id)
    }
}

/** Every step that a button of the text takes, in its order. */
function buttonsIn({ demos, references }: Styled) {
  return references.flatMap(({ name, attributes, line, column }) => {
    const { demo = '', step = '', id } = attributes
    if (name === 'Run') return [{ step: `${demo}.${step}`, line, column }]
    if (name !== 'Predict') return []
    const asked = demos.value
      .find((one) => one.id === demo)
      ?.predictions.find((one) => one.id === id)
    return [asked?.step, asked?.again]
      .filter((number) => typeof number === 'number')
      .map((number) => ({ step: `${demo}.${number}`, line, column }))
  })
}

function* oneButtonAStep(lesson: Styled): Iterable<Told & { inDemos?: boolean }> {
  const buttons = buttonsIn(lesson)
  for (const [step, [, ...more]] of Map.groupBy(buttons, (one) => one.step))
    for (const { line, column } of more)
      yield {
        line,
        column,
        what: `Step ${step} has a second button.`,
        write: 'Leave one of the two out.',
      }
  for (const [index, { id, steps }] of lesson.demos.value.entries())
    for (const [n, { does }] of steps.entries()) {
      // Time that passes is no deed: the step after it takes it along.
      if (does === 'clock' || buttons.some(({ step }) => step === `${id}.${n + 1}`)) continue
      yield {
        ...lesson.demos.yaml.placeOf([index, 'steps', n, 'label']),
        inDemos: true,
        what: `Step ${n + 1} of ${id} has no button in the text.`,
        write: `Write <Run demo="${id}" step="${n + 1}" />, or a <Predict> that asks about it.`,
      }
    }
}

function* inTurn(lesson: Styled): Iterable<Told> {
  const buttons = buttonsIn(lesson)
  for (const { name, attributes, line, column } of lesson.references) {
    if (name !== 'After') continue
    const step = `${attributes['demo']}.${attributes['step']}`
    if (buttons.some((one) => one.step === step && one.line < line)) continue
    if (!buttons.some((one) => one.step === step)) continue
    yield {
      line,
      column,
      what: `What opens with step ${step} stands above its button.`,
      write: 'Put it below.',
    }
  }
}

function* addresses({ text, root, demos }: Styled): Iterable<Told & { inDemos?: boolean }> {
  for (const [whole, inDemos] of [
    [text, false],
    [demos.text, true],
  ] as const)
    for (const { 0: address, index } of whole.matchAll(ADDRESS))
      if (!/@example\.test$/i.test(address))
        yield {
          ...placeAt(whole, index),
          inDemos,
          what: `${address} may be somebody’s.`,
          write: 'Write an address of example.test.',
        }
  for (const node of nodesIn(root))
    if (node.type === 'text' && /\w@\w/.test(node.value))
      yield {
        ...placeIn(node, node.value.search(/\w@\w/)),
        what: 'Markdown makes a link of an address.',
        write: 'Put it between backticks.',
      }
}

function placeAt(text: string, index: number): Place {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function* fences({ root }: Styled): Iterable<Told> {
  for (const node of nodesIn(root)) {
    if (node.type !== 'code') continue
    const { line, column } = placeOf(node)
    const language = node.lang ?? ''
    if (!LANGUAGES.includes(language))
      yield {
        line,
        column,
        what:
          language === '' ? 'This code names no language.' : `Nothing here colours "${language}".`,
        write: `Write one after the backticks: ${LANGUAGES.join(', ')}.`,
      }
    for (const [index, code] of node.value.split('\n').entries())
      if (code.length > MOST_COLUMNS)
        yield {
          line: line + index + 1,
          column: column + MOST_COLUMNS,
          what: `This line of code has ${code.length} columns.`,
          write: `Break it: ${MOST_COLUMNS} fit.`,
        }
  }
}

function* listings({ files, references }: Styled): Iterable<Told> {
  for (const reference of references) {
    const { file = '', ...cut } = reference.attributes
    const source = reference.name === 'Source' ? files.text(file) : null
    const lines = source === null ? [] : linesCut(source, cut)
    const place = placeOfReference(reference)
    if (lines.length > MOST_LINES)
      yield {
        ...place,
        what: `<Source> shows ${lines.length} lines.`,
        write: `Cut it to the ${MOST_LINES} that the paragraph speaks of, with a region of their own.`,
      }
    const wide = lines.find(({ text }) => text.length > MOST_COLUMNS)
    if (wide)
      yield {
        ...place,
        what: `<Source> shows line ${wide.number} of ${file}, which has ${wide.text.length} columns.`,
        write: `Break that line: ${MOST_COLUMNS} fit.`,
      }
  }
}

function linesCut(source: string, cut: Reference['attributes']) {
  try {
    return cutListing(source, cut).blocks.flat()
  } catch {
    // That it cannot be cut is told already.
    return []
  }
}

const WORDS: readonly Rule[] = [easyWords, length, addresses, fences, listings, checkNames]
// prettier-ignore
const TURNS: readonly Rule[] = [
  demoFirst, oneDemoAnAct, questionsAround, oneTask, oneButtonAStep, inTurn, exercisesLast,
]

const isNamed = (node: MdastNode, name: string) => isElement(node) && node.name === name
