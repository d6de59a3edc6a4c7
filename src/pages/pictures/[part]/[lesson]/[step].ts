import type { APIRoute, InferGetStaticPropsType } from 'astro'
import { listDemosOf, listLessons } from '#course/course.ts'
import { listRecordingsOf } from '#course/recordings.ts'
import { stepName } from '#course/steps.ts'
import { drawPicture } from '#site/paper/picture.ts'

/** Every recording as a picture: feeds show it. */
export async function getStaticPaths() {
  const demos = listLessons().flatMap((lesson) =>
    listDemosOf(lesson).map((demo) => ({ demo, path: lesson.path.split('/') })),
  )
  const pages = await Promise.all(
    demos.map(async ({ demo, path: [part, lesson] }) =>
      (await listRecordingsOf(demo)).map((trace, index) => ({
        params: { part, lesson, step: `${stepName(demo.id, index + 1)}.svg` },
        props: { trace },
      })),
    ),
  )
  return pages.flat().filter(({ props: { trace } }) => trace.steps.length > 0)
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { trace } }) =>
  new Response(await drawPicture(trace), { headers: { 'content-type': 'image/svg+xml' } })
