import { openPostgres } from '#repo/postgres/postgres.ts'
import { describe } from 'vitest'
import { newDatabase, openNewDatabase, postgresUrl } from '../../support/postgres-databases.ts'
import { engineContract } from '../engine-contract.ts'

describe.skipIf(postgresUrl() === null)('the contract', () => {
  engineContract('PostgreSQL', {
    open: (options) => openNewDatabase('empty', options),
    openTwice: async () => {
      const { url } = await newDatabase('empty')
      return [await openPostgres({ url }), await openPostgres({ url })]
    },
    files: null,
    types: { id: 'bigserial', integer: 'bigint', text: 'text', bytes: 'bytea' },
  })
})
