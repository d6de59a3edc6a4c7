/** What a step of a demo sends, and where to: the same for a button on the page and for whoever plays the demo. */
export interface StepRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

interface Step {
  readonly does: string
  readonly as: string | null
  readonly path: string | null
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
  readonly advance: string | null
}

/** A step as a form says which one it is: `a-first-visit.2`, in a field `_step`. */
export const stepName = (demo: string, number: number): string => `${demo}.${number}`

/** Where the newest mail of a sandbox is shown. */
export const NEWEST_MAIL = '/sandbox/mailbox/newest'

/** The request behind a step's button. A link of a mail is known only to its reader: its step leads to the mail. */
export function requestOfStep(
  { page, people }: { readonly page: string; readonly people: readonly string[] },
  { does, as, path, method, fields, advance }: Step,
): StepRequest {
  const persona = as ?? people[0] ?? 'you'
  const base = persona === 'you' ? '' : `/as/${persona}`
  if (does === 'clock')
    return { method: 'POST', path: `${base}/sandbox/clock`, fields: { advance: advance ?? '' } }
  if (does === 'open-link' || does === 'press-link')
    return { method: 'GET', path: base + NEWEST_MAIL, fields: {} }
  if (does === 'open') return { method: 'GET', path: base + (path ?? page), fields: {} }
  const override = method === 'POST' ? {} : { _method: method.toLowerCase() }
  return { method: 'POST', path: base + (path ?? page), fields: { ...override, ...fields } }
}
