import { describe, expect } from 'vitest'
import { PHONE, long, test, WITHOUT_JAVASCRIPT, type Reader } from '../support/reader.ts'

const LESSON = '/lessons/forms/wrong-addresses'

/** Goes back one migration after the other until no table is left. */
async function stepAllTheWayDown(reader: Reader, flash = '.flash'): Promise<void> {
  while ((await reader.page.getByRole('button', { name: 'One step down' }).count()) > 0) {
    await reader.press('One step down')
    // The sentence of the step before may still be there.
    await reader.page.locator('body:has(glass-stage[data-busy])').waitFor({ state: 'detached' })
    await reader.shows(flash, 'taken back')
  }
}

const runUpAgain = ({ page }: Reader) =>
  page.getByRole('button', { name: /^Run (it|them) up again$/ }).click()

async function takeTheTablesAwayAndBack(reader: Reader): Promise<void> {
  await reader.page.goto('/sandbox/migrations')
  await stepAllTheWayDown(reader)
  await reader.shows('.tables-now', 'gone')

  await reader.page.goto('/users/register')
  await reader.register('ana@example.test')
  await reader.shows('h1', /Your sandbox is \w+ migrations? down/)
  await reader.shows('.stage-window', 'The users table is not there.')
  await runUpAgain(reader)

  await reader.shows('.flash', 'your sandbox is whole again')
  await reader.shows('.tables-now', 'users')
}

async function seeWhatTheRegistrationWrote(reader: Reader): Promise<void> {
  await reader.goAndRegister('ana@example.test')
  await reader.page.goto('/sandbox')
  await reader.page.getByRole('link', { name: 'rows and rules' }).click()

  await reader.shows('h1', 'Tables')
  await reader.shows('.last-request', 'changed two rows of users and users_tokens')
  await reader.shows('tr[data-mark="new"]', 'ana@example.test')
  await reader.shows('.mark', 'new')
  await reader.page.getByRole('link', { name: 'users', exact: true }).click()
  await reader.shows('h1', 'Table users')
  await reader.shows('.rules', 'users_email_index')
}

describe('the levers', () => {
  long('show what the last request wrote', async ({ reader }) => {
    await seeWhatTheRegistrationWrote(reader)
  })

  test('take the tables away, say so, and bring them back with one press', async ({ reader }) => {
    await takeTheTablesAwayAndBack(reader)

    await reader.goAndRegister('ana@example.test')
  })

  long('do the same without JavaScript', async ({ sitDown }) => {
    const reader = await sitDown(WITHOUT_JAVASCRIPT)

    await takeTheTablesAwayAndBack(reader)

    await seeWhatTheRegistrationWrote(reader)
  })
})

describe('on a stage', () => {
  long(
    'the levers are pages of its window, and the trace stays until one is pulled',
    async ({ reader }) => {
      await reader.openLesson(LESSON)
      await reader.register('ana@example.test')
      await reader.shows('.stage .flash', 'An email was sent')

      await reader.followInBar('Tables')
      await reader.shows('.stage tr[data-mark="new"]', 'ana@example.test')
      await reader.shows('.stage .strip', 'one mail sent')

      await reader.followInBar('Migrations')
      await reader.shows('.stage .migrations', 'create users auth tables')
      await reader.press('One step down')
      await reader.shows('.stage .flash', 'taken back')
      await reader.shows('.stage .strip-title', 'POST /sandbox/migrations')

      // Once to the page as it was left, once more to the page of the act.
      await reader.followInBar('Page')
      await reader.followInBar('Page')
      await reader.page.locator('#registration_form').waitFor()
      expect(reader.path).toBe(LESSON)
    },
  )

  long('a table that is missing is answered in the window, with the button', async ({ reader }) => {
    await reader.openLesson(LESSON)
    await reader.followInBar('Migrations')
    await reader.shows('.stage .migrations', 'create users auth tables')
    await stepAllTheWayDown(reader, '.stage .flash')
    await reader.followInBar('Page')
    await reader.register('ana@example.test')

    await reader.shows('.stage .page-title', /Your sandbox is \w+ migrations? down/)
    await reader.shows('.stage .strip-status', '409')
    await runUpAgain(reader)
    await reader.shows('.stage .flash', 'your sandbox is whole again')
  })
})

long('nothing sticks out on a wide screen, and axe is content', async ({ sitDown }) => {
  const reader = await sitDown({ viewport: { width: 1280, height: 800 } })

  expect(await faultsOfEveryPage(reader, (what) => reader.faultsByDay(what))).toEqual([])
})

long('nothing sticks out on a phone, nor is too dark by night', async ({ sitDown }) => {
  const reader = await sitDown({ ...PHONE, colorScheme: 'dark' })

  expect(await faultsOfEveryPage(reader, (what) => reader.faultsOfColour(what))).toEqual([])
})

type FaultsOf = (what: string) => Promise<readonly unknown[]>

async function faultsOfEveryPage(reader: Reader, faultsOf: FaultsOf): Promise<readonly unknown[]> {
  const found: unknown[] = []
  const look = async (path: string) => {
    await reader.page.goto(path)
    found.push(...(await faultsOf(path)))
    expect(await reader.page.locator('[style]').count()).toBe(0)
  }
  for (const path of ['/sandbox/tables', '/sandbox/tables/users', '/sandbox/migrations'])
    await look(path)
  await reader.goAndRegister('ana@example.test')
  for (const path of ['/sandbox/tables', '/sandbox/tables/users_tokens', '/sandbox'])
    await look(path)
  await reader.page.goto('/sandbox/migrations')
  await reader.press('One step down')
  await reader.shows('.flash', 'taken back')
  found.push(...(await faultsOf('one step down')))
  for (const path of ['/sandbox/tables', '/sandbox/tables/users_tokens']) await look(path)
  return found
}

long(
  'rows are a table to whoever listens, even where they look like cards',
  async ({ sitDown }) => {
    const reader = await sitDown(PHONE)
    await reader.goAndRegister('ana@example.test')
    await reader.page.goto('/sandbox/tables/users')

    const table = reader.page.getByRole('table')
    expect(await table.getByRole('columnheader').allInnerTexts()).toHaveLength(6)
    expect(await table.getByRole('cell').count()).toBe(6)
    expect(await reader.page.getByRole('cell', { name: /ana@example\.test/ }).count()).toBe(1)
  },
)
