/**
 * A link to a moment of a demo: the steps that led to it, in the part of an
 * address that no server sees. It comes from a stranger, so it is read as
 * data that may be anything, and nothing of it happens until its reader says so.
 */
import { inLinks } from 'virtual:glasshouse/paths'
import { isSecretName } from '#lib/secret-name.ts'
import { UNSEEN } from '#lib/unseen.ts'

/** One form that somebody sent. */
export interface MomentStep {
  /** `/users/register`, `/as/alice/users/log-in` */
  readonly path: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** The steps that led to it, the first first. */
export interface Moment {
  readonly demo: string
  readonly steps: readonly MomentStep[]
}

/** A moment that a link holds, or what is wrong with the link, in a sentence for its reader. */
export type ReadMoment =
  { readonly ok: true; readonly moment: Moment } | { readonly ok: false; readonly sentence: string }

/** In place of a demo: the stage that plays none. */
export const FREE_STAGE = 'try'

const PREFIX = '#moment='
const LONGEST = 3_000
/** Of the moment itself, in an address of its own. */
const LONGEST_CODE = 1_500
const MOST_STEPS = 12
const MOST_FIELDS = 12
const LONGEST_VALUE = 200

const NAME = /^_?[a-z][\w[\]]{0,59}$/
// What cannot be seen in the sentence that says what a link would do.
const IS_UNSEEN = new RegExp(`[${UNSEEN}]`, 'u')
const DEMO = /^[a-z][a-z\d-]{0,59}$/

/**
 * Whether a step may be in a link: it has a public address, and nothing secret.
 *
 * @example
 * isPublic({ path: '/users/log-in', fields: [['user[email]', 'ana@example.test']] })
 * // => true
 * isPublic({ path: '/users/log-in', fields: [['user[password]', 'a boat in the garden']] })
 * // => false
 */
export function isPublic({ path, fields }: MomentStep): boolean {
  return inLinks.test(path) && fields.length <= MOST_FIELDS && fields.every(isPublicField)
}

const isPublicField = ([name, value]: readonly [string, string]) =>
  NAME.test(name) && !isSecretName(name) && value.length <= LONGEST_VALUE && !IS_UNSEEN.test(value)

/**
 * What goes behind the address of the lesson, or `null` if the moment is too long for a link.
 *
 * @example
 * const steps = [{ path: '/users/register', fields: [['user[email]', 'ana']] }]
 * momentHash({ demo: 'ana-comes-in', steps }).startsWith('#moment=')
 * // => true
 */
export function momentHash({ demo, steps }: Moment): string | null {
  if (!DEMO.test(demo) || steps.length > MOST_STEPS || !steps.every(isPublic)) return null
  const json = JSON.stringify([demo, ...steps.map(({ path, fields }) => [path, ...fields.flat()])])
  const bytes = String.fromCharCode(...new TextEncoder().encode(json))
  const hash = PREFIX + btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return hash.length > LONGEST ? null : hash
}

/**
 * Reads the part of an address that begins with `#`: `null` where it holds no moment at all.
 *
 * @example
 * const steps = [{ path: '/users/register', fields: [['user[email]', 'ana']] }]
 * readMoment(momentHash({ demo: 'ana-comes-in', steps })).moment.steps
 * // => steps
 * readMoment('#moment=?').sentence
 * // => 'This link to a moment is damaged. Ask for it again.'
 */
export function readMoment(hash: string): ReadMoment | null {
  if (!hash.startsWith(PREFIX)) return null
  if (hash.length > LONGEST) return problem('This link to a moment is too long to be one of ours.')
  const read = parse(hash.slice(PREFIX.length))
  if (!read) return problem('This link to a moment is damaged. Ask for it again.')
  const [demo, ...steps] = read
  const moment = { demo, steps }
  const isOwn = (step: MomentStep) => isPublic(step) && isRunOf(step, demo)
  if (!DEMO.test(demo) || steps.length === 0 || steps.length > MOST_STEPS || !steps.every(isOwn))
    return problem('This link wants something that a link to a moment may not do.')
  return { ok: true, moment }
}

/** A Run that was pressed is one of the demo at hand. */
const isRunOf = (step: MomentStep, demo: string) => !ACTS.test(step.path) || runIn(step)[0] === demo

const ACTS = /\/acts$/

/**
 * The act and the number of a step whose Run was pressed; two empty texts for what was sent otherwise.
 *
 * @example
 * runIn({ path: '/acts', fields: [['act', 'six-tries'], ['step', '2']] })
 * // => ['six-tries', '2']
 */
export function runIn({ path, fields }: MomentStep): readonly [act: string, step: string] {
  const valueOf = (name: string) => fields.find(([each]) => each === name)?.[1] ?? ''
  return ACTS.test(path) ? [valueOf('act'), valueOf('step')] : ['', '']
}

/**
 * The address of a moment, or `null` where it is too long for one. `at`: the step of the last run to
 * look at; `end`: how that run ended.
 *
 * @example
 * const steps = [{ path: '/users/register', fields: [['user[email]', 'ana']] }]
 * momentAddress({ demo: 'ana-comes-in', steps }, { at: '11' }).endsWith('?at=11')
 * // => true
 */
export function momentAddress(
  moment: Moment,
  known: Readonly<Partial<Record<'at' | 'end', string>>> = {},
): string | null {
  const code = momentHash(moment)?.slice(PREFIX.length)
  if (code === undefined || code.length > LONGEST_CODE) return null
  const query = new URLSearchParams(known).toString()
  return `/m/${code}${query && '?'}${query}`
}

/**
 * Reads what stands behind `/m/`.
 *
 * @example
 * readMomentCode('AAAA').sentence
 * // => 'This link to a moment is damaged. Ask for it again.'
 */
export function readMomentCode(code: string): ReadMoment {
  if (code.length > LONGEST_CODE)
    return problem('This link to a moment is too long to be one of ours.')
  // What begins so is never `null`.
  return readMoment(PREFIX + code)!
}

/**
 * The step that a link asks to look at: its number, or `null`.
 *
 * @example
 * stepAsked(new URLSearchParams('at=11'))
 * // => 11
 */
export function stepAsked(query: URLSearchParams): number | null {
  const at = query.get('at') ?? ''
  return /^[1-9]\d{0,2}$/.test(at) ? Number(at) : null
}

const problem = (sentence: string): ReadMoment => ({ ok: false, sentence })

function parse(text: string): readonly [string, ...MomentStep[]] | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(json)) return null
    const [demo, ...steps] = json as readonly unknown[]
    const read = steps.map(stepOf)
    return typeof demo === 'string' && read.every((step) => step !== null) ? [demo, ...read] : null
  } catch {
    return null
  }
}

function stepOf(value: unknown): MomentStep | null {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return null
  const [path, ...flat] = value
  if (path === undefined || flat.length % 2 !== 0) return null
  const fields = flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [],
  )
  return { path, fields }
}

/**
 * A step in the words of the bar.
 *
 * @example
 * stepInWords({ path: '/users/register', fields: [['user[email]', 'ana']] })
 * // => 'POST /users/register with user[email]=ana'
 */
export function stepInWords(step: MomentStep): string {
  const { path, fields } = step
  const [act, number] = runIn(step)
  if (act !== '') return `Run of step ${number} of this demo`
  const shown = fields.filter(([name]) => name !== '_lesson' && name !== '_method')
  const method = fields.find(([name]) => name === '_method')?.[1].toUpperCase() ?? 'POST'
  const sent = shown.map(([name, value]) => `${name}=${value === '' ? '(empty)' : value}`)
  return `${method} ${path}${sent.length > 0 ? ` with ${sent.join(', ')}` : ''}`
}
