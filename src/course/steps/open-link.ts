import { NEWEST_LINK } from './newest-mail.ts'
import { defineStep } from './step-kind.ts'

/** Opens the link of the newest mail. */
export const openLink = defineStep(
  'open-link',
  {},
  {
    request: (_step, { base }) => ({ method: 'GET', path: base + NEWEST_LINK, fields: {} }),
    button: 'link',
    play: (player, _step, { base }) => player.openNewestLink(base),
  },
)
