import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { differences, runVector } from './run-vector.ts'
import { parseVectors, type Vector } from './vector.ts'

const read = (name: string) => parseVectors(readFileSync(new URL(name, import.meta.url), 'utf8'))
const curated = read('changeset-curated.jsonl')
const random = read('changeset-random-dev.jsonl')

async function verdicts(vectors: readonly Vector[]) {
  const failed: string[] = []
  const skipped: string[] = []
  for (const vector of vectors) {
    const verdict = await runVector(vector)
    if (verdict.outcome === 'skipped') skipped.push(vector.id)
    if (verdict.outcome === 'failed')
      failed.push(...verdict.differences.map((one) => `${vector.id} ${one}`))
  }
  return { failed, skipped }
}

describe('the changeset library answers as Ecto does', () => {
  const groups = Object.entries(Object.groupBy(curated, ({ group }) => group))

  test.for(groups)('%s', async ([, vectors = []]) => {
    const { failed } = await verdicts(vectors)

    expect(failed).toEqual([])
  })

  test('a thousand random changesets', async () => {
    const { failed, skipped } = await verdicts(random)

    expect({ failed, skipped }).toEqual({ failed: [], skipped: [] })
  })

  test('hardly any vector is skipped', async () => {
    const { skipped } = await verdicts(curated)

    expect(skipped).toEqual([
      'cur-cast-string-003',
      'cur-cast-naive-datetime-007',
      'cur-cast-utc-datetime-009',
      'cur-cast-map-007',
    ])
  })
})

describe('runVector', () => {
  const vector: Vector = {
    id: 'x',
    group: 'x',
    types: { title: 'string' },
    data: {},
    params: { title: 'a' },
    ops: [['cast', ['title']]],
    expect: { valid: true, changes: { title: 'a' } },
  }

  test('passes what agrees', async () => {
    expect(await runVector(vector)).toEqual({ outcome: 'passed' })
  })

  test('says what differs', async () => {
    const other = { ...vector, expect: { valid: false, changes: { title: 'b' } } }

    expect(await runVector(other)).toEqual({
      outcome: 'failed',
      differences: ['valid: expected false, got true', 'changes.title: expected "b", got "a"'],
    })
  })

  test('fails when an expected exception does not come', async () => {
    const other = { ...vector, expect: { raises: { exception: 'X', message: '', at: 0 } } }

    expect(await runVector(other)).toEqual({
      outcome: 'failed',
      differences: ['expected an exception at 0, got none'],
    })
  })

  test('fails when an exception comes from elsewhere', async () => {
    const other = {
      ...vector,
      ops: [
        ['cast', ['title']],
        ['cast', ['nothing']],
      ],
      expect: { raises: { exception: 'X', message: '', at: 0 } },
    }

    const verdict = await runVector(other)

    expect(verdict).toMatchObject({ outcome: 'failed' })
  })

  test('tells a float from an integer', () => {
    expect(differences('n', { $float: '1' }, 1)).toEqual(['n: expected {"$float":"1"}, got 1'])
  })
})
