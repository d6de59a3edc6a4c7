import { NEWEST_LINK } from './newest-mail.ts'
import { defineStep } from './step-kind.ts'

/** Opens the link of the newest mail, and presses the button behind it. */
export const pressLink = defineStep(
  'press-link',
  {},
  {
    request: (_step, { base }) => ({ method: 'GET', path: base + NEWEST_LINK, fields: {} }),
    button: 'link',
    play: (player, _step, { base }) => player.pressNewestLink(base),
  },
)
