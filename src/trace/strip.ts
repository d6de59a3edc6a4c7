/** The one sentence that says what came of a request, and the line below it. */
import { capital } from '#lib/capital.ts'
import { counted } from '#lib/counted.ts'
import { askedInWords } from './asked-words.ts'
import { ownOf, type End } from './ending.ts'
import type { Floor } from './floors.ts'
import { guardOfEnd } from './guard.ts'
import { guardName } from './guard-words.ts'
import { pictureOf, type Picture } from './picture.ts'
import type { Pictured } from './placing.ts'
import { lanesOf } from './raced.ts'
import { sqlName } from './sql-words.ts'
import { strangersIn } from './strangers.ts'
import { isMap, replyOf, type Json, type Trace, type TraceStep } from './trace-step.ts'

type Walk = Pictured & Pick<Trace, 'persona'>

export interface Strip {
  /** In its parts, one of which is the word to see: who refused it, or what was found. */
  readonly parts: readonly [before: string, strong: string, after: string]
  /** What else there is to say; empty for nothing. */
  readonly below: string
  /** What would help, and where: of a schema that lags behind. */
  readonly remedy?: { readonly words: string; readonly href: string }
}

/** The sentence for whoever hears it, and for whoever cannot see the parts apart. */
export const sentenceOf = ({ parts }: Strip): string => parts.join('')

/** The whole of it in words, for a list of requests, and for whoever cannot see the picture. */
export function traceInWords(trace: Walk): string {
  const strip = stripOf(trace, pictureOf(trace))
  return [sentenceOf(strip), strip.below].filter((part) => part !== '').join(' ')
}

/** What came of a request, made of its picture. */
export function stripOf(trace: Walk, picture: Picture): Strip {
  const { end } = picture
  const said = replyOf(trace)?.detail ?? ''
  const isMissing = isSchemaMissing(end.step)
  switch (end.kind) {
    case 'open':
      return {
        parts: ['', 'On its way', `: ${counted(trace.steps.length, 'step')} so far.`],
        below: '',
      }
    case 'nothing':
      return {
        parts: ['', 'Found nothing', nothingFor(trace)],
        // Its answer's own words stand in the page.
        below: askedBy(end.step) ?? said,
      }
    case 'leaked':
      return { parts: leaked(trace, end.step), below: passedOn(picture) }
    case 'refused':
      return {
        parts: refused(trace, picture),
        below: end.broke
          ? broken(trace, said)
          : (errorsOf(end.step, said) ?? (isMissing ? beginningOf(said) : said)),
        ...(isMissing && { remedy: REMEDY }),
      }
    case 'answered':
      return { parts: ['', 'Answered', of(trace) + answeredWith(trace, picture)], below: said }
  }
}

const REMEDY = {
  words: 'A migration is down: put it back',
  href: '/sandbox/migrations',
}

/** Its first sentence: what there is to do, the remedy says. */
const beginningOf = (said: string) => /^.*?\.(?= |$)/.exec(said)?.[0] ?? said

/** A table or a column that a migration takes away, and brings back. */
const isSchemaMissing = (step: TraceStep | null): boolean =>
  step?.layer === 'sql' && /no such (?:table|column)|has no column named/.test(step.detail)

/** What came of a line was printed; no browser has asked. */
const isTyped = ({ kind }: Walk) => kind === 'console'

const broken = (trace: Walk, said: string): string => {
  if (!isTyped(trace)) return 'The browser gets a 500.'
  return `The prompt printed ${said === '' ? 'an exception' : said}.`
}

/** The query that found no row, by what it looked. */
function askedBy(step: TraceStep | null): string | null {
  const sql = step?.data['sql']
  return typeof sql === 'string' ? askedInWords(sql) : null
}

const nothingFor = (trace: Walk) =>
  trace.status === 404 || trace.status === 410
    ? ` for ${requestOf(trace)}.`
    : `, and turned ${whom(trace.persona)} away.`

/** As a sentence calls whoever acted. Not everybody has a name. */
const whom = (persona: string) => {
  const [name = persona] = persona.split('-')
  return name === 'you' ? 'you' : name === 'visitor' ? 'the visitor' : capital(name)
}
const requestOf = (trace: Walk) => {
  const what = isTyped(trace) ? 'call' : 'request'
  return trace.persona === 'you' ? `your ${what}` : `${whom(trace.persona)}’s ${what}`
}

type Parts = Strip['parts']

