/**
 * Every `@example` of src/lib, src/trace and src/changeset is run here, and must give what its `// =>`
 * says. Examples may use everything that they export, and the schema below.
 */
import { globSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { defineSchema } from '#changeset/schema.ts'
import { examplesIn, runExample } from '../support/doc-examples.ts'

interface User {
  id: number
  email: string
  password: string | null
}

const users = defineSchema<User>({
  source: 'users',
  name: 'User',
  fields: {
    id: { type: 'id', primaryKey: true },
    email: 'string',
    password: { type: 'string', virtual: true, redact: true },
  },
})

const files = globSync([
  'src/{lib,trace,changeset}/**/*.ts',
  'src/levers/**/ddl-lines.ts',
  'src/router.ts',
]).toSorted()

const modules: Record<string, unknown> = { users }
for (const file of files) {
  Object.assign(modules, await import(/* @vite-ignore */ pathToFileURL(file).href))
}

const examples = files.flatMap(examplesIn)

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(20)
})

test.for(examples)('$title', (example) => runExample(example, modules))
