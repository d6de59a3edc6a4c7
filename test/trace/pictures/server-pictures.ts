/**
 * What each trace of the running server must show, written down by hand before
 * it was drawn. Its traces are in `server-traces.json`.
 */
import { FLOORS, type Floor } from '#trace/floors.ts'
import type { Guard } from '#trace/guard.ts'

export interface ServerPicture {
  readonly end: string
  readonly at: string
  /** The tag of the step that ended it. */
  readonly by: string | null
  /** Who refused it. */
  readonly guard: Guard | null
  readonly lit: readonly Floor[]
  readonly broke: boolean
}

interface Told {
  readonly by?: string | null
  readonly guard?: Guard
  /** The deepest floor that is lit, where it is below the end. */
  readonly to?: Floor
  /** The first floor that is lit, where it is not the roof; `null` where none is. */
  readonly from?: Floor | null
  readonly broke?: boolean
}

const picture = (end: string, at: Floor | 'live', told: Told = {}): ServerPicture => {
  const { by = null, guard = null, from = 'request', to = at, broke = false } = told
  const lit =
    from === null || to === 'live' ? [] : FLOORS.slice(FLOORS.indexOf(from), FLOORS.indexOf(to) + 1)
  return { end, at, by, guard, lit, broke }
}
const answered = (at: Floor | 'live', told?: Told) => picture('answered', at, told)
const refused = (at: Floor, guard: Guard, by: string | null, told?: Told) =>
  picture('refused', at, { ...told, guard, by })
const nothing = (by: string) => picture('nothing', 'sql', { by })
const leaked = (by: string) => picture('leaked', 'sql', { by })

const HALTED = refused('guards', 'plug', 'plug.requireAuthenticatedUser')
const LOGGED_IN_ALREADY = refused('guards', 'plug', 'plug.redirectIfUserIsAuthenticated')
const NO_SUCH_SCORE = nothing('sql.select.scores')
const WRITTEN = answered('constraint')

