import { expect } from 'vitest'
import '#app/scores/score.ts'
import { rowsRead } from '#repo/rows-read.ts'
import { test } from '../../support/fixtures.ts'

const BO = 2
const bo = { user: BO, seesAll: false }
const visitor = { user: null, seesAll: false }

const own = { id: 1, user_id: BO, organization_id: null }
const anas = { id: 2, user_id: 1, organization_id: null }
const ofTheClub = { id: 3, user_id: BO, organization_id: 7 }
const nobodys = { id: 4, user_id: null, organization_id: null }

test('only rows that do not say themselves whose they are are asked about', ({ scope }) => {
  const query = scope.repo.db.selectFrom('scores').selectAll().compile()

  expect(rowsRead(query, [own], bo)).toEqual([])
  expect(rowsRead(query, [own, anas, ofTheClub, nobodys], bo)).toEqual([
    { table: 'scores', keys: [2, 3] },
  ])
  expect(rowsRead(query, [own, nobodys], visitor)).toEqual([{ table: 'scores', keys: [1] }])
})

test('a query that leaves out whose they are is asked about whole', ({ scope }) => {
  const { db } = scope.repo
  const withoutClub = db.selectFrom('scores').select(['id', 'user_id']).compile()
  const byKey = db.selectFrom('scores').select(['id']).compile()

  for (const query of [withoutClub, byKey])
    expect(rowsRead(query, [{ id: 1, user_id: BO }], bo)).toEqual([{ table: 'scores', keys: [1] }])
})

test('a column is known by the name that the query gives it', ({ scope }) => {
  const query = scope.repo.db
    .selectFrom('scores')
    .select(['id', 'points as user_id', 'user_id as points', 'organization_id'])
    .compile()
  const rows = [{ id: 1, user_id: BO, points: 1, organization_id: null }]

  expect(rowsRead(query, rows, bo)).toEqual([{ table: 'scores', keys: [1] }])
})

test('where tables are joined, no column says whose a row is', ({ scope }) => {
  const query = scope.repo.db
    .selectFrom('scores as s')
    .innerJoin('users', 'users.id', 's.user_id')
    .selectAll('s')
    .compile()

  expect(rowsRead(query, [own], bo)).toContainEqual({ table: 'scores', keys: [1] })
})
