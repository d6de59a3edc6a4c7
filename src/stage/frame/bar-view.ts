import { capital } from '#lib/capital.ts'

/** Somebody who acts, or could. */
export interface Face {
  readonly persona: string
  /** `You`, `Ana`. */
  readonly name: string
  /** The page of the app, as they see it. */
  readonly href: string
  /** Who is logged in there, or `null` for a visitor. */
  readonly email: string | null
  /** The start of the act has registered them, so that they can be logged in by one press. */
  readonly isSeeded?: boolean
  /** `4 minutes ago` they logged in; nothing while nobody is. */
  readonly since?: string | null
}

/** What the bar says of a server: who acts, what time it has, what it holds. */
export interface BarView {
  /** Who acted last. */
  readonly persona: string
  /** Somebody else whose run stands beside theirs. */
  readonly beside?: string | null
  readonly faces: readonly Face[]
  /** `23 h left`; nothing while there is no sandbox. */
  readonly timeLeft: string | null
  /** After how many hours of rest it is cleared; nothing where the page was built for everybody. */
  readonly idleHours?: number
  /** `clock +15 minutes`; empty while it is on time. */
  readonly clock: string
  readonly mails: number
  /** The layers that are switched off in it, by their names. */
  readonly off?: readonly string[]
  /** The number of the fault that it has; left out, as `null`, in a house without. */
  readonly fault?: number | null
  /** Whether one of them came by what was just done. */
  readonly hasNewMail: boolean
}

/** Who is logged in, and could have sent what somebody else has. */
export const whoElse = ({ faces }: Pick<BarView, 'faces'>): readonly Face[] =>
  faces.filter(({ email }) => email !== null)

/** Before anybody has acted: the people of an act, of whom nothing is known yet. */
export function barAtRest(people: readonly string[], page = '/'): BarView {
  const faces = people.map((persona) => ({
    persona,
    name: capital(persona),
    href: persona === 'you' ? page : `/as/${persona}${page}`,
    email: null,
  }))
  const [persona = 'you'] = people
  return { persona, faces, timeLeft: null, clock: '', mails: 0, hasNewMail: false }
}
