import { describe, expect, test } from 'vitest'
import * as door from '#repo/postgres/postgres.ts'
import { examplesIn, runExample } from '../../support/doc-examples.ts'
import { newDatabase, postgresUrl } from '../../support/postgres-databases.ts'

const examples = examplesIn('src/repo/postgres/postgres.ts')

describe.skipIf(postgresUrl() === null)('the examples of PostgreSQL’s door', () => {
  test('are there', () => {
    expect(examples.length).toBeGreaterThan(1)
  })

  test.for(examples)('$title', async (example) => {
    const { url, remove } = await newDatabase('empty')
    await runExample(example, { ...door, url })
    await remove()
  })
})
