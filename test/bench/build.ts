/**
 * `npm run bench build`: a hundred lessons, built with nothing kept and then
 * once more with one of them changed, beside Starlight with the same text, in
 * turns. `npm run bench build 1000 1` builds a thousand, in one round. What came
 * of it last is kept in `test/bench/results/` and in README.
 */
import { houseSite } from './build/house-site.ts'
import { build, type Built, type Site } from './build/measure-build.ts'
import { manyPages, starlightSite } from './build/starlight-site.ts'
import type { Comparison, Goal } from './shared/comparison.ts'
import { installPeersIfNeeded } from './shared/install-peers.ts'
import { untilQuiet } from './shared/quiet-machine.ts'
import { keepComparisons } from './shared/results.ts'

const NO_MORE: Goal = { is: 'at most', value: 1, of: 'the other' }
const FIVE_SECONDS: Goal = { is: 'at most', value: 5, of: 'itself' }

interface Twice {
  readonly cold: Built
  readonly warm: Built
}

const [count = 100, rounds = 2] = process.argv.slice(2).map(Number)
const sites = {
  plain: houseSite(count, 'plain'),
  starlight: starlightSite(manyPages(count)),
  demos: houseSite(count, 'with demos'),
}
await installPeersIfNeeded()
const machine = await untilQuiet()
const all: Record<keyof typeof sites, Twice>[] = []
for (let round = 0; round < rounds; round += 1)
  all.push({
    plain: await twice(sites.plain),
    starlight: await twice(sites.starlight),
    demos: await twice(sites.demos),
  })

keepComparisons('build', {
  title: `${count} lessons, built`,
  machine,
  note: `Rounds: ${rounds}. On the left this project with ${count} lessons beside those of its tests, and with compressed files; on the right ${count} pages of the same text in Starlight, which compresses none. With demos: each with a stage and its recordings. Memory: the largest process.`,
  comparisons: [
    row('cold, plain text', 'plain', 'cold', NO_MORE),
    row('one changed, plain text', 'plain', 'warm', FIVE_SECONDS),
    row('cold, with demos', 'demos', 'cold', NO_MORE),
    row('one changed, with demos', 'demos', 'warm', FIVE_SECONDS),
    memory('memory, plain text', 'plain'),
    memory('memory, with demos', 'demos'),
  ],
})

async function twice(site: Site): Promise<Twice> {
  try {
    site.begin()
    const cold = await build(site)
    site.change('\nOne sentence more.\n')
    return { cold, warm: await build(site) }
  } finally {
    site.end()
  }
}

function row(what: string, here: 'plain' | 'demos', when: keyof Twice, goal: Goal): Comparison {
  const seconds = (site: keyof typeof sites) => all.map((round) => round[site][when].seconds)
  const beside = { name: 'Starlight', values: seconds('starlight') }
  return { what, unit: 's', digits: 1, here: seconds(here), beside, goal }
}

function memory(what: string, here: 'plain' | 'demos'): Comparison {
  const peaks = (site: keyof typeof sites) => all.map((round) => round[site].cold.peak)
  const beside = { name: 'Starlight', values: peaks('starlight') }
  return { what, unit: 'MB', digits: 0, here: peaks(here), beside, goal: null }
}
