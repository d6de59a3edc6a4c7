/**
 * Finds the listings and demos that a lesson's text asks for, and tells those
 * that are not there. A wrong name then stops the build with its line, before
 * anything is rendered.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cutListing, type Cut } from '#lib/listing.ts'
import type { LessonFolder, Problems } from './course-files.ts'

export interface Reference {
  readonly name: 'Source' | 'Demo'
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  /** What is wrong with how it is written, or `null`. */
  readonly mistake: string | null
}

const ATTRIBUTES = { Source: ['file', 'region', 'lines', 'mark', 'note'], Demo: ['id'] } as const
/** Where a listing may be cut from. */
const SHOWN = /^(?:src|migrations)(?:\/[\w[\]-][\w.[\]-]*)+\.(?:ts|mjs|astro)$/

/** Code blocks, code in a line, comments. */
const HIDDEN = /^```[\s\S]+?^```|`[^`\n]+`|\{\/\*[\s\S]*?\*\/\}/gm

/** Every `<Source …>` and `<Demo …>` of a lesson's text, code blocks and comments left out. */
export function referencesIn(text: string): readonly Reference[] {
  const visible = text.replaceAll(HIDDEN, blank)
  return [...visible.matchAll(/<(?<name>Source|Demo)\b/g)].map((match) => {
    const name = match.groups?.['name'] as Reference['name']
    const rest = visible.slice(match.index + match[0].length)
    return { name, line: lineAt(visible, match.index), ...readAttributes(name, rest) }
  })
}

/** Tells `problems` about each listing and demo of the lesson that cannot be shown. */
export function checkReferences(root: string, lesson: LessonFolder, problems: Problems): void {
  for (const { name, attributes, line, mistake } of referencesIn(lesson.text)) {
    const wrong =
      mistake ??
      (name === 'Demo'
        ? missingDemo(lesson, attributes['id'] ?? '')
        : missingLines(root, attributes))
    if (wrong !== null) problems.add(`${lesson.file}:${line}`, `<${name}> ${wrong}`)
  }
}

function missingDemo({ demos, demosFile }: LessonFolder, id: string): string | null {
  if (demos.some((demo) => demo.id === id)) return null
  const known = demos.map((demo) => demo.id).join(', ')
  return `names "${id}", which is not in ${demosFile}. ${known ? `There is ${known}.` : 'There is none.'}`
}

function missingLines(root: string, { file = '', ...cut }: Cut & { file?: string }): string | null {
  if (!SHOWN.test(file) || !existsSync(join(root, file))) {
    return `names "${file}", which is no file of src or migrations.`
  }
  try {
    cutListing(readFileSync(join(root, file), 'utf8'), cut)
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
