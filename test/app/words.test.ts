/**
 * The app reads like a generated Phoenix project. What stands around it knows
 * the app; the app has no word for any of that, not even in a comment.
 */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const WORDS = ['sandbox', 'lesson', 'stage', 'persona', 'trace', 'recorder', 'glass', 'lever']

/** Names of other things: an organization of the examples, and a part of a drawing. */
const NAMES = /Glass Works|glass-works|empty-glass/g

/** An import says where a function comes from. What is imported is read where it is used. */
const IMPORT = /^import\b[^'"]*['"][^'"]+['"];?$/gm

/** Files that still take whatever a request carries. The others take an `AppContext`. */
const TAKES_ALL = ['src/app/web/session.ts', 'src/app/web/user-auth.ts']

/**
 * @example wordsIn('const LessonField = sandboxes.get(1)')
 * // => ['lesson', 'sandbox']
 */
function wordsIn(source: string): readonly string[] {
  const text = source.replace(IMPORT, '').replace(NAMES, '')
  const parts = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []
  const said = new Set(parts.map((part) => part.toLowerCase().replace(/(?<=x)es$|s$/, '')))
  return WORDS.filter((word) => said.has(word)).toSorted()
}

test('the app has no words for what stands around it', () => {
  const files = globSync('src/app/**/*.{ts,astro}').map((path) => path.replaceAll('\\', '/'))
  const found = files
    .map((path) => [path, wordsIn(readFileSync(path, 'utf8'))] as const)
    .filter(([, words]) => words.length > 0)

  expect(files.length).toBeGreaterThan(80)
  expect(Object.fromEntries(found)).toEqual({})
})

test('a rule of the app is made as the rules of the library are, and says as much in a trace', () => {
  // A step over something else, such as a query, is made of the plain function.
  const found = globSync(['src/app/**/*.ts', 'content/lessons/*/*/*.ts']).filter((path) => {
    const source = readFileSync(path, 'utf8')
    return (
      /import \{ step\b[^}]*\} from '#trace\/step\.ts'/.test(source) &&
      /\bchangeset: Changeset\b/.test(source)
    )
  })

  // Make it with '#changeset/changeset-step.ts'.
  expect(found).toEqual([])
})

test('a function of the app is given its own part of a request, and no more', () => {
  const found = globSync('src/app/**/*.ts')
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\b(?:APIContext|App\.Locals)\b/.test(readFileSync(path, 'utf8')))

  expect(found.toSorted()).toEqual(TAKES_ALL)
})

test.for([
  ['// Resets the sandbox.', ['sandbox']],
  ['const { sandboxes, personas } = house', ['persona', 'sandbox']],
  ['<LessonField lesson={lesson} />', ['lesson']],
  ['locals.lastTrace', ['trace']],
  ["by the sandbox's clock, on STAGES", ['sandbox', 'stage']],
  ["import { trace } from '#trace/trace.ts'", []],
  ["import {\n  Recorder,\n} from '#trace/trace.ts'\nnew Recorder()", ['recorder']],
  ['untraced(() => levers, glasshouse, postage)', ['lever']],
  ['Glass Works: glass-works', []],
] as const)('%j has the words %j', ([source, words]) => {
  expect(wordsIn(source)).toEqual(words)
})
