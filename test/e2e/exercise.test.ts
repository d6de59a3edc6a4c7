/** Exercises, where their readers meet them. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { ExercisePage, ONE_OF_EACH_KIND } from '../support/exercise-page.ts'
import { LOOKS } from '../support/looks.ts'
import { long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const TAKEN = 'say-that-it-is-taken'
const FIELDS = 'two-fields-and-no-more'

/** The files of a solution, as they lie in the course. */
function solutionOf(id: string): readonly (readonly [file: string, text: string])[] {
  return globSync(`test/a-course/lessons/*/*/exercises/${id}/solution/*.ts`).map((path) => [
    path.slice(path.lastIndexOf('/') + 1),
    readFileSync(path, 'utf8'),
  ])
}

const solved = (id: string) => solutionOf(id)[0]?.[1] ?? ''

describe('an exercise', () => {
  test('is failed, hinted at, mended and met', async ({ reader }) => {
    const exercise = new ExercisePage(reader.page, TAKEN)
    await exercise.begin()
    expect(await exercise.states()).toEqual(['untried', 'untried', 'untried'])

    expect(await exercise.run()).toMatch(
      /^2 of 3 checks are met\. Tells the second person: seen an exception, ConstraintError: .*, hoped for “email has already been taken”\.$/,
    )
    expect(await exercise.states()).toEqual(['met', 'met', 'unmet'])
    const open = exercise.element.locator('.exercise-checks > li > details[open]')
    expect(await open.locator('dd').allTextContents()).toEqual([
      expect.stringContaining('"users_email_index" (unique_constraint)'),
      '“email has already been taken”',
      expect.stringContaining('insert into "users"'),
    ])
    await open.getByText('What the layers did').click()
    expect(await open.locator('.exercise-steps').textContent()).toContain('users_email_index')

    await exercise.button('A hint').click()
    await exercise.button('Another hint').click()
    await exercise.button('Another hint').click()
    expect(await exercise.element.locator('.exercise-hints').textContent()).toContain(
      'Hint 3. The last step of the pipe is uniqueConstraint',
    )

    await exercise.write(
      solved(TAKEN).replace(
        "uniqueConstraint('email')",
        "uniqueConstraint('email', { message: 'is taken' })",
      ),
    )
    await exercise.run()
    expect(await open.locator('dd').allTextContents()).toEqual([
      '“email is taken”',
      '“email has already been taken”',
      '`email` has “is taken”.',
      expect.stringContaining('insert into "users"'),
    ])

    await exercise.write(solved(TAKEN))
    expect(await exercise.run()).toBe('All 3 checks are met.')
    expect(await exercise.states()).toEqual(['met', 'met', 'met'])
    await exercise.element.getByText('And why?').waitFor()
    await exercise.element.getByText('Compare with what we would say').click()
    await exercise.element.getByText('The table sees both of them.').waitFor()
    await exercise.state.getByText('✓ Met.', { exact: true }).waitFor()
    await exercise.button('That is what I said').click()
    await exercise.state.getByText('✓ Met, and you said why.').waitFor()
    const kept = await reader.page.evaluate(() =>
      fetch('/progress/export').then((response) => response.text()),
    )
    expect(kept).toContain(`exercise.${TAKEN}.why`)

    // The card says it as well, to whoever comes back.
    await exercise.visit()
    await exercise.state.getByText('✓ Met, and you said why.').waitFor()
    expect(await exercise.button('Begin').isVisible()).toBe(true)
  })

  long('is solved by keys alone', async ({ reader }) => {
    const { page } = reader
    const exercise = new ExercisePage(page, FIELDS)
    await exercise.visit()
    await exercise.button('Begin').focus()
    await page.keyboard.press('Enter')
    await exercise.editor.waitFor()
    // The reader is in the editor already.
    await page.waitForFunction(() =>
      document.activeElement?.shadowRoot?.activeElement?.classList.contains('cm-content'),
    )

    await page.keyboard.press('Control+Enter')
    expect(await exercise.said()).toContain('2 of 3 checks are met.')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(solved(FIELDS))
    await page.keyboard.press('Control+Enter')
    await page.getByText('All 3 checks are met.').waitFor()
    // And out of it again.
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run the checks')
  })

  long(
    'keeps what was written, offers what was written for another text, and begins again',
    async ({ reader }) => {
      const { page } = reader
      const exercise = new ExercisePage(page, FIELDS)
      await exercise.begin()
      const start = await exercise.text()
      await exercise.write('// mine')
      await exercise.element.getByText('saved', { exact: true }).waitFor()

      await exercise.begin()
      expect(await exercise.text()).toBe('// mine')
      await exercise.button('Reset').click()
      await exercise.button('Begin again').click()
      expect(await exercise.text()).toBe(start)
      await exercise.button('Take that back').click()
      expect(await exercise.text()).toBe('// mine')
      await exercise.element.getByText('saved', { exact: true }).waitFor()

      await page.evaluate(() => {
        for (const key of Object.keys(localStorage).filter((one) => one.startsWith('exercise/'))) {
          localStorage.setItem(key.replace(/[^/]+$/, 'anotherone'), localStorage.getItem(key) ?? '')
          localStorage.removeItem(key)
        }
      })
      // What is left behind by leaving would be kept once more.
      await exercise.button('Reset').click()
      await exercise.button('Begin again').click()
      await exercise.begin()
      expect(await exercise.text()).toBe(start)
      await exercise.button('Take it').click()
      expect(await exercise.text()).toBe('// mine')
    },
  )

  test('shows its solution after one more question, as what is different', async ({ reader }) => {
    const exercise = new ExercisePage(reader.page, FIELDS)
    await exercise.begin()
    await exercise.button('Show the solution').click()
    await exercise.button('Show it').click()

    const lines = exercise.element.locator('[data-line-is]:not([data-line-is="same"])')
    await lines.first().waitFor()
    expect(await lines.allTextContents()).toContainEqual(expect.stringContaining("'greeting'"))
    await exercise.button('Put it in the editor').click()
    expect(await exercise.text()).toBe(solved(FIELDS))
    expect(await exercise.run()).toBe('All 3 checks are met.')
  })

  long('says where code stops, and where it throws', async ({ reader }) => {
    const exercise = new ExercisePage(reader.page, FIELDS)
    await exercise.begin()
    await exercise.write('export const a = 1\nexport const b = = 2\n')
    expect(await exercise.run()).toMatch(/^card\.ts, line 2: TypeScript does not read on at “= 2/)
    const problem = exercise.element.locator('.problem')
    expect(await problem.textContent()).toMatch(/^TypeScript does not read on/)

    await exercise.write("export function cardChangeset() {\n  throw new RangeError('no card')\n}")
    expect(await exercise.run()).toContain('seen an exception, RangeError: no card')
    expect(await problem.textContent()).toBe('RangeError: no card')
  })
})

