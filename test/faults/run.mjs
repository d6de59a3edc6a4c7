/**
 * `npm run test:faults`: breaks what a server stands on, fault by fault, in
 * processes of their own, and says of each in faults.mjs what is held.
 */
import { elsewhere, report, runTests, tableOf } from '../support/held-rows.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'
import { whyNoSmallDisk } from '../support/small-disk.mjs'
import { FAULTS } from './faults.mjs'

await onTestBuild('faults', import.meta.url)
// The Node that runs npm may be too old to load it.
const { missingPostgres } = await import('../support/postgres.ts')
console.log('Breaking things, one after the other. This takes some minutes.\n')
const filters = ['test/faults', ...elsewhere(FAULTS), ...process.argv.slice(2)]
const results = await runTests(['faults', 'requests', 'security'], filters)
report(
  tableOf(results, FAULTS, {
    prefix: 'fault ',
    lacking: { disk: whyNoSmallDisk(), postgres: missingPostgres() },
  }),
)
