import { openNewestMail } from './newest-mail.ts'
import { defineStep } from './step-kind.ts'

/** Opens the link of the newest mail, and presses the button behind it. */
export const pressLink = defineStep(
  'press-link',
  {},
  { request: openNewestMail, button: 'link', play: (player) => player.pressNewestLink() },
)
