import { describe, expect, test } from 'vitest'
import type { RecordedStep, RecordedTrace } from '#course/recording.ts'
import { differences } from '../../../src/tasks/record/differences.ts'

const step = (tag: string, more: Partial<RecordedStep> = {}): RecordedStep => ({
  id: 1,
  parent: null,
  layer: 'changeset',
  name: tag.split('.').at(-1)!,
  tag,
  outcome: 'ok',
  detail: '',
  source: { file: 'src/a.ts', text: 'cast(),' },
  data: {},
  ...more,
})

const trace = (...steps: RecordedStep[]): RecordedTrace => ({
  title: 'POST /users/register',
  persona: 'you',
  status: 200,
  steps,
})

const cast = step('changeset.email.cast')
const format = step('changeset.email.format')
const update = step('sql.update.users', { layer: 'sql', name: 'update "users" set "a" = ?' })

describe('differences', () => {
  test('finds none between a trace and itself', () => {
    expect(differences(trace(cast, format), trace(cast, format))).toEqual([])
  })

  test('tells a new step, and takes none of the others for changed', () => {
    expect(differences(trace(cast, format), trace(cast, update, format))).toEqual([
      'new step `sql update users`',
    ])
  })

  test('tells a step that is gone', () => {
    expect(differences(trace(cast, update, format), trace(cast, format))).toEqual([
      'step `sql update users` is gone',
    ])
  })

  test('tells rows that were counted otherwise, or were not counted yet', () => {
    const counted = (rows: string) => ({ ...trace(cast), counted: { left: rows } })

    expect(differences(counted('0'), counted('0'))).toEqual([])
    expect(differences(counted('0'), counted('1'))).toEqual([
      'the rows that were counted are {"left":"1"}, were {"left":"0"}',
    ])
    expect(differences(trace(cast), counted('1'))).toHaveLength(1)
  })

  test('tells two steps that changed places', () => {
    expect(differences(trace(cast, format), trace(format, cast))).toEqual([
      'step `changeset cast` is gone',
      'new step `changeset cast`',
    ])
  })

  test.for([
    [{ name: 'take' }, 'its name is "take", was "cast"'],
    [{ outcome: 'error' }, 'its outcome is "error", was "ok"'],
    [{ detail: 'took email' }, 'its sentence is "took email", was ""'],
    [
      { source: { file: 'src/a.ts', text: 'cast(more),' } },
      'its line is "cast(more),", was "cast(),"',
    ],
    [
      { source: { file: 'src/b.ts', text: 'cast(more),' } },
      'its file is "src/b.ts", was "src/a.ts"',
    ],
    [{ source: null }, 'its file is not there, was "src/a.ts"'],
    [{ data: { rows: 1 } }, 'rows in its data is 1, was not there'],
  ] as const)('tells that a step has %o', ([change, sentence]) => {
    expect(differences(trace(cast), trace({ ...cast, ...change }))).toEqual([
      `step \`changeset cast\`: ${sentence}`,
    ])
  })

  test('tells another request, person or reply', () => {
    const now = { ...trace(cast), title: 'GET /', persona: 'bob', status: 422 }

    expect(differences(trace(cast), now)).toEqual([
      'the request is GET /, was POST /users/register',
      'bob acts, was you',
      'the reply is 422, was 200',
    ])
  })

  test('does not mind that steps have other numbers', () => {
    const shifted = { ...format, id: 9, parent: 8 }

    expect(differences(trace(cast, format), trace(cast, shifted))).toEqual([])
  })
})
