/** Makes of a reader's files what a worker can load: types are blanks, imports are known by their places. */
import { blankTypes, type Problem } from '#prompt/typescript/blank-types.ts'
import { importsOf, type Import } from '#prompt/typescript/imports-of.ts'

/** A module in JavaScript, line for line and column for column as it was typed. */
export interface ModuleText {
  /** `user.ts` */
  readonly name: string
  readonly code: string
  readonly imports: readonly Import[]
}

/** What a browser cannot read, and where. */
export interface FileProblem extends Problem {
  readonly file: string
}

export interface CodeRead {
  readonly modules: readonly ModuleText[]
  readonly problems: readonly FileProblem[]
}

export function readCode(files: Readonly<Record<string, string>>): CodeRead {
  const read = Object.entries(files).map(([name, text]) => ({ name, ...blankTypes(text) }))
  return {
    modules: read.map(({ name, code }) => ({ name, code, imports: importsOf(code) })),
    problems: read.flatMap(({ name: file, problems }) =>
      problems.map((problem) => ({ ...problem, file })),
    ),
  }
}
