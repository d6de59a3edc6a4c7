/**
 * `npm run test:security`: runs the security tests against the built server,
 * and says of each promise in rows.mjs whether it is kept.
 */
import { ON_BOTH_ORIGINS } from '../support/both-origins.mjs'
import { elsewhere, report, runTests, tableOf } from '../support/held-rows.mjs'
import { onTestBuild } from '../support/on-test-build.mjs'
import { ROWS } from './rows.mjs'

await onTestBuild('security', import.meta.url)
const { installChromiumIfNeeded } = await import('../support/install-chromium.ts')
installChromiumIfNeeded()
console.log('Asking the built server. This takes some minutes.\n')
const filters = ['test/security', ...ON_BOTH_ORIGINS, ...elsewhere(ROWS), ...process.argv.slice(2)]
report(tableOf(await runTests(['security', 'https', 'unit'], filters), ROWS))
