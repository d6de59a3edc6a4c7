/**
 * `npm run test:cluster`: PostgreSQL, two servers and HAProxy on this machine,
 * each on a free port. Where one of them is not installed it says so, and what
 * they hold is counted as left out.
 */
import { report, runTests, tableOf } from '../support/held-rows.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'
import { PROMISES } from './promises.mjs'

await onTestBuild('cluster', import.meta.url)
// From here on it is the project's own Node, which reads TypeScript.
const { missingCluster } = await import('./missing-cluster.mjs')
const results = await runTests(['cluster'], ['test/cluster', ...process.argv.slice(2)])
const lacking = { cluster: missingCluster() }
report(tableOf(results, PROMISES, { prefix: 'promise ', lacking }))
