/** What a row of the list says of its step: a name to look up, and a sentence. */
import { capital } from '#lib/capital.ts'
import { sqlName } from './sql-words.ts'
import { strangersIn } from './strangers.ts'
import { isMap, type Trace, type TraceStep } from './trace-step.ts'

/**
 * Something that a reader can look up. A scope goes by who it is of.
 *
 * @example
 * rowName({ ...step, layer: 'sql', name: 'insert into "users" …' })
 * // => 'insert into users'
 */
export function rowName({ layer, name, tag, detail, data }: TraceStep): string {
  if (layer === 'sql') return sqlName(name)
  if (layer === 'reply') return detail === '' ? name : `${name} · ${detail}`
  if (tag !== 'scope.current') return name
  const after = data['after']
  const email = isMap(after) ? after['email'] : null
  return typeof email === 'string' ? email : 'a visitor'
}

/** What was decided, as a person says it. Of a row that leaked, whose it is. */
export function rowSentence(step: TraceStep, { persona }: Pick<Trace, 'persona'>): string {
  const [stranger] = strangersIn(step)
  if (!stranger) return step.layer === 'reply' ? '' : sentence(step.detail)
  const { table, key, owner } = stranger
  const who = persona === 'you' ? 'you' : capital(persona)
  return `${table} ${key} belongs to ${capital(owner)}; ${who} asked. Nothing in this query says whose it must be.`
}

const sentence = (words: string) => (/^$|[.!?…]$/.test(words) ? words : `${words}.`)
