/** The words of the glossary among each other, and the lessons that introduce them. */
import type { Term } from '../course-data.ts'
import type { TermFile } from '../schema/term.ts'
import { BEGINNING } from './mistake.ts'
import { offer } from './near.ts'
import type { LessonFolder, Named, Reading } from './read-files.ts'
import type { Reference } from './references.ts'

/** Tells of each related word that is not there. */
export function checkRelated({ mistakes }: Reading, terms: readonly Named<TermFile>[]): void {
  const names = terms.map(({ name }) => name)
  for (const { name: own, file, data } of terms)
    for (const [index, name] of (data?.value.related ?? []).entries()) {
      const others = names.filter((each) => each !== own)
      if (others.includes(name)) continue
      mistakes.add(file, 'wrong', data?.yaml.placeOf(['related', index]) ?? BEGINNING, {
        what:
          name === own
            ? `related: "${name}" is the word itself.`
            : `related: "${name}" is no file of the glossary.`,
        write: offer(name, others),
      })
    }
}

type TermNamed = TermFile & Pick<Term, 'name'>

/** Who names another word is named by it. */
export function linkTerms(
  terms: readonly TermNamed[],
  lessonOf: (name: string) => string | null,
): readonly Term[] {
  return terms.map((term) => ({
    ...term,
    related: terms
      .filter(
        ({ name, related }) =>
          name !== term.name && (term.related.includes(name) || related.includes(term.name)),
      )
      .map(({ name }) => name),
    lesson: lessonOf(term.name),
  }))
}

/** The path of the lesson that says it introduces a word; else of the first whose text defines it. */
export function introducedBy(
  word: string,
  parts: readonly { readonly lessons: readonly LessonFolder[] }[],
  references: ReadonlyMap<string, readonly Reference[]>,
): string | null {
  const lessons = parts.flatMap((part) => part.lessons)
  const defines = ({ path }: LessonFolder) =>
    (references.get(path) ?? []).some(
      ({ name, attributes }) => name === 'Term' && attributes['word'] === word,
    )
  const lesson =
    lessons.find((each) => each.lesson.introduces.includes(word)) ?? lessons.find(defines)
  return lesson?.path ?? null
}
