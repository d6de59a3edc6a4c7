/**
 * A course in another folder, in another language and other colours, is built
 * and served with no change of the software. Its build takes a minute, so that
 * it is asked for with `npm run test:course` alone.
 */
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { currentBuild, isBuildCurrent } from '../../src/tasks/builds.mjs'
import { runNode } from '../../src/tasks/run.mjs'
import { startBuiltServer } from '../support/built-server.ts'
import { HttpBrowser } from '../support/http-browser.ts'
import { outsideVitest } from '../support/outside-vitest.ts'
import { IS_WHOLE } from '../support/whole-course.ts'

const COURSE = 'test/own-course'
const LESSON = '/lessons/wer-fragt/eine-regel'

test.runIf(IS_WHOLE)(
  'with CONTENT_DIR another course is built and served: its title, language, lesson, sender and colours',
  async () => {
    const root = `${process.cwd()}/`
    if (!isBuildCurrent(root, COURSE))
      await runNode(['src/tasks/build.mjs'], {
        env: outsideVitest(COURSE),
        onOutput: () => undefined,
      })
    expect(isBuildCurrent(root, COURSE)).toBe(true)
    const build = currentBuild(root, COURSE) ?? ''
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
