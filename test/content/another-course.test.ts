/**
 * A course in another folder, in another language and other colours, is built
 * and served with no change of the software. Its build takes a minute, so that
 * it is asked for with `npm run test:course` alone.
 */
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { currentBuild } from '../../src/tasks/builds.mjs'
import { Phases } from '../../src/tasks/phases.mjs'
import { buildIfNeeded } from '../../src/tasks/site-build.mjs'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { IS_WHOLE } from '../support/whole-course.ts'

const COURSE = 'test/own-course'
const LESSON = '/lessons/wer-fragt/eine-regel'

test.runIf(IS_WHOLE)(
  'with CONTENT_DIR another course is built and served: its title, language, lesson, sender and colours',
  async () => {
    const quiet = new Phases('another-course', { out: { write: () => true } })
    const code: unknown = await buildIfNeeded(quiet, COURSE, 'another course')
    expect(code).toBe(0)
    const build = currentBuild(`${process.cwd()}/`, COURSE) ?? ''
    const server = await startBuiltServer({}, { build })
    onTestFinished(() => server.stop())
    const browser = new HttpBrowser(server.origin)

    const home = (await browser.get('/')).text
    expect(home).toContain('Gewächshaus')
    expect(home).toContain('Ein Server mit gläsernen Wänden')
    const lesson = await browser.get(LESSON)
    expect(lesson.status).toBe(200)
    expect(lesson.text).toContain('lang="de"')
    const sheets = [...lesson.text.matchAll(/href="(?<sheet>\/[^"]+\.css)"/g)].map(({ groups }) =>
      readFileSync(`${build}/client${groups?.['sheet']}`, 'utf8'),
    )
    expect(sheets.join('')).toContain('#5b2a86')
    await browser.post('/users/register', { 'user[email]': 'ana@example.test' })
    expect((await browser.get('/sandbox/mailbox')).text).toContain('Gewächshaus')
  },
  600_000,
)
