/**
 * `npm run bench peers`: requests that check a session, refused registrations
 * and log-ins by password, beside better-auth and beside the hash alone. Both
 * servers start anew for each round and are asked in turns, so that they meet
 * the same machine. `npm run bench peers 2` goes two rounds. What came of it
 * last is kept in `test/bench/results/` and in README.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { serverEnvironment } from '../../src/tasks/server-environment.mjs'
import { openBetterAuth } from './contest/better-auth.ts'
import { openHouse } from './contest/house.ts'
import { comparisonsOf, type Measured, type Round } from './contest/rows.ts'
import { installPeersIfNeeded } from './shared/install-peers.ts'
import { load, type Load, type Sent } from './shared/load.ts'
import { processorOf } from './shared/process-figures.ts'
import { untilQuiet } from './shared/quiet-machine.ts'
import { keepComparisons } from './shared/results.ts'
import { median } from './shared/statistics.ts'

const SECONDS = 2.5
const WARM_UP = { connections: 8, seconds: 1 }
const EIGHT = { connections: 8, seconds: SECONDS }
const ONE = { connections: 1, seconds: SECONDS }

interface Server {
  readonly pid: () => number
}

const [given = '4'] = process.argv.slice(2)
await installPeersIfNeeded()
const machine = await untilQuiet()
const rounds: Round[] = []
for (let number = 0; number < Number(given); number += 1) rounds.push(await goRound())

keepComparisons('peers', {
  title: 'Beside better-auth',
  machine,
  note: `Rounds: ${rounds.length}, of ${SECONDS} s each. On the left \`/scores\` with its rows, on the right better-auth's \`get-session\`, its cookie cache off, on node:sqlite. Answers are not compressed. Server and load share the cores. Passwords: argon2id with the same parameters on both sides.`,
  comparisons: comparisonsOf(rounds),
})

async function goRound(): Promise<Round> {
  const house = await openHouse()
  const other = await openBetterAuth()
  const here = (sent: Sent, how: Load) => measure(house, sent, how)
  const there = (sent: Sent, how: Load) => measure(other, sent, how)
  const [own, its] = [house.requests, other.requests]
  try {
    for (const sent of [
      own.json,
      own.html,
      own.untraced,
      own.refusedHtml,
      its.session,
      its.refused,
    ])
      await load(sent, WARM_UP)
    return {
      json8: await here(own.json, EIGHT),
      session8: await there(its.session, EIGHT),
      html8: await here(own.html, EIGHT),
      untraced8: await here(own.untraced, EIGHT),
      json1: await here(own.json, ONE),
      session1: await there(its.session, ONE),
      html1: await here(own.html, ONE),
      refusedJson: await here(own.refusedJson, ONE),
      refusedThere: await there(its.refused, ONE),
      refusedHtml: await here(own.refusedHtml, ONE),
      logIn8: await here(own.logIn, EIGHT),
      hashAlone8: hashAlone(EIGHT),
      logInThere8: await there(its.logIn, EIGHT),
    }
  } finally {
    await Promise.all([house.stop(), other.stop()])
  }
}

async function measure({ pid }: Server, sent: Sent, how: Load): Promise<Measured> {
  const before = processorOf(pid())
  const { perSecond, times } = await load(sent, how)
  const processor = (processorOf(pid()) - before) / times.length
  return { perSecond, median: median(times), processor }
}

/** As many a second as the house could answer, if a log-in were nothing else. */
function hashAlone({ connections, seconds }: Load): number {
  const file = fileURLToPath(new URL('contest/hash-alone.ts', import.meta.url))
  const args = ['--no-warnings', file, String(connections), String(seconds)]
  return Number(execFileSync(process.execPath, args, { env: serverEnvironment() }))
}
