/** What a course is read from, and how a file of data is read. */
import type { z } from 'zod'
import type { Files } from '../project-files.ts'
import { dataMistakes } from './data-mistakes.ts'
import type { Mistakes } from './mistake.ts'
import type { Remembered } from './remembered.ts'
import { readYaml, YamlMistake, type YamlText } from './yaml-text.ts'

/** What is read, whom mistakes are told, and where the course is. */
export interface Reading {
  readonly files: Files
  readonly mistakes: Mistakes
  readonly remembered: Remembered
  /** The folder of the course, from that of package.json: `content`. */
  readonly content: string
}

/** What an author wrote into a file of data, and where what stands in it. */
export interface Data<Value> {
  readonly file: string
  readonly text: string
  readonly value: Value
  readonly yaml: YamlText
}

interface Written {
  readonly file: string
  readonly text: string
  readonly firstLine: number
  readonly entry: string
}

/** Reads YAML by a schema, and tells what is wrong with it; then the answer is `null`. */
export function parseData<Value>(
  { mistakes, remembered }: Reading,
  file: string,
  text: string,
  schema: z.ZodType<Value>,
  { firstLine = 1, entry = '' } = {},
): Data<Value> | null {
  return remembered.take(file, [text], mistakes, (own) =>
    parseWith(own, { file, text, firstLine, entry }, schema),
  )
}

function parseWith<Value>(
  mistakes: Mistakes,
  { file, text, firstLine, entry }: Written,
  schema: z.ZodType<Value>,
): Data<Value> | null {
  try {
    const yaml = readYaml(text, firstLine)
    const result = schema.safeParse(yaml.value)
    if (result.success) return { file, text, value: result.data, yaml }
    for (const { line, column, ...wrong } of dataMistakes(schema, result.error.issues, yaml, entry))
      mistakes.add(file, 'broken', { line, column }, wrong)
  } catch (error) {
    if (!(error instanceof YamlMistake)) throw error
    mistakes.add(file, 'broken', error.place, error.wrong)
  }
  return null
}