export const SERVER_PICTURES: Readonly<Record<string, ServerPicture>> = {
  'home, a visitor': answered('scope'),
  'home, Alice': answered('scope'),
  'registration, a visitor looks': answered('guards'),
  'registration, accepted': WRITTEN,
  'registration, no address': refused('changeset', 'changeset', 'changeset.email.format'),
  'registration, an address that is taken': refused(
    'changeset',
    'changeset',
    'changeset.email.unsafe_unique',
  ),
  'registration, Alice looks': LOGGED_IN_ALREADY,
  'registration, Alice sends': LOGGED_IN_ALREADY,
  // Nobody asks a context who only looks, and the page has no guard.
  'log-in, a visitor looks': answered('scope'),
  'log-in, Alice looks': answered('scope'),
  'log-in, a link for a known address': WRITTEN,
  // The reply does not tell, so neither does the picture.
  'log-in, a link for nobody': answered('sql'),
  'log-in, a password of nobody': refused('context', 'context', 'context.verifyPassword', {
    to: 'sql',
  }),
  'log-in, no field': refused('guards', 'route', null),
  'log-in, a link that is none': nothing('sql.select.users_tokens'),
  'log-in, a link that is none, sent': refused(
    'context',
    'context',
    'context.Accounts.loginUserByMagicLink',
    { to: 'sql' },
  ),
  'log-in, a good link is looked at': answered('sql'),
  'log-in, a good link is sent': WRITTEN,
  'log-out, Alice': WRITTEN,
  'log-out, a visitor': answered('scope'),
  'log-out, looked at': refused('guards', 'route', null),
  'settings, a visitor': HALTED,
  'settings, Alice': answered('sql'),
  'settings, Alice after a while': refused('guards', 'plug', 'plug.requireSudoMode'),
  'settings, a new address': WRITTEN,
  // The page is drawn again, and asks for its lists.
  'settings, no address': refused('changeset', 'changeset', 'changeset.email.format', {
    to: 'sql',
  }),
  'settings, an address that is taken': refused(
    'changeset',
    'changeset',
    'changeset.email.unsafe_unique',
    { to: 'sql' },
  ),
  'settings, sessions': answered('sql'),
  'settings, no such session': refused('context', 'context', 'context.Accounts.deleteUserSession', {
    to: 'sql',
  }),
  'settings, a new API token': WRITTEN,
  'settings, a link that is none': nothing('sql.select.users_tokens'),
  'a form of another site': refused('request', 'request', 'request.origin'),

  'twin, an index with words': refused(
    'constraint',
    'unique index',
    'constraint.users_email_index',
  ),
  'twin, an index without words': refused(
    'constraint',
    'unique index',
    'constraint.users_email_index',
    { broke: true },
  ),
  'registration, no table': refused('changeset', 'sql', 'sql.select.users'),

  'scores, a visitor': HALTED,
  'scores, Alice': answered('sql'),
  'scores, asked as nobody may': refused('guards', 'route', null),
  'score, Alice’s, by Alice': answered('sql'),
  'score, Alice’s, by Bob': NO_SUCH_SCORE,
  'score, one that never was': NO_SUCH_SCORE,
  'score, a new one': WRITTEN,
  'score, a new one of 11 points': refused('changeset', 'changeset', 'changeset.points.number'),
  'score, a new one by a visitor': HALTED,
  'score, changed by Alice': WRITTEN,
  'score, changed by Bob': NO_SUCH_SCORE,
  'score, deleted by Alice': WRITTEN,
  'score, deleted by Bob': NO_SUCH_SCORE,
  'twin, a score of somebody else': leaked('sql.select.scores'),
  'twin, one’s own score': answered('sql'),
  'twin, no such score': NO_SUCH_SCORE,
  'twin, the scores of somebody else': leaked('sql.select.scores'),
  'twin, one’s own scores': answered('sql'),
  'twin, a visitor': HALTED,
  'guess, Alice looks': answered('guards'),

  'organizations, a visitor': HALTED,
  'organizations, Bob': answered('sql'),
  'organizations, an admin sees all': answered('sql'),
  'organization, a member': answered('sql'),
  'organization, no member': refused('guards', 'plug', 'plug.assignOrgToScope'),
  'organization, a new one': WRITTEN,
  'organization, no name for an address': refused(
    'changeset',
    'changeset',
    'changeset.slug.format',
    { to: 'sql' },
  ),
  'organization, a name that is taken': refused(
    'constraint',
    'unique index',
    'constraint.organizations_slug_index',
  ),
  'organization, too many': refused(
    'context',
    'context',
    'context.Organizations.createOrganization',
    // A transaction had begun.
    { to: 'sql' },
  ),
  'member, by who may not': refused('context', 'context', 'context.Organizations.addMember'),
  'member, somebody unknown': refused('context', 'context', 'context.Organizations.addMember', {
    to: 'sql',
  }),
  'scores of an organization, a member': answered('sql'),
  'score of an organization, another member’s': answered('sql'),
  'score of an organization, changed by another': refused(
    'context',
    'context',
    'context.Scores.updateScore',
    { to: 'sql' },
  ),
  'score of an organization, a new one': WRITTEN,
  'score of an organization, no member': refused('guards', 'plug', 'plug.assignOrgToScope'),

  'live, the game connects': answered('guards', { from: 'scope' }),
  'live, the scores connect': answered('sql', { from: 'scope' }),
  'live, a visitor connects': refused('guards', 'hook', 'live.onMount.requireAuthenticated', {
    from: 'scope',
  }),
  'live, a form of somebody else’s score connects': picture('nothing', 'sql', {
    by: 'sql.select.scores',
    from: 'scope',
  }),
  'live, a guess that is no number': answered('live', { from: null }),
  'live, a form is checked': answered('changeset', { from: 'context' }),
  'live, the scores are told of a new one': answered('sql', { from: 'context' }),
}
