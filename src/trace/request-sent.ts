/** What a trace says of the request that began it, as somebody needs it who sends the same again. */
import { isMap, type Json, type Trace } from './trace-step.ts'

export type SentField = readonly [name: string, value: string]

export interface RequestSent {
  /** `POST`; of a form that sends PUT or DELETE, that. */
  readonly method: string
  /** Without who acts: `/users/register`. What opens something stands in brackets: `[token]`. */
  readonly path: string
  /** What stands before the path: nothing, or `/as/bo`. */
  readonly base: string
  /** As a form names them. What is secret is redacted. */
  readonly fields: readonly SentField[]
}

const METHOD_TAG = /^request\.(?:get|head|post|put|delete|patch)$/

/** `null` for a trace that began with no request. */
export function requestSent({ steps }: Pick<Trace, 'steps'>): RequestSent | null {
  const request = steps.find(({ layer, tag }) => layer === 'request' && METHOD_TAG.test(tag))
  const { method, path, params, persona, fields = {} } = request?.data ?? {}
  if (typeof method !== 'string' || typeof path !== 'string') return null
  return {
    ...{ method, path: filledIn(path, params) },
    base: typeof persona === 'string' && persona !== 'you' ? `/as/${persona}` : '',
    // Where in the course it was sent is nothing to whoever sends it from elsewhere.
    fields: flatten(fields).filter(([name]) => name !== '_lesson'),
  }
}

const filledIn = (path: string, params: Json | undefined) =>
  path.replace(/\[([a-z]\w*)\]/g, (whole, name: string) => {
    const value = isMap(params) ? params[name] : undefined
    return typeof value === 'string' ? encodeURIComponent(value) : whole
  })

function flatten(value: Json, name = ''): readonly SentField[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((item) => flatten(item, `${name}[]`))
  if (typeof value !== 'object' || value === null)
    return name === '' ? [] : [[name, String(value ?? '')]]
  return Object.entries(value).flatMap(([key, item]: [string, Json]) =>
    flatten(item, name === '' ? key : `${name}[${key}]`),
  )
}
