import { openNewestMail } from './newest-mail.ts'
import { defineStep } from './step-kind.ts'

/** Opens the link of the newest mail. */
export const openLink = defineStep(
  'open-link',
  {},
  { request: openNewestMail, button: 'link', play: (player) => player.openNewestLink() },
)
