/** The prompt, where its reader meets it. */
import { describe, expect } from 'vitest'
import { ConsolePage } from '../support/console-page.ts'
import { LOOKS } from '../support/looks.ts'
import { PHONE, long, test, WITHOUT_JAVASCRIPT } from '../support/reader.ts'

const timeless = (answer: string) => answer.replaceAll(/~U\[[^\]]+\]/g, '~U[…]')

const user = (id: number, email: string) => `{:ok,
 #Glasshouse.Accounts.User<
   __meta__: #Ecto.Schema.Metadata<:loaded, "users">,
   id: ${id},
   email: "${email}",
   confirmed_at: nil,
   inserted_at: ~U[…],
   updated_at: ~U[…],
   ...
 >}`

const NOBODY = `{:error,
 #Ecto.Changeset<
   action: :insert,
   changes: %{},
   errors: [email: {"can't be blank", [validation: :required]}],
   data: #Glasshouse.Accounts.User<>,
   valid?: false,
   ...
 >}`

const TWO_QUERIES = [
  '[debug] QUERY OK source="users" db=…ms',
  '[debug] QUERY OK source="users" db=…ms',
]

describe('the walk', () => {
  test('in Elixir, with the house beside it', async ({ reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()

    expect(await prompt.run('alias Pento.Accounts')).toBe('Pento.Accounts')
    expect(await prompt.run('exports Accounts')).toContain('register_user/1')
    expect(await prompt.run('h Accounts.register_user/1')).toContain('An e-mail is enough')
    await prompt.run('params = %{email: "jimmy@gmail.com"}')
    expect(timeless(await prompt.run('Accounts.register_user(params)'))).toBe(
      user(1, 'jimmy@gmail.com'),
    )
    expect(await prompt.queries()).toEqual(TWO_QUERIES)
    await reader.shows('[data-part="house"]', 'given by your hand')
    expect(await prompt.run('Accounts.register_user(%{})')).toBe(NOBODY)
    await reader.shows('.strip-sentence', 'refused')
    const piped = '%User{}\n|> User.email_changeset(%{email: "bo@example.com"})\n|> Repo.insert()'
    expect(timeless(await prompt.run(piped))).toBe(user(2, 'bo@example.com'))
    expect(await prompt.run('v(1)')).toBe('Pento.Accounts')
  })

  long('in TypeScript, with the same variables', async ({ reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()

    await prompt.run('{:ok, ana} = Accounts.register_user(%{email: "ana@example.com"})')
    expect(
      timeless(await prompt.run('await Accounts.registerUser({ email: ana.email })')),
    ).toContain('"has already been taken"')
    await reader.page.locator('.prompt-bar').getByLabel('TypeScript').check()
    expect(await prompt.run('await Accounts.registerUser(scope, {})')).toMatch(
      /^\{\s+ok: false,\s+error: Changeset \{/,
    )
    expect(await prompt.run('ana.email')).toBe("'ana@example.com'")
    await prompt.entries.last().getByRole('button', { name: 'as Elixir' }).click()
    expect(await prompt.answer()).toBe('"ana@example.com"')
  })

  long('pasted as it was printed', async ({ reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()

    const pasted =
      'iex(1)> alias Pento.Accounts\nPento.Accounts\niex(2)> Accounts.register_user(%{})\n{:error, …}'
    expect(await prompt.run(pasted)).toBe(NOBODY)
  })
})

describe('by keys', () => {
  long(
    'opens, completes, runs, goes back in time, opens a line, and lets go',
    async ({ reader }) => {
      const { page } = reader
      const prompt = new ConsolePage(page)
      await page.goto('/console')
      await page.getByRole('button', { name: 'Open the prompt' }).focus()
      await page.keyboard.press('Enter')
      await prompt.isReady()
      await prompt.line.focus()

      await page.keyboard.type('Accounts.regi')
      await page.locator('.cm-tooltip-autocomplete li').first().waitFor()
      // A list that has opened this moment takes no key yet: it would take one that was meant for the line.
      await page.waitForTimeout(150)
      await page.keyboard.press('Enter')
      expect(await prompt.line.textContent()).toBe('Accounts.register_user')
      await page.keyboard.type('(%{')
      await page.keyboard.press('Enter')
      await page.keyboard.type('})')
      expect(await prompt.entries.count()).toBe(0)
      expect(await prompt.enter()).toBe(NOBODY)

      await page.keyboard.press('ArrowUp')
      expect(await prompt.line.textContent()).toContain('Accounts.register_user(%{')
      await page.keyboard.press('Control+c')
      expect(await prompt.line.textContent()).toBe('')
      await page.keyboard.press('Control+l')
      expect(await prompt.entries.count()).toBe(0)
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run')
    },
  )

  long(
    'a line typed is three lines to begin with, and none of them runs by itself',
    async ({ reader }) => {
      const prompt = new ConsolePage(reader.page)
      await prompt.open()

      await reader.page.getByRole('button', { name: 'exports Accounts' }).click()
      expect(await prompt.line.textContent()).toBe('exports Accounts')
      expect(await prompt.entries.count()).toBe(0)
    },
  )

  long('a name that is not there is answered with the nearest', async ({ reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()

    expect(await prompt.run('Accounts.regster_user(%{})')).toBe(
      '** (UndefinedFunctionError) function Accounts.regster_user/1 is undefined or private. Did you mean: register_user/1',
    )
    expect(await prompt.run('fn x -> x end')).toMatch(
      /^A function .* is more than this prompt reads/,
    )
  })
})

describe('what is not to be ended from inside', () => {
  test.for([
    ['while (true) {}', 'Ended after 2 s without an answer.'],
    [
      'const all = []; while (true) all.push(new Array(1e6).fill(1))',
      'Ended after 2 s without an answer.',
    ],
    [
      'for (let n = 0; n < 10000; n++) Accounts.getUserByEmail("a")',
      'Ended: one line may ask the server 50 times.',
    ],
  ] as const)('%s is ended, and the page is alive', async ([line, sentence], { reader }) => {
    reader.expectComplaint(/status of 429/)
    const prompt = new ConsolePage(reader.page)
    await prompt.open()
    await prompt.run('kept = 1')

    expect(await prompt.run(line)).toBe(
      `${sentence} Variables are gone; your sandbox is as it was.`,
    )
    expect(await prompt.run('1 + 1')).toBe('2')
    expect(await prompt.run('kept')).toBe('** (CompileError) undefined variable "kept"')
  })

  async function endLineThatWaits(prompt: ConsolePage): Promise<void> {
    const { page } = prompt
    await prompt.line.focus()
    await page.keyboard.insertText('await new Promise(() => {})')
    await page.keyboard.press('Enter')
    await page.locator('glass-console[data-running]').waitFor()
    await page.keyboard.press('Control+c')
  }

  test('Ctrl-C ends a line whose room is still being made', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/console/frame', async (route) => {
      await held
      await route.continue()
    })
    await prompt.open()
    await endLineThatWaits(prompt)
    letGo()
    await prompt.entries.first().waitFor()

    expect(await prompt.answer()).toBe('Ended. It had not begun.')
    expect(await prompt.run('1 + 1')).toBe('2')
  })

  test('Ctrl-C ends a line that waits', async ({ reader }) => {
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    // There is a room now, so the next line begins at once.
    await prompt.run('1 + 1')
    await endLineThatWaits(prompt)
    await prompt.entries.nth(1).waitFor()

    expect(await prompt.answer()).toBe('Ended. Variables are gone; your sandbox is as it was.')
  })

  test.for([
    ['Array.prototype.map = null', /read only property 'map'/],
    ['Object.prototype.toString = () => "a"', /“toString” of the language stays as it is/],
    ['globalThis.Promise = null', /read only property 'Promise'/],
    ['JSON.stringify = null', /read only property 'stringify'/],
  ] as const)('%s changes nothing', async ([line, sentence], { reader }) => {
    const prompt = new ConsolePage(reader.page)
    await prompt.open()

    expect(await prompt.run(line)).toMatch(sentence)
    expect(await prompt.run('Accounts.register_user(%{})')).toBe(NOBODY)
  })
})

test('before it is opened, nothing of it is loaded', async ({ reader }) => {
  const { page } = reader
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  await page.goto('/console', { waitUntil: 'networkidle' })

  expect(loaded.filter((path) => /prompt|editor|registry|frame/.test(path))).toEqual([])
})

long('without the editor a plain field does the same', async ({ reader }) => {
  const { page } = reader
  reader.expectComplaint(/Failed to load|ERR_FAILED/)
  await page.context().route(/editor-field/, (route) => route.abort())
  await page.goto('/console')
  await page.getByRole('button', { name: 'Open the prompt' }).click()
  const field = page.locator('[data-input] textarea')
  await field.fill('Accounts.register_user(%{})')
  await field.press('Enter')
  await page.locator('.prompt-log > li').waitFor()

  expect(await page.locator('[data-answer]').textContent()).toBe(NOBODY)
})

test('without JavaScript a form calls each function, with the same print and trace', async ({
  sitDown,
}) => {
  const reader = await sitDown(WITHOUT_JAVASCRIPT)
  const { page } = reader
  await page.goto('/console')
  await page.locator('#Accounts-registerUser > summary').click()
  await page.locator('#Accounts-registerUser-params').fill('email = jimmy@gmail.com')
  await page.locator('#Accounts-registerUser button').click()

  expect(await page.locator('.prompt-line').textContent()).toBe(
    'iex> Accounts.register_user(%{email: "jimmy@gmail.com"})',
  )
  expect(timeless((await page.locator('.prompt-answer').textContent()) ?? '')).toBe(
    user(1, 'jimmy@gmail.com'),
  )
  expect(await page.locator('.prompt-query pre').count()).toBe(2)
  await reader.shows('[data-part="house"]', 'given by your hand')
  expect(await page.getByRole('button', { name: 'Open the prompt' }).isVisible()).toBe(false)
})

describe.for(LOOKS)('$name', ({ options, faultsOf }) => {
  long('the prompt in use keeps nobody out, and fits', async ({ sitDown }) => {
    const reader = await sitDown(options)
    const prompt = new ConsolePage(reader.page)
    await prompt.open()
    await prompt.run('Accounts.register_user(%{email: "ana@example.com"})')
    await prompt.run('exports Accounts')

    expect(await faultsOf(reader, 'the prompt in use')).toEqual([])
  })
})

long(
  'at 390 px nothing is wider than the screen, and keys type what the phone hides',
  async ({ sitDown }) => {
    const reader = await sitDown({
      viewport: { width: 390, height: 700 },
      hasTouch: true,
      isMobile: true,
    })
    const { page } = reader
    const prompt = new ConsolePage(page)
    await prompt.open()
    await page.getByRole('button', { name: 'Insert a map' }).click()
    await page.getByRole('button', { name: 'Insert a closing brace' }).click()
    expect(await prompt.line.textContent()).toBe('%{}')
    await prompt.enter('Control+Enter')
    await prompt.run('Accounts.register_user(%{email: "ana@example.com"})')
    await prompt.run('exports Accounts')

    const [wide, screen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      innerWidth,
    ])
    expect(wide).toBe(screen)
  },
)

long('on the stage of a lesson it is a room, with its runs beside it', async ({ sitDown }) => {
  const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
  const { page } = reader
  const prompt = new ConsolePage(page)
  await page.goto('/lessons/persons/yours-and-mine')
  await page.mouse.move(300, 300)
  await page.locator('.stage-more > summary').first().click()
  await page.locator('.stage-more a[href="/console"]').first().click()
  await page.getByRole('button', { name: 'Open the prompt' }).click()
  await prompt.isReady()

  expect(await prompt.run('Accounts.register_user(%{})')).toContain(`{"can't be blank"`)
  await reader.shows('.stage [data-part="house"]', 'given by your hand')
  // As many columns as there is room for.
  expect(await prompt.run('exports Accounts')).toMatch(
    /^change_user_email\/1 +change_user_email\/2\n/,
  )
})

test('on a stage it says who acts, once an act beside it has logged somebody in', async ({
  sitDown,
}) => {
  const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
  const { page } = reader
  await page.goto('/lessons/persons/yours-and-mine')
  await page.mouse.move(300, 300)
  await page.locator('.stage-more > summary').first().click()
  await page.locator('.stage-more a[href="/console"]').first().click()
  await page.getByRole('button', { name: 'Open the prompt' }).click()
  await new ConsolePage(page).isReady()
  const who = page.locator('.prompt-who').first()
  expect(await who.textContent()).toContain('nobody')

  await page.locator('form[data-run]').first().locator('button').click()

  // The stage has turned to the page that the run brought.
  await expect.poll(() => who.textContent()).toBe('As ana, ana@example.test')
})

test(`fits a phone of ${PHONE.viewport?.width} px`, async ({ sitDown }) => {
  const reader = await sitDown(PHONE)
  const prompt = new ConsolePage(reader.page)
  await prompt.open()
  await prompt.run('Accounts.register_user(%{email: "ana@example.com"})')
  const [wide, screen] = await reader.page.evaluate(() => [
    document.documentElement.scrollWidth,
    innerWidth,
  ])

  expect(wide).toBe(screen)
})

describe('a stage whose first step types', () => {
  const LESSON = '/lessons/letters/a-wall-of-addresses'
  const STAGE = '[data-demo="by-two-lines"]'

  test('opens at the prompt, and shows the steps of a run', async ({ sitDown }) => {
    const reader = await sitDown({ viewport: { width: 1280, height: 720 } })
    const { page } = reader
    const prompt = new ConsolePage(page)
    await page.goto(LESSON)
    const room = page.locator(`${STAGE} [data-panel="console"]`)
    expect(await room.isVisible()).toBe(true)
    expect(await page.locator(`${STAGE} [data-panel="page"]`).isVisible()).toBe(false)

    await page.locator('form[data-run="by-two-lines.1"] button').click()
    await page.locator(`${STAGE} [data-panel="page"]`).waitFor()
    await reader.shows(`${STAGE} .strip-sentence`, 'Answered')
    expect(await room.isVisible()).toBe(false)
    await page.locator(`${STAGE} .stage-list [data-decides]`).waitFor()
    await page.locator(`${STAGE} .stage-ways > a`, { hasText: 'Console' }).click()
    await room.getByRole('button', { name: 'Open the prompt' }).click()
    await prompt.isReady()

    expect(await prompt.line.textContent()).toBe('')
    expect(await prompt.entries.count()).toBe(0)
  })

  test('shows where the prompt is without JavaScript', async ({ sitDown }) => {
    const { page } = await sitDown(WITHOUT_JAVASCRIPT)
    await page.goto(LESSON)

    const room = page.locator(`${STAGE} [data-panel="console"]`)
    await room.getByRole('link', { name: 'Open the prompt' }).click()
    expect(new URL(page.url()).pathname).toBe('/console')
  })
})
