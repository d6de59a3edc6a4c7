/** What the course tells its readers on the next page. */
import { nameOf } from './act.ts'
import { getDemo, getLessonById } from './course.ts'
import { IMPORTED, importedInWords } from './imported.ts'
import { getStartState } from '#course/start-states.ts'
import { defineMessages } from '#http/messages.ts'

const ID = /^[a-z\d-]{1,60}$/

/**
 * Each message by its name, with what it is about: the id of a demo, of a lesson or of a start
 * state.
 */
export const courseMessages = defineMessages({
  demo_reset: {
    kind: 'info',
    about: ID,
    text: (id) =>
      `“${getDemo(id)?.title ?? 'The demo'}” begins again: ${stateInWords(getDemo(id)?.startState.name)}.`,
  },
  lesson_reset: {
    kind: 'info',
    about: ID,
    text: (id) =>
      `“${getLessonById(id)?.title ?? 'The lesson'}” begins again: ${stateInWords(getLessonById(id)?.start)}. Your progress stays.`,
  },
  seed_loaded: {
    kind: 'info',
    about: ID,
    text: (name) =>
      `Your sandbox began again, with a start state: ${getStartState(name)?.title ?? 'an empty one'}.`,
  },
  logged_in_as: {
    kind: 'info',
    about: ID,
    text: (persona) => `${nameOf(persona)} is logged in.`,
  },
  lesson_read: {
    kind: 'info',
    about: ID,
    text: (id) => `You have read “${getLessonById(id)?.title ?? 'a lesson'}”.`,
  },
  lesson_not_read: {
    kind: 'info',
    about: ID,
    text: (id) => `“${getLessonById(id)?.title ?? 'A lesson'}” is not read yet.`,
  },
  progress_imported: { kind: 'info', about: IMPORTED, text: importedInWords },
  progress_deleted: {
    kind: 'info',
    text: () => 'Your progress is deleted. Your sandbox is as it was.',
  },
})

function stateInWords(seed: string | null | undefined): string {
  const title = getStartState(seed ?? '')?.title
  return title ? `your sandbox has its start state, “${title}”` : 'your sandbox is empty'
}
