/** One line of a vector file, as FORMAT.md describes it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

export interface Vector {
  readonly id: string
  readonly group: string
  readonly schema?: string
  readonly state?: string
  readonly types?: JsonObject
  readonly data: JsonObject
  readonly params?: Json
  readonly ops: readonly (readonly Json[])[]
  readonly observe?: readonly (readonly Json[])[]
  readonly finish?: readonly Json[]
  readonly inspect?: boolean
  readonly uses?: readonly string[]
  readonly expect: JsonObject
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function parseVectors(text: string): readonly Vector[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Vector)
}
