import type { Setting, StepRequest } from './step-kind.ts'

/** Where the newest mail of a sandbox is shown. */
const NEWEST_MAIL = '/sandbox/mailbox/newest'

/** A link of a mail is known only to its reader: a step of it leads to the mail. */
export const openNewestMail = (_step: unknown, { base }: Setting): StepRequest => ({
  method: 'GET',
  path: base + NEWEST_MAIL,
  fields: {},
})
