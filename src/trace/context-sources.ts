/// <reference types="vite/client" />
/**
 * The text of every file that may make a context, as this server was built
 * from it. By it a context function knows its own line, and whoever lists the
 * functions of a context its words. Nothing is read from disk while it runs.
 */
import { readFunctions, type FunctionDocs } from './function-docs.ts'

const SOURCES = import.meta.glob<string>(
  ['/src/{app,course}/**/*.ts', '@content/lessons/*/*/*.ts'],
  { query: '?raw', import: 'default', eager: true },
)

const read = new Map<string, ReadonlyMap<string, FunctionDocs>>()

/** What a file such as `src/app/accounts/accounts.ts` says of its function. Each file is read when somebody first asks. */
export function docsOf(file: string, name: string): FunctionDocs | null {
  let functions = read.get(file)
  if (!functions) {
    functions = new Map(readFunctions(SOURCES[`/${file}`] ?? '').map((docs) => [docs.name, docs]))
    read.set(file, functions)
  }
  return functions.get(name) ?? null
}
