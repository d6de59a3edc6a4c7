/** Whether what a lesson needs, defines, covers and is about is there, and whether its text does define it. */
import type { Mistakes, Wrong } from './mistake.ts'
import { nearest, offer } from './near.ts'
import type { LessonFound } from './read-files.ts'
import type { Known, Reference } from './references.ts'

/** Tells of each name in the front matter that leads nowhere. */
export function checkCovered(
  mistakes: Mistakes,
  { file, lesson }: Pick<LessonFound, 'file' | 'lesson'>,
  known: Known,
  references: readonly Reference[],
): void {
  if (!lesson) return
  const { id, needs, introduces, covers, tags } = lesson.value
  const tell = (key: string, index: number, wrong: Wrong | null) => {
    if (wrong) mistakes.add(file, 'wrong', lesson.yaml.placeOf([key, index]), wrong)
  }
  const used = references.flatMap(({ name, attributes }) =>
    name === 'Term' ? [attributes['word'] ?? ''] : [],
  )
  for (const [index, need] of needs.entries()) tell('needs', index, wrongNeed(id, need, known))
  for (const [index, word] of introduces.entries())
    tell('introduces', index, wrongWord(word, known, used))
  for (const [index, item] of covers.entries())
    if (!known.covers.includes(item))
      tell('covers', index, {
        what: `covers: "${item}" is not in covers.yaml.`,
        write: offer(item, known.covers),
      })
  // A course need not describe its tags. Once it does, one more is a slip or wants its own line.
  if (known.tags.length > 0)
    for (const [index, tag] of tags.entries())
      if (!known.tags.includes(tag))
        tell('tags', index, {
          what: `tags: "${tag}" is not in tags.yaml.`,
          write: offer(tag, known.tags),
        })
}

/** A lesson that was taken out, or is not written yet, is needed no more: the others stay as they are. */
function wrongNeed(id: string, need: string, { lessons, unread }: Known): Wrong | null {
  const at = lessons.indexOf(need)
  if (at >= 0 && at >= lessons.indexOf(id))
    return {
      what: `needs: "${need}" does not come before this lesson.`,
      write: 'Name lessons that are read before it, or leave it out.',
    }
  if (at >= 0 || unread.includes(need) || nearest(need, lessons) === null) return null
  return { what: `needs: no lesson has the id "${need}".`, write: offer(need, lessons) }
}

function wrongWord(word: string, { terms }: Known, used: readonly string[]): Wrong | null {
  if (!terms.includes(word))
    return {
      what: `introduces: "${word}" is no file of content/glossary.`,
      write: offer(word, terms),
    }
  if (used.includes(word)) return null
  return {
    what: `introduces: the text does not define "${word}".`,
    write: `Write <Term word="${word}" /> where it stands first.`,
  }
}