long.for(ONE_OF_EACH_KIND)('%s is met by its solution in a browser', async (id, { reader }) => {
  const exercise = new ExercisePage(reader.page, id)
  await exercise.begin()
  expect(await exercise.run()).toMatch(/^\d of \d checks are met\. /)
  const [editable] = await exercise.element.getByRole('tab').allTextContents()
  const text = solutionOf(id).find(([file]) => file === editable)?.[1] ?? ''
  await exercise.write(text)

  expect(await exercise.run()).toMatch(/^All \d checks are met\.$/)
})

describe('a transaction in a browser', () => {
  const deleting = (
    inside: string,
  ) => `import { change, fail, loaded, ok } from 'glasshouse/changeset'
import type { UserScope } from 'glasshouse/given'
import { scores } from './score.ts'
import { longOf } from '../support/long.ts'

const long = longOf(test)

export const deleteScore = (scope: UserScope, id: number) =>
  scope.repo.transact(async (repo) => {
    const score = await ${inside}.getBy(scores, { id, user_id: scope.user.id })
    if (!score) return fail('not found')
    await repo.delete(change(loaded(scores, score)))
    return ok(score)
  })
`

  long('holds what belongs to it, and says what waits for itself', async ({ reader }) => {
    const exercise = new ExercisePage(reader.page, 'delete-your-own')
    await exercise.begin()
    await exercise.write(deleting('repo'))
    expect(await exercise.run()).toBe('All 3 checks are met.')

    await exercise.write(deleting('scope.repo'))
    expect(await exercise.run()).toContain('inside repo.transact, use the repo you were given.')
  })
})

describe('code that does not end', () => {
  test.for([
    ['loops', 'while (true) {}', 'Ended after 2 s without an answer.'],
    [
      'fills the memory',
      'const all: number[][] = []; while (true) all.push(new Array(1e6).fill(1))',
      'Ended after 2 s without an answer.',
    ],
  ] as const)('and %s is ended, with the page alive', async ([, line, sentence], { reader }) => {
    const exercise = new ExercisePage(reader.page, FIELDS)
    await exercise.begin()
    await exercise.write(`export function cardChangeset() {\n  ${line}\n}\n`)
    expect(await exercise.run()).toBe(sentence)

    await exercise.write(solved(FIELDS))
    expect(await exercise.run()).toBe('All 3 checks are met.')
  })
})

long('what somebody wrote is in their export, and forgotten with the rest', async ({ reader }) => {
  const { page } = reader
  const exercise = new ExercisePage(page, FIELDS)
  await exercise.begin()
  await exercise.write('// mine')
  await exercise.run()
  await exercise.state.getByText('Tried, and not met yet.').waitFor()
  await page.goto('/progress')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export it as a file' }).click(),
  ])
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as Record<string, unknown>

  expect(download.suggestedFilename()).toBe('glasshouse-progress.json')
  expect(file).toMatchObject({
    format: 1,
    tasks: [{ check_id: `exercise.${FIELDS}` }],
    exercise_texts: [{ exercise: FIELDS, file: 'card.ts', text: '// mine' }],
  })
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.getByText('You have opened no lesson yet').waitFor()
  expect(
    await page.evaluate(() =>
      Object.keys(localStorage).filter((key) => key.startsWith('exercise/')),
    ),
  ).toEqual([])
})

