/**
 * The lessons as they stand on paper, for whoever asks now. Each was made with
 * the site; which edition of it, and whether it is open at all, the front says,
 * as it does to any reader: so they are asked of it, from inside.
 */
import type { APIContext } from 'astro'
import { answersNotOpen, notOpen } from '#course/closed.ts'
import { listLessons } from '#course/course.ts'
import type { Lesson } from '#course/course-data.ts'
import { isTeacher } from '#visit/is-teacher.ts'
import { partsOf, type PaperParts } from './paper-parts.ts'

export interface Paper extends PaperParts {
  readonly lesson: Lesson
}

type Context = Pick<APIContext, 'cookies' | 'locals' | 'request'>

/** What is kept of a course whose lessons do not change before the next start. */
interface Kept {
  readonly key: string
  readonly papers: Promise<readonly Paper[]>
}

let kept: readonly Kept[] = []
/** One for readers, one for whoever teaches them. */
const MOST_KEPT = 2

/**
 * The lessons that are open, in the order of the course. A teacher has all of
 * them, whole; a feed is the same for everybody.
 */
export function readPapers(
  context: Context,
  { teaches = isTeacher(context) }: { readonly teaches?: boolean } = {},
): Promise<readonly Paper[]> {
  const lessons = listLessons().filter((lesson) => teaches || notOpen(lesson) === null)
  const open = lessons.map((lesson) => `${lesson.id} ${teaches || answersNotOpen(lesson) === null}`)
  const key = open.join('\n')
  const known = import.meta.env.DEV ? undefined : kept.find((each) => each.key === key)
  if (known) return known.papers
  const cookie = teaches ? context.request.headers.get('cookie') : null
  const headers = cookie === null ? {} : { cookie }
  const papers = Promise.all(lessons.map((lesson) => readPaper(context, lesson, headers)))
  kept = [{ key, papers }, ...kept].slice(0, MOST_KEPT)
  // Whoever comes next tries again.
  papers.catch(() => (kept = kept.filter((each) => each.papers !== papers)))
  return papers
}

async function readPaper(
  { locals }: Context,
  lesson: Lesson,
  headers: HeadersInit,
): Promise<Paper> {
  const { inside, publicOrigin } = locals.front.services
  const { clientAddress } = locals.front
  const asked = new Request(new URL(`/print/${lesson.path}`, publicOrigin), { headers })
  const answer = await inside.send(asked, { clientAddress, runs: null, done: () => undefined })
  if (!answer.ok) throw new Error(`/print/${lesson.path} was answered with ${answer.status}.`)
  return { lesson, ...partsOf(await answer.text()) }
}
