/** What the levers of a sandbox tell their reader on the next page. */
import { CLOCK_MOVE, clockMoveInWords } from './clock/clock-move.ts'
import { numbered } from '#lib/counted.ts'
import { defineMessages } from '#http/messages.ts'

export const leverMessages = defineMessages({
  sandbox_reset: {
    kind: 'info',
    text: () => 'Your sandbox is empty again: no users, no mails. Your progress stays.',
  },
  sandbox_restored: {
    kind: 'info',
    text: () =>
      'Your sandbox holds what the file held. Nobody is logged in, and the mailbox is empty. The one of before is set aside for ten minutes.',
  },
  sandbox_deleted: {
    kind: 'info',
    text: () =>
      'Your sandbox is deleted, with everything in it. Your progress stays, and your next action makes a new one.',
  },
  put_back: {
    kind: 'info',
    text: () => 'Your server is as you had left it, with whoever was logged in.',
  },
  too_late: {
    kind: 'error',
    text: () => 'There is nothing to put back: what was set aside is kept for ten minutes.',
  },
  no_sandbox: { kind: 'info', text: () => 'You had no sandbox: there was nothing to delete.' },
  migrated_down: {
    kind: 'info',
    text: () => 'The newest migration was taken back, and what it had made is gone, rows and all.',
  },
  migrated_up: {
    kind: 'info',
    text: () => 'The next migration ran. What it makes is there, and empty.',
  },
  migrated_latest: {
    kind: 'info',
    text: () => 'Every migration has run: your sandbox is whole again.',
  },
  migrated_none: {
    kind: 'info',
    text: () => 'Every migration was taken back: no table is left, and no row.',
  },
  nothing_to_take_back: { kind: 'info', text: () => 'No migration is left to take back.' },
  nothing_to_run: { kind: 'info', text: () => 'Every migration had run already.' },
  layers_off: {
    kind: 'info',
    text: () => 'Switched off. Send the same again.',
  },
  layers_on: { kind: 'info', text: () => 'Switched on again.' },
  layers_back: {
    kind: 'info',
    text: () =>
      'All layers are back, and all rows are as they were before the first was switched off.',
  },
  layers_were_on: { kind: 'info', text: () => 'All layers were on: nothing had to be put back.' },
  clock_moved: { kind: 'info', about: CLOCK_MOVE, text: clockMoveInWords },
  passwords_on: { kind: 'info', text: () => 'The registration takes a password now, too.' },
  passwords_off: { kind: 'info', text: () => 'The registration takes an email alone again.' },
  teacher_entered: {
    kind: 'info',
    text: () => 'The lessons show their notes in this browser now.',
  },
  teacher_left: {
    kind: 'info',
    text: () => 'The lessons are as every reader sees them.',
  },
  teacher_unknown: {
    kind: 'error',
    text: () =>
      'That is not the key of this site. It is what TEACHER_KEY was when the server was started.',
  },
  class_emptied: {
    kind: 'info',
    about: /^\d{1,7}$/,
    text: (count) =>
      `${numbered(Number(count), 'sandbox', 'sandboxes')} emptied. The next class may begin.`,
  },
})
