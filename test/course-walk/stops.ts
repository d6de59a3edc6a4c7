/** What a reader comes by in a lesson, from its top to its end. */
import type { Page } from 'playwright-core'

export interface Stop {
  readonly is:
    | 'run'
    | 'question'
    | 'check'
    | 'task'
    | 'exercise'
    | 'prompt'
    | 'recall'
    | 'own recall'
    | 'way into a run'
  /** Of a run and a question `act.step` and `act.question`; of all others their own. */
  readonly id: string
}

/** In the order of the text. */
export const stopsIn = (page: Page): Promise<readonly Stop[]> =>
  page.evaluate(() => {
    const found: { is: string; id: string }[] = []
    const after = (text: string, start: string) => text.slice(start.length)
    const all = document.querySelectorAll<HTMLElement>(
      [
        '.run-place > form[data-run]',
        'glass-question[id^="question-"]',
        '[data-part^="task-"]',
        'glass-exercise',
        'section.transcript',
        // Without options it is asked later.
        'section.recall:has(details)',
        '.recall-own',
        'glass-walk',
      ].join(),
    )
    for (const each of all) {
      const { run, part = '', exercise, demo = '' } = each.dataset
      if (run !== undefined) found.push({ is: 'run', id: run })
      else if (exercise !== undefined) found.push({ is: 'exercise', id: exercise })
      else if (part.startsWith('question-'))
        found.push({ is: 'question', id: after(part, 'question-') })
      else if (part.startsWith('task-'))
        found.push({
          is: each.closest('.task-place') ? 'task' : 'check',
          id: after(part, 'task-'),
        })
      else if (each.matches('.transcript')) found.push({ is: 'prompt', id: each.id })
      else if (each.matches('glass-walk')) found.push({ is: 'way into a run', id: demo })
      else if (each.matches('.recall-own')) found.push({ is: 'own recall', id: '' })
      else found.push({ is: 'recall', id: each.querySelector('.recall-question')?.id ?? '' })
    }
    return found as unknown as readonly Stop[]
  })
