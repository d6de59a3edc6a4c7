import { describe, expect, test } from 'vitest'
import { decisiveStep, foldedRows, type Focus } from '#trace/folding.ts'
import { pictureOf } from '#trace/picture.ts'
import { sqlName } from '#trace/sql-words.ts'
import { sampleTrace } from '../support/sample-trace.ts'
import { breaking, LAWS_OF_A_LIST } from './pictures/laws.ts'
import {
  ALL_TRACES,
  FIRST_RECORDED,
  SERVER_TRACED,
  traceNamed,
  type Walked,
} from './pictures/pictures.ts'

const rowsOf = (name: string, focus?: Focus): readonly string[] =>
  rowsOfTrace(SERVER_TRACED.get(name) ?? traceNamed(name), focus)

function rowsOfTrace(trace: Walked, focus: Focus = {}): readonly string[] {
  return foldedRows(trace, pictureOf(trace), focus).map((row) => {
    if (row.kind === 'fold') return `${'  '.repeat(row.depth)}▸ ${row.words}`
    const { layer, name } = row.step
    return '  '.repeat(row.depth) + (layer === 'sql' ? sqlName(name) : name)
  })
}

describe('the list of', () => {
  test('a refusal stands open at the rule that spoke', () => {
    expect(rowsOf('bo-goes-down.1', { shows: ['changeset'] })).toEqual([
      ...['POST /users/register', '▸ pipeline: 3 plugs passed', '  scopeForVisitor'],
      ...['▸ guards: 1 passed', 'Accounts.registerUser', '  cast', '  validateRequired'],
      ...['  validateFormat', '  ▸ 5 more: 1 skipped, 3 passed, 1 with errors', '422'],
    ])
  })

  test('an answer folds what passed, and no query', () => {
    expect(rowsOf('ana-comes-in.1')).toEqual([
      ...['POST /users/register', '▸ pipeline: 3 plugs passed', '  scopeForVisitor'],
      ...['▸ guards: 1 passed', 'Accounts.registerUser', '  ▸ cast and 3 rules passed'],
      ...['  select from users', '  ▸ 3 more passed', '  insert into users', '  users_email_index'],
      '  Repo.insert',
      ...['Accounts.deliverLoginInstructions', '  insert into users_tokens', '  Mailbox.deliver'],
      '303',
    ])
  })

  test('a person’s request counts the queries that made the scope', () => {
    expect(rowsOf('ana-goes-down.5')).toEqual([
      ...['GET /users/settings', '▸ pipeline: 3 plugs passed · 3 queries', '  scopeForUser'],
      ...['▸ guards: 1 passed', 'requireSudoMode', '  303'],
    ])
  })

  test('a live event says what carried it', () => {
    expect(rowsOf('A live event that saves')).toEqual([
      ...['▸ carried by POST /live/[id]', 'GuessLive.handleEvent', '  Scores.createScore'],
      ...['    ▸ cast and 1 rule passed', '    insert into scores', '    ▸ 2 more passed', '200'],
    ])
  })

  test('a step that a demo names is there', () => {
    const rows = rowsOf('ana-comes-in.1', { shows: ['plug.fetchCurrentScope'] })

    expect(rows.slice(0, 4)).toEqual([
      ...['POST /users/register', '▸ pipeline: 2 plugs passed', 'fetchCurrentScope'],
      '  scopeForVisitor',
    ])
  })

  test('neither a first recording nor a request to the server is longer', () => {
    const traces = [...FIRST_RECORDED, ...SERVER_TRACED]
    const long = traces.filter(([, trace]) => rowsOfTrace(trace).length > 16)

    expect(long.map(([name]) => name)).toEqual([])
  })

  test('what the front door looked at is one row', () => {
    expect(rowsOf('scores, a visitor').slice(0, 3)).toEqual([
      ...['GET /scores', '  ▸ front door: 3 checks', '▸ pipeline: 3 plugs passed'],
    ])
    expect(rowsOf('a form of another site')).toEqual([
      ...['POST /users/register', '  ▸ front door: 1 check', '  origin', '403'],
    ])
  })

  test('a plug that is switched off has not passed', () => {
    const trace = sampleTrace([
      { layer: 'plug', name: 'fetchSandbox' },
      { layer: 'plug', name: 'fetchFlash', outcome: 'skip', detail: 'switched off by you' },
    ])
    const [fold] = foldedRows(trace, pictureOf(trace))

    expect(fold).toMatchObject({ kind: 'fold', words: 'pipeline: 1 plug passed, 1 off' })
  })

  test('what a refusing rule asked stays beneath it', () => {
    expect(rowsOf('registration, an address that is taken').slice(-6)).toEqual([
      ...['  ▸ cast and 3 rules passed', '  unsafeValidateUnique', '    select from users'],
      ...['  ▸ 3 more: 2 passed, 1 with errors', '422', '  menu'],
    ])
  })

  test.for(LAWS_OF_A_LIST)('%s', ([, isBroken]) => {
    expect(breaking(ALL_TRACES, isBroken)).toEqual([])
  })
})

describe('the decisive step', () => {
  test.for([
    ['bo-goes-down.1', undefined, 'changeset.email.format'],
    ['ana-comes-in.1', undefined, 'sql.insert.users_tokens'],
    ['ana-comes-in.1', 'constraint.users_email_index', 'constraint.users_email_index'],
    ['ana-goes-down.2', undefined, 'sql.select.users_tokens'],
    ['ana-goes-down.5', undefined, 'plug.requireSudoMode'],
    ['No such page', undefined, undefined],
  ] as const)('of %s, where the demo names %s, is %s', ([name, lookAt, tag]) => {
    const step = decisiveStep(pictureOf(traceNamed(name)), lookAt ? { lookAt } : {})

    expect(step?.tag).toBe(tag)
  })

  test('of what broke at no step is the answer', () => {
    const plug = { layer: 'plug', name: 'fetchCurrentScope', outcome: 'skip' } as const
    const answers = [
      { layer: 'reply', name: '200' },
      { layer: 'reply', name: '500', outcome: 'error' },
    ] as const
    const broke = sampleTrace([plug, ...answers], { status: 500 })

    expect(decisiveStep(pictureOf(broke))?.name).toBe('500')
  })
})
