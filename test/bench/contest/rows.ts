/** What `npm run bench peers` measures, and which goals of it there are. */
import type { Comparison, Goal, Side } from '../shared/comparison.ts'

/** What one round has found: requests a second, milliseconds, and milliseconds of the processor. */
export interface Round {
  readonly json8: Measured
  readonly json1: Measured
  readonly html8: Measured
  readonly html1: Measured
  readonly untraced8: Measured
  readonly refusedJson: Measured
  readonly refusedHtml: Measured
  readonly logIn8: Measured
  readonly session8: Measured
  readonly session1: Measured
  readonly refusedThere: Measured
  readonly logInThere8: Measured
  /** A second. */
  readonly hashAlone8: number
}

export interface Measured {
  readonly perSecond: number
  readonly median: number
  readonly processor: number
}

type Name = Exclude<keyof Round, 'hashAlone8'>

const least = (value: number): Goal => ({ is: 'at least', value, of: 'the other' })
const most = (value: number): Goal => ({ is: 'at most', value, of: 'itself' })

export function comparisonsOf(rounds: readonly Round[]): readonly Comparison[] {
  const all = (name: Name, figure: keyof Measured) => rounds.map((round) => round[name][figure])
  const there = (name: Name, figure: keyof Measured): Side => ({
    name: 'better-auth',
    values: all(name, figure),
  })
  const row = (figure: keyof Measured, unit: string, digits: number) => {
    return (what: string, name: Name, beside: Side | Name | null, goal: Goal | null = null) => ({
      ...{ what, unit, digits, goal, here: all(name, figure) },
      beside: typeof beside === 'string' ? there(beside, figure) : beside,
    })
  }
  const rate = row('perSecond', '/s', 0)
  const logIns = row('perSecond', '/s', 1)
  const time = row('median', 'ms', 2)
  const work = row('processor', 'ms', 2)
  const alone = { name: 'the hash', values: rounds.map(({ hashAlone8 }) => hashAlone8) }
  const untraced = { name: 'untraced', values: all('untraced8', 'processor') }
  return [
    rate('session, JSON with trace, 8 at once', 'json8', 'session8', least(1)),
    rate('the same, 1 at once', 'json1', 'session1', least(1)),
    rate('the same as HTML, 8 at once', 'html8', 'session8', least(0.6)),
    rate('the same as HTML, 1 at once', 'html1', 'session1', least(0.6)),
    rate('JSON without trace, 8 at once', 'untraced8', 'session8', least(2)),
    {
      ...work('processor for one, traced', 'json8', untraced),
      goal: { is: 'at most', value: 1.3, of: 'the other' },
    },
    work('processor for one, JSON with trace', 'json8', 'session8'),
    work('processor for one, HTML', 'html8', 'session8'),
    work('processor for one, JSON without trace', 'untraced8', 'session8'),
    time('refused registration, JSON', 'refusedJson', 'refusedThere', most(1)),
    time('refused registration, HTML', 'refusedHtml', 'refusedThere', most(2)),
    logIns('log-ins by password, 8 at once', 'logIn8', 'logInThere8', least(1.1)),
    logIns('log-ins, beside the hash alone', 'logIn8', alone, least(0.85)),
    work('processor for a log-in', 'logIn8', 'logInThere8'),
  ]
}
