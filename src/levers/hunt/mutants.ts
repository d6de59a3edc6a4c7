/**
 * The faults that a house can have. Each is a patch of one to three lines
 * beside this file, `mutants/NAME.patch`, against the file that it names; the
 * build makes of it what stands in for the functions of that file. To add one
 * is to write its patch, its line here, and in `evidence.ts` how a run shows it.
 * A patch of a migration changes no function: a house with it has other tables.
 */

/** What a line can do wrong: the same choices, whatever the fault is. */
export const WRONGS = {
  leaks: 'It reads or changes what does not belong to the scope.',
  trusts: 'It takes from a form what no form may say.',
  missing: 'A rule or a guard that belongs here is missing.',
  wordless: 'What the table refuses has no words here.',
  'never-ends': 'What should run out, or end, goes on.',
  'ends-too-soon': 'What should still be good is used up.',
  saves: 'It writes, where it should only look.',
  'saves-nothing': 'It says that it has saved, and writes nothing.',
  order: 'Two things stand in the wrong order.',
} as const

export type Wrong = keyof typeof WRONGS

/** What a fault is about: a hunt may be among those of one subject. */
export const SUBJECTS = ['scopes', 'changesets', 'constraints', 'sessions', 'plugs'] as const

export type Subject = (typeof SUBJECTS)[number]

export interface Mutant {
  /** Of its patch. */
  readonly name: string
  readonly subject: Subject
  readonly wrong: Wrong
  /** What is wrong, for who has found it. */
  readonly says: string
  /**
   * The files by which the patched one is called, where its own functions are
   * none that a trace names: those of them that stand in its place are made anew.
   */
  readonly through: readonly string[]
}

const ACCOUNTS = 'src/app/accounts/accounts.ts'
const SETTINGS = 'src/app/accounts/settings.ts'

/** In the order in which numbers draw them: what is new goes to the end, so that the first numbers keep their faults. */
export const MUTANTS: readonly Mutant[] = [
  {
    ...{ name: 'list-without-owner', subject: 'scopes', wrong: 'leaks', through: [] },
    says: 'The list of scores is not narrowed to the scope: it has everybody’s.',
  },
  {
    ...{ name: 'owner-from-form', subject: 'changesets', wrong: 'trusts' },
    says: 'The cast takes user_id, and the form’s word goes before the scope’s: one can give a score to somebody else.',
    through: ['src/app/scores/scores.ts'],
  },
  {
    ...{ name: 'log-out-keeps-the-row', subject: 'sessions', wrong: 'never-ends', through: [] },
    says: 'To log out takes the cookie from the browser and leaves the session: a copy of the cookie still opens it.',
  },
  {
    ...{ name: 'index-without-words', subject: 'constraints', wrong: 'wordless' },
    says: 'Nobody asks whether the address is taken, and the name of the index is written wrong: what the table refuses is an error that nobody knows.',
    through: [ACCOUNTS, SETTINGS],
  },
  {
    ...{ name: 'sudo-for-hours', subject: 'plugs', wrong: 'never-ends' },
    says: 'The settings open for ten hours after a log-in, not for ten minutes.',
    through: ['src/app/web/user-auth.ts', 'src/app/web/live/hooks.ts'],
  },
  {
    ...{ name: 'one-without-owner', subject: 'scopes', wrong: 'leaks', through: [] },
    says: 'One score is looked up by its number alone: whoever knows the number sees it.',
  },
  {
    ...{ name: 'change-saves', subject: 'changesets', wrong: 'saves', through: [] },
    says: 'The changeset of a form is written at once: the new address counts before its link is opened.',
  },
  {
    ...{ name: 'looking-uses-it-up', subject: 'sessions', wrong: 'ends-too-soon', through: [] },
    says: 'Opening the page behind a magic link uses the link up: whoever presses the button comes too late.',
  },
  {
    ...{ name: 'settings-without-guard', subject: 'plugs', wrong: 'missing', through: [] },
    says: 'The routes of the settings do not pass requireSudoMode: they open as long as the session lasts.',
  },
  {
    ...{ name: 'everybody-is-a-member', subject: 'scopes', wrong: 'leaks', through: [] },
    says: 'An organization is looked up by its slug alone: nobody asks whether the user is a member.',
  },
  {
    ...{ name: 'short-password', subject: 'changesets', wrong: 'missing' },
    says: 'A password has no least length any more.',
    through: [ACCOUNTS, SETTINGS],
  },
  {
    ...{ name: 'link-for-ever', subject: 'sessions', wrong: 'never-ends' },
    says: 'A magic link is never too old.',
    through: [ACCOUNTS],
  },
  {
    ...{ name: 'plugs-swapped', subject: 'plugs', wrong: 'order', through: [] },
    says: 'The organization is looked up before anybody has asked who is there: a visitor breaks the page.',
  },
  {
    ...{ name: 'members-change-all', subject: 'scopes', wrong: 'leaks', through: [] },
    says: 'Nobody asks who made a score before it is changed: a member changes the score of another, and owns it then.',
  },
  {
    ...{ name: 'update-saves-nothing', subject: 'changesets', wrong: 'saves-nothing', through: [] },
    says: 'A changed score is only applied: the answer has it, the table never does.',
  },
  {
    ...{ name: 'link-opens-twice', subject: 'sessions', wrong: 'never-ends', through: [] },
    says: 'A magic link is not used up: it logs in again and again.',
  },
  {
    ...{ name: 'revokes-anybodys', subject: 'scopes', wrong: 'leaks', through: [] },
    says: 'An API token is revoked by its number alone, whoever’s it is.',
  },
  {
    ...{ name: 'confirmed-by-form', subject: 'changesets', wrong: 'trusts' },
    says: 'The cast takes confirmed_at: a form can say that its address is confirmed.',
    through: [ACCOUNTS, SETTINGS],
  },
  {
    ...{ name: 'password-keeps-sessions', subject: 'sessions', wrong: 'never-ends' },
    says: 'A new password, or a first link, ends every token but the sessions: whoever was logged in stays so.',
    through: [ACCOUNTS, SETTINGS],
  },
  {
    ...{ name: 'index-not-unique', subject: 'constraints', wrong: 'missing', through: [] },
    says: 'The index on the address is not unique: of two who ask at once, each hears that it is free, and both are written.',
  },
  {
    ...{ name: 'old-proof', subject: 'sessions', wrong: 'ends-too-soon', through: [] },
    says: 'Whoever logs in again goes on with the proof of the session before: the settings still say that it is too old.',
  },
]

/**
 * The fault of this name, or `null`.
 *
 * @example
 * getMutant('list-without-owner').wrong
 * // => 'leaks'
 */
export const getMutant = (name: string): Mutant | null =>
  MUTANTS.find((mutant) => mutant.name === name) ?? null
