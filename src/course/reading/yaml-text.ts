/** YAML with the places of what stands in it. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import { BEGINNING, type Place, type Wrong } from './mistake.ts'

export type Path = readonly PropertyKey[]

export interface YamlText {
  readonly value: unknown
  /** Where the value at a path stands; of what is missing, where it would belong. */
  readonly placeOf: (path: Path) => Place
  /** Where a key of the map at a path stands. */
  readonly placeOfKey: (path: Path, key: string) => Place
}

/** What is no YAML, and where. */
export class YamlMistake extends Error {
  readonly place: Place
  readonly wrong: Wrong

  constructor(place: Place, wrong: Wrong) {
    super(wrong.what)
    this.place = place
    this.wrong = wrong
  }
}

/**
 * Reads a text that begins in line `firstLine` of its file. Throws a `YamlMistake` for the first
 * thing that is no YAML.
 *
 * @example
 * readYaml('title: Scopes\nparts: [1, two]').placeOf(['parts', 1])
 * // => { line: 2, column: 12 }
 */
export function readYaml(text: string, firstLine = 1): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) }
  }
  const [error] = document.errors
  if (error) {
    const { offset, ...wrong } = inWords(error, text, document)
    const spaces = /^ */.exec(text.slice(offset))?.[0].length ?? 0
    throw new YamlMistake(at(offset + spaces), wrong)
  }
  const root = document.contents
  return {
    value: valueOf(document),
    placeOf: (path) => at(offsetOf(root, path)),
    placeOfKey: (path, key) => at(offsetOf(root, [...path, key], true)),
  }
}

/** A name for another place, `*here`, that there is nowhere, is found out late. */
function valueOf(document: Parsed): unknown {
  try {
    return document.toJS() as unknown
  } catch (error) {
    const what = `This is no YAML: ${error instanceof Error ? error.message : String(error)}.`
    throw new YamlMistake(BEGINNING, { what, write: WRITE['BAD_ALIAS']! })
  }
}

/** A value that is one word is meant itself; of a list or a map its key. */
function offsetOf(root: unknown, path: Path, asKey = false): number {
  let node = root
  let offset = startOf(root) ?? 0
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => textOf(item.key) === String(key)) : null
    const next = pair ? pair.value : isSeq(node) ? node.items[Number(key)] : undefined
    if (!pair && next === undefined) return offset
    const ofValue = startOf(next)
    const ofKey = pair ? startOf(pair.key) : null
    offset = (isScalar(next) && !asKey ? (ofValue ?? ofKey) : (ofKey ?? ofValue)) ?? offset
    node = next
  }
  return offset
}

const textOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '')

function startOf(node: unknown): number | null {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range
  return range?.[0] ?? null
}

/** For the codes of the parser: what to do. */
const WRITE: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Write spaces where the line begins with a tab.',
  BAD_INDENT: 'Begin the line with as many spaces as the lines of its list or its keys.',
  DUPLICATE_KEY: 'Leave one of the two out.',
  MISSING_CHAR: 'Close what is open: a quotation mark, a bracket or a brace; or write the colon.',
  MULTILINE_IMPLICIT_KEY:
    'Write a key and its colon in one line, with the spaces of its neighbours.',
  BLOCK_AS_IMPLICIT_KEY:
    'Put quotation marks around a text that holds a colon, or begin a line for the key.',
  UNEXPECTED_TOKEN: 'Put quotation marks around a text that holds signs of YAML.',
  BAD_SCALAR_START: 'Put quotation marks around a text that begins with @ or a backtick.',
  BAD_ALIAS: 'Put quotation marks around a text that begins with * or &.',
  UNRESOLVED_TAG: 'Put quotation marks around a text that begins with an exclamation mark.',
}

type Parsed = ReturnType<typeof parseDocument>

function inWords({ code, message, pos }: YAMLError, text: string, document: Parsed) {
  const tab = /^ *\t/m.exec(text)
  if (tab) {
    const what = 'This is no YAML: the line begins with a tab.'
    return { offset: tab.index, what, write: WRITE['TAB_AS_INDENT']! }
  }
  const [said = ''] = message.split('\n')
  const what = `This is no YAML: ${said.replace(/\.$/, '')}.`
  // A line that stands too far to the left is called an item of the list around it.
  if (said.includes('without - indicator'))
    return { offset: pos[0], what, write: WRITE['BAD_INDENT']! }
  const isSequence = said.includes('sequence')
  const isKey = code === 'BLOCK_AS_IMPLICIT_KEY'
  const write = (isKey && isSequence ? null : WRITE[code]) ?? WRITE['BAD_INDENT']!
  const below = isKey && !isSequence ? lineIndentedBelow(text, pos[0]) : null
  if (below !== null) return { offset: below, what, write: WRITE['BAD_INDENT']! }
  return { offset: code === 'MISSING_CHAR' ? startOfQuoted(document) : pos[0], what, write }
}

/** With one colon in the line, it is the next one that stands too far to the right. */
function lineIndentedBelow(text: string, offset: number): number | null {
  const begins = text.lastIndexOf('\n', offset - 1) + 1
  const ends = text.indexOf('\n', offset)
  const line = text.slice(begins, ends < 0 ? undefined : ends)
  if (ends < 0 || line.split(/:(?:\s|$)/).length > 2) return null
  const next = text.slice(ends + 1)
  return ends + 1 + Math.max(next.search(/\S/), 0)
}

/** A quotation mark is missed at the end of the file; what lacks it began earlier. */
function startOfQuoted({ contents }: Parsed): number {
  let found = 0
  visit(contents, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith('QUOTE') && range) found = range[0]
    },
  })
  return found
}
