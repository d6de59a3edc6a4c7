import { NEWEST_MAIL } from './newest-mail.ts'
import { defineStep } from './step-kind.ts'

/** Shows the newest mail. Looking at it is no act of the app's. */
export const showMail = defineStep(
  'show-mail',
  {},
  {
    request: (_step, { base }) => ({ method: 'GET', path: base + NEWEST_MAIL, fields: {} }),
    button: 'link',
    leavesNoTrace: () => true,
  },
)