function refused(trace: Walk, { end }: Picture): Parts {
  const { step, broke } = end
  // The front door is no guard that stands in front of one page.
  if (step?.outcome === 'halt' && step.layer !== 'request')
    return ['The guard ', step.name, ' answered in the page’s place.']
  // At a prompt an exception is an answer. What the database refuses, it refuses there as well.
  const isRaised = broke && isTyped(trace) && !/^(?:sql|constraint)$/.test(step?.layer ?? '')
  if (isRaised) return ['It ', 'raised', ' an exception.']
  const guard = nameOf(end)
  if (broke && !step) return ['Something ', 'broke', ', and nobody had words for it.']
  if (broke) return ['The ', guard, ' refused it, and nobody had words for it.']
  return ['The ', guard, ` refused ${requestOf(trace)}.`]
}

/** The guard that the badge names; of plugs and limits, which one. */
function nameOf(end: End): string {
  const { step } = end
  if (step?.tag.startsWith('limit.')) return step.name.replace(/^limit: /, 'limit on ')
  // A request that was refused was refused by somebody.
  const guard = guardOfEnd(end)!
  return guard === 'plug' && step ? `plug ${step.name}` : guardName(guard)
}

function leaked({ persona }: Walk, step: TraceStep | null): Parts {
  const [stranger] = step ? strangersIn(step) : []
  const whose = stranger?.owner ?? 'somebody else'
  const owner = `${whose === 'somebody else' ? whose : capital(whose)}’s row`
  const isRead = step !== null && /^sql\.select\./.test(step.tag)
  const who = persona === 'you' ? 'You were' : `${whom(persona)} was`
  const did = persona === 'you' ? 'You changed ' : `${whom(persona)} changed `
  return isRead ? [`Leaked: ${who} shown `, owner, '.'] : [`Leaked: ${did}`, owner, '.']
}

const LAYERS: Readonly<Partial<Record<Floor, string>>> = {
  guards: 'the guards',
  context: 'the context',
  sql: 'SQL',
  constraint: 'the constraints',
}

/** Who passed it on, without having asked whose it is. */
function passedOn({ dots }: Picture): string {
  const names = dots.flatMap((floor) => LAYERS[floor] ?? [])
  const passed = capital(names.join(', ').replace(/, ([^,]+)$/, ' and $1'))
  return names.length > 0 ? `${passed} passed it on.` : 'No layer asked whose it is.'
}

/** All that the form shows, as its answer says it: the newest error first. A line at a prompt is answered with no words. */
function errorsOf(step: TraceStep | null, said: string): string | null {
  const first = firstError(step)
  return first !== null && said.includes(first) ? said : first
}

/** The message as the form shows it: `email has already been taken`. */
function firstError(step: TraceStep | null): string | null {
  const errors = step?.data['errors']
  const [error] = Array.isArray(errors) ? (errors as readonly Json[]) : []
  if (!isMap(error)) return null
  const { field, message } = error
  return typeof field === 'string' && typeof message === 'string' ? `${field} ${message}` : null
}

const VERBS: Readonly<Record<string, string>> = {
  insert: 'written',
  replace: 'written',
  update: 'changed',
  delete: 'deleted',
  select: 'found',
}

/** Of whom, where it is not the reader who acts as themselves. */
const of = ({ persona }: Walk) => (persona === 'you' ? '' : ` ${whom(persona)}`)

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' })

// What a database notes of its own tables is nobody's row.
const OF_SCHEMA = /\.(?:schema_migrations|sqlite_schema)$/

/** `: one row written, one mail sent.` Of what was only read the rows are counted; of what was written, those. */
function answeredWith(trace: Walk, { placed, mails }: Picture): string {
  const sent = lanesOf(trace)
  if (sent.length > 0) {
    const statuses = LIST.format(sent.map(({ status }) => String(status)))
    return `: ${counted(sent.length, 'request')}, ${statuses}.`
  }
  const ran = placed.filter(({ step }) => step.outcome === 'ok')
  const rows = new Map<string, number>()
  for (const step of ownOf(ran, 'sql').filter(({ tag }) => !OF_SCHEMA.test(tag))) {
    const done = VERBS[sqlName(step.name).split(' ', 1)[0] ?? '']
    const count = step.data['rows']
    if (done !== undefined && typeof count === 'number')
      rows.set(done, (rows.get(done) ?? 0) + count)
  }
  const isWrite = [...rows].some(([done, count]) => done !== 'found' && count > 0)
  const told = [...rows].filter(([done, count]) => count > 0 && (!isWrite || done !== 'found'))
  const facts = [
    ...told.map(([done, count]) => `${counted(count, 'row')} ${done}`),
    ...(mails > 0 ? [`${counted(mails, 'mail')} sent`] : []),
  ]
  if (facts.length > 0) return `: ${facts.join(', ')}.`
  return isTyped(trace) ? '.' : ` with ${trace.status}.`
}
