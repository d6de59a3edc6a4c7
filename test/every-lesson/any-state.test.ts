/**
 * A Run gives the recorded trace, whatever its reader has done before. A few
 * states for every step of one lesson; with `npm run test:course` fifty for
 * every step of the course.
 */
import { describe, expect, test } from 'vitest'
import { stepName } from '#course/steps.ts'
import type { Trace } from '#trace/trace-step.ts'
import { differences } from '../../src/tasks/record/differences.ts'
import { normalize } from '../../src/tasks/record/normalize.ts'
import { chanceOf, does, someDeeds } from '../support/any-state.ts'
import { HttpBrowser, ledTo } from '../support/http-browser.ts'
import { IS_WHOLE, playableLessons } from '../support/whole-course.ts'
import { CONTENT, theCourse } from '../support/the-course.ts'
import { TEST_COURSE } from '../support/courses.mjs'

const { files } = theCourse()
const lessons = playableLessons()
const demos = lessons.flatMap((folder) => folder.demos)
const STATES = IS_WHOLE ? 50 : CONTENT === TEST_COURSE ? 3 : 1
// The same states each time, unless the whole course is walked: then others each day.
const SEED = IS_WHOLE ? Math.floor(Date.now() / 86_400_000) : 13

const chosen = IS_WHOLE ? lessons : lessons.slice(1, 2)
const steps = chosen.flatMap(({ demos: own, recordings }) =>
  own.flatMap((demo) =>
    demo.steps.map((_step, index) => ({
      ...{ demo, number: index + 1, name: stepName(demo.id, index + 1) },
      recorded: recordings[demo.id]![index]!,
    })),
  ),
)

const WHICH_SERVER = 'step `request sandbox`: '

interface Run {
  readonly number: number
  readonly step: number
  readonly trace: string
}

const runsOf = async (browser: HttpBrowser, act: string) => {
  const { json } = await browser.getJson(`/sandbox/runs?act=${act}`)
  return (json as unknown as { runs: readonly Run[] }).runs
}

describe('from any state', () => {
  test.for(steps)(
    'a run of $name is as it was recorded',
    { timeout: 600_000 },
    async ({ demo, number, name, recorded }) => {
      for (let state = 0; state < STATES; state += 1) {
        const seed = SEED * 1_000_003 + state * 7919 + steps.findIndex((one) => one.name === name)
        const deeds = someDeeds(demos, chanceOf(seed))
        const what = `${name} after ${deeds.map(({ says }) => says).join(', then ') || 'nothing'}`
        const browser = new HttpBrowser()
        for (const deed of deeds) await does(browser, deed)
        // What a reader has bent stays bent when an act begins, and is no part of its recording.
        await browser.post('/labs/hunt', { back: 'right' })
        await browser.post('/labs/peel', { back: 'all' })

        const fields = { act: demo.id, step: String(number), _lesson: demo.lesson }
        const answer = await browser.post('/acts', fields)
        const location = ledTo(answer)
        if (location !== null) await browser.get(location)

        const run = (await runsOf(browser, demo.id)).at(-1)
        // What is only looked at leaves no trace.
        if (recorded.steps.length === 0) {
          expect([200, 303], what).toContain(answer.status)
          continue
        }
        expect(run?.step, what).toBe(number)
        const { json } = await browser.getJson(`/sandbox/traces/${run?.trace}`)
        const now = normalize(files, json.trace as unknown as Trace)
        // Which of the visitor’s servers it is, is no part of the picture.
        const other = differences(recorded, now).filter((one) => !one.startsWith(WHICH_SERVER))
        expect(other, what).toEqual([])
      }
    },
  )
})
