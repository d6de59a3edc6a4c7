/**
 * Every `@example` of a front door is run here, and must give what its `// =>`
 * says. It may use what front doors export, and the names of
 * `support/example-names.ts`. That there is one for each function is a rule of
 * `architecture.test.ts`.
 */
import { globSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { exportsOf, listContexts } from '#trace/context-exports.ts'
import { frontDoorsIn } from './shape/front-doors.ts'
import { examplesIn, runExample } from './support/doc-examples.ts'
import { NAMES, namesOfPlace, needsPlace, test } from './support/example-names.ts'

const doors = frontDoorsIn(readFileSync('test/architecture.test.ts', 'utf8'))
  .filter((file) => /\.(?:ts|mjs)$/.test(file))
  // Where there is a PostgreSQL: test/repo/postgres.
  .filter((file) => !file.startsWith('src/repo/postgres/'))
// Parts of a context stand beside its door.
const files = new Set([...doors, ...globSync('src/app/{accounts,organizations,scores}/*.ts')])
const examples = [...files].toSorted().flatMap(examplesIn)

const exportsByDoor = new Map<string, object>()
const allExports = {}
for (const door of doors) {
  const own = (await import(/* @vite-ignore */ pathToFileURL(door).href)) as object
  exportsByDoor.set(door, own)
  Object.assign(allExports, own)
}

test('every function of a context has one', () => {
  const without = listContexts()
    .flatMap(exportsOf)
    .filter(({ example }) => !example?.includes('// => '))
    .map(({ name, source: { file, line } }) => `${file}:${line} ${name} has no @example.`)

  expect(without).toEqual([])
})

test.for(examples)('$title', async (example, { openPlace }) => {
  const given = needsPlace(example) ? await namesOfPlace(await openPlace()) : {}

  // Where two doors export the same name, an example means its own.
  const own = exportsByDoor.get(example.file)
  await runExample(example, { ...allExports, ...NAMES, ...given, ...own })
})