test('no script holds a solution before it is asked for', async ({ reader }) => {
  const { page } = reader
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script'
    // What the page has made itself, as its worker is, came with no response.
    if (response.url().startsWith('http') && isScript) bodies.push(response.text().catch(() => ''))
  })
  const exercise = new ExercisePage(page, FIELDS)
  await exercise.begin()
  await exercise.run()
  const held = "params, ['name', 'greeting']"
  expect(solved(FIELDS)).toContain(held)
  // Texts stand in a module as JSON.
  const holds = async () => (await Promise.all(bodies)).filter((body) => body.includes(held)).length
  expect(bodies.length).toBeGreaterThan(0)
  expect(await holds()).toBe(0)

  await exercise.button('Show the solution').click()
  const asked = page.waitForRequest((request) => request.url().endsWith('/exercises'))
  await exercise.button('Show it').click()
  expect((await asked).postData()).toContain('shown')
  await exercise.element.locator('[data-line-is]').first().waitFor()
  expect(await holds()).toBe(0)
})

long('nothing of editor, parser or database comes before somebody begins', async ({ reader }) => {
  const { page } = reader
  const asked: string[] = []
  const scripts: Promise<string>[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script'
    if (isScript) scripts.push(response.text().catch(() => ''))
  })
  const exercise = new ExercisePage(page, TAKEN)
  await exercise.visit()
  await page.mouse.move(200, 200)
  await exercise.button('Begin').hover()
  await page.waitForLoadState('networkidle')
  const before = [...asked]
  const textBefore = (await Promise.all(scripts)).join('\n')
  await exercise.button('Begin').click()
  await exercise.editor.waitFor()
  await exercise.run()
  const after = asked.slice(before.length)

  const named = (paths: readonly string[], name: RegExp) => paths.filter((path) => name.test(path))
  const HEAVY = /editor|exercise-view|\.wasm$|exercise-with-repo|console\/frame/
  expect(named(before, HEAVY)).toEqual([])
  // Whatever their files are called: a class of CodeMirror, and a node of the grammar.
  const text = (await Promise.all(scripts)).join('\n')
  for (const part of ['cm-content', 'AmbientFunctionDeclaration']) {
    expect(textBefore, part).not.toContain(part)
    expect(text, part).toContain(part)
  }
  expect(named(after, /\.wasm$/)).toHaveLength(1)
  expect(named(after, /editor/).length).toBeGreaterThan(0)
})

test('without JavaScript it says what is checked, and has its solution', async ({ sitDown }) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  const exercise = new ExercisePage(reader.page, TAKEN)
  await exercise.visit()

  expect(await exercise.button('Begin').isVisible()).toBe(false)
  expect(await exercise.element.getByText('tells the second person').isVisible()).toBe(true)
  await exercise.element.getByText('The solution').click()
  expect(await exercise.element.getByText("uniqueConstraint('email')").isVisible()).toBe(true)
})

long('where the editor does not come the plain field does', async ({ reader }) => {
  const { page } = reader
  reader.expectComplaint(/Failed to load|net::ERR/)
  await page.route(/editor\.[\w-]+\.js/, (route) => route.abort())
  const exercise = new ExercisePage(page, FIELDS)
  await exercise.visit()
  await exercise.button('Begin').click()
  await exercise.element.locator('textarea').fill(solved(FIELDS))

  expect(await exercise.run()).toBe('All 3 checks are met.')
})

describe.for(LOOKS)('$name', ({ options, faultsOf }) => {
  long('an exercise in use keeps nobody out, and fits', async ({ sitDown }) => {
    const reader = await sitDown(options)
    const exercise = new ExercisePage(reader.page, TAKEN)
    await exercise.begin()
    await exercise.run()
    await exercise.button('A hint').click()
    await exercise.button('Show the solution').click()
    await exercise.button('Show it').click()

    expect(await faultsOf(reader, 'an exercise in use')).toEqual([])
  })
})

long(
  'at 390 px nothing is wider than the screen, and Run stays under the thumb',
  async ({ sitDown }) => {
    const reader = await sitDown({
      viewport: { width: 390, height: 700 },
      hasTouch: true,
      isMobile: true,
    })
    const exercise = new ExercisePage(reader.page, 'a-list-of-your-own')
    await exercise.begin()
    await exercise.run()
    await exercise.element.getByRole('tab', { name: 'score.ts' }).click()
    await exercise.editor.scrollIntoViewIfNeeded()

    const { page } = reader
    const [wide, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBe(screen)
    const run = await exercise.button('Run the checks').boundingBox()
    expect(run && run.y + run.height).toBeLessThanOrEqual(700)
    expect(run?.height).toBeGreaterThanOrEqual(40)
  },
)
