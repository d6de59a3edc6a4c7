import { z } from 'zod'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Clause } from '#course/claims.ts'
import { FORMS } from '#course/forms.ts'
import { APP_PAGES } from '#router.ts'
import { schemas } from '#course/schema.ts'
import type { StartToken } from '#course/schema/start-state.ts'
import type { DemoStep } from '#course/steps.ts'

interface JsonSchema {
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

interface Result {
  readonly success: boolean
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[]; message: string }[] }
}

const issuesOf = ({ error }: Result) =>
  (error?.issues ?? []).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)

const LESSON = {
  id: 'who-comes-in',
  title: 'Who comes in?',
  summary: 'A visitor becomes a person.',
  published: '2026-11-23',
  minutes: 6,
  tags: ['scopes'],
  shows: ['scope'],
}

const DEMO = {
  id: 'ana-comes-in',
  title: 'From visitor to person',
  page: '/users/register',
  people: ['you'],
  start: { seed: 'nobody', as: 'you' },
  steps: [{ label: 'ana', fields: { 'user[email]': 'ana@example.test' } }],
}

const QUESTION = {
  id: 'who',
  question: 'Who refuses it?',
  step: 1,
  asks: 'caught-by',
  options: [
    { is: 'changeset', why: 'A rule looks at it first.' },
    { is: 'nobody', why: 'Nothing is wrong with it.' },
  ],
}

const optionsOf = (...answers: readonly unknown[]) =>
  answers.map((is) => ({ is, why: 'So it is.' }))

const CHECK = {
  id: 'refused',
  says: 'The address is refused.',
  when: 'POST /users/register',
  clauses: [{ status: 422, otherwise: 'The reply was no 422.' }],
}

const TASK = {
  ...CHECK,
  clauses: [{ by_hand: true, otherwise: 'That was the button.' }, ...CHECK.clauses],
  alone: true,
  hints: ['Look at the form.', 'Look at the address.', 'Send it without an @.'],
  way: [{ fields: { 'user[email]': 'ana' } }],
}

describe('the schema of a lesson', () => {
  test('takes a lesson', () => {
    expect(schemas.lesson.safeParse(LESSON)).toEqual({
      success: true,
      data: {
        ...{ ...LESSON, start: null, explains: {} },
        ...{ needs: [], gives: null, introduces: [], covers: [] },
      },
    })
  })

  test.for(Object.keys(LESSON))('requires %s', (field) => {
    expect(schemas.lesson.safeParse({ ...LESSON, [field]: undefined }).success).toBe(false)
  })

  test.for([
    [{ order: 1 }, ': Unrecognized key: "order"'],
    [{ id: 'Who Is' }, 'id: Write it in small letters, as who-comes-in.'],
    [
      { published: '28.11.2026' },
      'published: Write a day of the calendar, the year first: 2026-11-23.',
    ],
    [{ minutes: 2.5 }, 'minutes: Invalid input: expected int, received number'],
    [{ tags: [] }, 'tags: Too small: expected array to have >=1 items'],
    [{ summary: 'Short.' }, 'summary: Too small: expected string to have >=20 characters'],
  ] as const)('refuses %o', ([change, issue]) => {
    expect(issuesOf(schemas.lesson.safeParse({ ...LESSON, ...change }))).toEqual([issue])
  })

  test('knows layers by name, and tags by their form', () => {
    expect(schemas.lesson.safeParse({ ...LESSON, tags: ['Live views'] }).success).toBe(false)
    expect(issuesOf(schemas.lesson.safeParse({ ...LESSON, shows: ['browser'] }))).toEqual([
      'shows.0: Name a layer (request, plug, scope, context, changeset, sql, constraint, mail, live, reply) or the tag of a step: plug.fetchCurrentScope.',
    ])
    expect(schemas.lesson.safeParse({ ...LESSON, shows: ['plug.fetchFlash'] }).success).toBe(true)
  })
})

const PAGES = `Write one of ${APP_PAGES.join(', ')}, with a number or a name in place of [id] and [org], or /twins/ and the name of a twin.`

describe('the schema of demos', () => {
  test('takes a list of demos', () => {
    expect(schemas.demos.safeParse([DEMO]).success).toBe(true)
  })

  test.for(APP_PAGES)('takes a demo of %s', (pattern) => {
    const page = pattern.replace('[id]', '1').replace('[org]', 'glass-works')
    const steps = [{ label: 'register', does: 'open', path: '/users/register' }]

    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, page, steps }]))).toEqual([])
  })

  const sent = Object.entries(FORMS).flatMap(([pattern, forms]) =>
    Object.entries(forms).map(([method, fields]) => [method, pattern, fields] as const),
  )
  test.for(sent)('takes every field of %s %s', ([method, pattern, names]) => {
    const path = pattern.replace(/\[(?:id|token)\]/, '1').replace('[org]', 'glass-works')
    const fields = Object.fromEntries(names.map((name) => [name, '1']))
    const steps = [{ label: 'go', path, method, fields }]

    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, steps }]))).toEqual([])
  })

  test("takes what a lesson's own function is given", () => {
    const steps = [{ label: 'go', path: '/twins/score-by-id', fields: { id: '1' } }]

    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, steps }]))).toEqual([])
  })

  test('takes an address of the app that refuses to be opened, for who types it', () => {
    const steps = [{ label: 'go', does: 'open', path: '/users/log-out' }]

    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, steps }]))).toEqual([])
  })

  test('takes a demo with a question and a check', () => {
    const demo = { ...DEMO, predictions: [QUESTION], checks: [CHECK] }
    expect(schemas.demos.safeParse([demo]).success).toBe(true)
  })

  test.for([
    [{ predict: 'which?' }, '0: Unrecognized key: "predict"'],
    [{ people: [] }, '0.people: Too small: expected array to have >=1 items'],
    [{ steps: [] }, '0.steps: Too small: expected array to have >=1 items'],
    [{ page: '/lessons' }, `0.page: No page of the app stands at /lessons. ${PAGES}`],
    [{ page: '/sandbox' }, `0.page: No page of the app stands at /sandbox. ${PAGES}`],
    [{ page: '/scores/1?a=b' }, `0.page: No page of the app stands at /scores/1?a=b. ${PAGES}`],
    [{ page: '/scores/[id]' }, `0.page: No page of the app stands at /scores/[id]. ${PAGES}`],
    [
      { page: '/users/log-in/abc' },
      `0.page: No page of the app stands at /users/log-in/abc. ${PAGES}`,
    ],
    [
      { page: '/users/settings' },
      '0.steps.0.method: What is sent to /users/settings is sent as PUT.',
    ],
    [
      { page: '/users/log-in/[token]' },
      '0.steps.0.path: Only a link leads to the page of this demo: say where this goes.',
    ],
    [
      { page: '/users/log-in/[token]', steps: [{ label: 'on', does: 'open' }] },
      '0.steps.0.path: Only a link leads to the page of this demo: say where this goes.',
    ],
    [
      { steps: [{ label: 'on', does: 'open', path: '/users/setings' }] },
      '0.steps.0.path: No page stands at /users/setings.',
    ],
    [
      { steps: [{ label: 'on', does: 'open', path: '/sandbox/download' }] },
      '0.steps.0.path: No page stands at /sandbox/download.',
    ],
    [
      { steps: [{ label: 'on', path: '/sandbox/delete' }] },
      '0.steps.0.path: No form is sent to /sandbox/delete.',
    ],
    [
      { steps: [{ label: 'on', path: '/scores/7' }] },
      '0.steps.0.method: What is sent to /scores/[id] is sent as DELETE.',
    ],
    [
      { steps: [{ label: 'on', path: '/scores/7', method: 'DELETE', fields: { id: '7' } }] },
      '0.steps.0.fields: The form of DELETE /scores/[id] has no field "id". It has none.',
    ],
    [
      { steps: [{ label: 'ana', fields: { 'user[email]': 'ana@gmail.com' } }] },
      '0.steps.0.fields.user[email]: An address in a demo ends in @example.test, so that it can be nobody’s.',
    ],
    [
      { steps: [{ label: 'ana', fields: { email: 'ana' } }] },
      '0.steps.0.fields: The form of POST /users/register has no field "email". It has user[email], user[password], user[password_confirmation].',
    ],
    [{ steps: [{ label: 'ana', fields: {}, then: 'x' }] }, '0.steps.0: Unrecognized key: "then"'],
    [
      { steps: [{ label: 'on', does: 'clock' }] },
      '0.steps.0.advance: A step that does "clock" says how far, and no other does: advance: 15m.',
    ],
    [
      { steps: [{ label: 'on', does: 'open', fields: { 'user[email]': 'ana' } }] },
      '0.steps.0.fields: A step that does "open" sends no fields.',
    ],
    [
      { steps: [{ label: 'on', does: 'clock', advance: '15m', method: 'PUT' }] },
      '0.steps.0.method: A step that does "clock" has no method.',
    ],
    [
      { steps: [{ label: 'on', does: 'press-link', path: '/users/log-in' }] },
      '0.steps.0.path: A step that does "press-link" knows where: leave the path out.',
    ],
    [
      { steps: [{ label: 'on', advance: '15m' }] },
      '0.steps.0.advance: A step that does "send" moves no clock: only "clock" says how far.',
    ],
    [
      { steps: [{ label: 'on', does: 'jump' }] },
      '0.steps.0.does: Invalid option: expected one of "send"|"open"|"connect"|"event"|"show-mail"|"open-link"|"press-link"|"clock"|"peel"|"race"|"split"|"wall"|"hunt"|"copy-cookie"|"from-elsewhere"|"type"',
    ],
    [
      { steps: [{ label: 'on', does: ['open'] }] },
      '0.steps.0.does: Invalid option: expected one of "send"|"open"|"connect"|"event"|"show-mail"|"open-link"|"press-link"|"clock"|"peel"|"race"|"split"|"wall"|"hunt"|"copy-cookie"|"from-elsewhere"|"type"',
    ],
    [{ steps: ['ana'] }, '0.steps.0: Invalid input: expected object, received string'],
    [{ steps: [['ana']] }, '0.steps.0: Invalid input: expected object, received array'],
    [
      { steps: [{ label: '' }] },
      '0.steps.0.label: Too small: expected string to have >=1 characters',
    ],
    [{ steps: [{ label: 'ana', as: 'bob' }] }, '0.steps.0.as: Name one of people: you.'],
    [{ shows: 2 }, '0.shows: This demo has 1 step.'],
    [{ start: undefined }, '0.start: Say where the act starts: start: { seed: nobody, as: you }.'],
    [{ start: { seed: 'nobody', as: 'bo' } }, '0.start.as: Name one of people: you.'],
    [
      { start: { seed: 'nobody', as: 'you', clock: '15' } },
      '0.start.clock: Say how far the clock has gone on: 0, 15m, 12h or 14d.',
    ],
    [
      { start: { seed: 'nobody', as: 'you', draws: -1 } },
      '0.start.draws: Too small: expected number to be >=0',
    ],
    [
      { steps: [{ label: 'on', does: 'event' }] },
      '0.steps.0.event: A step that does "event" says which, and no other does: event: guess.',
    ],
    [
      { steps: [{ label: 'on', does: 'open', event: 'guess' }] },
      '0.steps.0.event: A step that does "open" sends no event: only "event" says which.',
    ],
    [
      { shows: 1, predictions: [QUESTION] },
      '0.shows: The question "who" asks about this step: show one that nobody asks about.',
    ],
    [
      {
        ...{ steps: [{ label: 'ana' }, { label: 'bo' }], shows: 2 },
        predictions: [{ ...QUESTION, again: 2 }],
      },
      '0.shows: The question "who" asks about this step: show one that nobody asks about.',
    ],
    [{ compare: [1, 2] }, '0.compare: This demo has 1 step.'],
    [{ tabs: ['clock', 'people'] }, '0.tabs: Too big: expected array to have <=1 items'],
    [{ compare: [1, 1] }, '0.compare: Name two different steps.'],
    [
      { steps: [{ ...DEMO.steps[0], needs: [1] }] },
      '0.steps.0.needs: A step needs steps that stand before it.',
    ],
    [
      { steps: [DEMO.steps[0], { ...DEMO.steps[0], needs: [1, 1] }] },
      '0.steps.1.needs: A step is named twice.',
    ],
    [
      { steps: [{ ...DEMO.steps[0], safe: 'two-people' }] },
      '0.steps.0.safe: Name a step of a demo: two-lists.3.',
    ],
    [
      { steps: [{ label: 'on', does: 'copy-cookie' }] },
      '0.steps.0.from: A step that does "copy-cookie" says whose, and no other does: from: ana.',
    ],
    [
      { steps: [{ ...DEMO.steps[0], from: 'ana' }] },
      '0.steps.0.from: A step that does "send" copies no cookie: only "copy-cookie" says whose.',
    ],
    [
      { predictions: [{ ...QUESTION, options: ['changeset', 'nobody'] }] },
      '0.predictions.0.options.0: Write an option as { is: plug, why: A plug looks at the scope. }.',
      '0.predictions.0.options.1: Write an option as { is: plug, why: A plug looks at the scope. }.',
    ],
    [
      {
        predictions: [
          { ...QUESTION, options: [{ is: 'plug' }, { is: 'nobody', why: 'Nobody did.' }] },
        ],
      },
      '0.predictions.0.options.0.why: Say why: at most 15 words for whoever chose this.',
    ],
    [
      {
        predictions: [
          {
            ...QUESTION,
            options: [
              { is: 'plug', why: 'one two three four five six seven eight nine ten a b c d e f' },
              { is: 'nobody', why: 'Nobody did.' },
            ],
          },
        ],
      },
      '0.predictions.0.options.0.why: A why has at most 15 words. This one has 16.',
    ],
    [
      { predictions: [{ ...QUESTION, options: optionsOf('sql', 'unique index') }] },
      '0.predictions.0.options: “sql” is true whenever a constraint refused: leave one of the two out.',
    ],
    [
      { predictions: [{ ...QUESTION, asks: 'reaches', options: optionsOf('plug', 'sql') }] },
      '0.predictions.0.options.0.is: The plugs are two floors: write pipeline or guards.',
    ],
    [
      {
        predictions: [
          {
            ...QUESTION,
            asks: 'reaches',
            question: 'It is empty. Does the server ask?',
            options: optionsOf('changeset', 'sql'),
          },
        ],
      },
      '0.predictions.0.question: This is answered with yes or no, and the options are floors: ask “how far?”, or ask for the outcome of a step.',
    ],
    [{ predictions: [{ ...QUESTION, again: 2 }] }, '0.predictions.0.again: This demo has 1 step.'],
    [
      { predictions: [{ ...QUESTION, again: 1 }] },
      '0.predictions.0.again: Name another step than the first.',
    ],
    [
      {
        predictions: [
          {
            ...QUESTION,
            ...{ asks: 'fixed', key: 'neither', options: optionsOf('its text', 'both') },
            proof: [{ status: 200, otherwise: 'The reply was no 200.' }],
          },
        ],
      },
      '0.predictions.0.key: Name the option that is right: its text, both.',
    ],
    [
      { checks: [{ ...CHECK, hints: ['Look at it.'] }] },
      '0.checks.0.hints: Only a task has hints: write alone: true.',
    ],
    [
      { checks: [{ ...CHECK, alone: true }] },
      '0.checks.0.clauses: A task is met by hand alone: begin with the clause by_hand: true.',
      '0.checks.0.hints: A task has three hints: one points, one names, one is nearly the answer.',
      '0.checks.0.way: A task has a way: the steps that meet it, as npm run lessons:check plays them.',
    ],
    [
      { checks: [{ ...TASK, way: [{ path: '/nowhere' }] }] },
      '0.checks.0.way.0.path: No form is sent to /nowhere.',
    ],
    [
      {
        checks: [
          { ...CHECK, clauses: [{ sent: { field: 'a', matches: '(' }, otherwise: 'It was not.' }] },
        ],
      },
      '0.checks.0.clauses.0.sent.matches: This is no regular expression.',
    ],
    [{ predictions: [{ ...QUESTION, step: 2 }] }, '0.predictions.0.step: This demo has 1 step.'],
    [
      { predictions: [{ ...QUESTION, answer: 'changeset' }] },
      '0.predictions.0: Unrecognized key: "answer"',
    ],
    [
      { predictions: [QUESTION, QUESTION] },
      '0.predictions.1.id: Another of the predictions has this id already.',
    ],
    [
      { predictions: [{ ...QUESTION, asks: 'status', options: optionsOf(200, 'teapot') }] },
      '0.predictions.0.options.1.is: "status" is answered with 200, 303, 400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429, 500.',
    ],
    [
      { predictions: [{ ...QUESTION, options: optionsOf('plug', 'plug') }] },
      '0.predictions.0.options.1.is: This option is there already.',
    ],
    [
      { checks: [{ ...CHECK, clauses: [{ otherwise: 'It did not hold.' }] }] },
      '0.checks.0.clauses.0: A clause has one of status, step, never, caught_by, reaches, ends, rows, by_hand, as, sent, count, argument, returned, peeled, words, wall, lane.',
    ],
    [
      { checks: [{ ...CHECK, clauses: [{ status: 1, never: 'a.b', otherwise: 'It was so.' }] }] },
      '0.checks.0.clauses.0: A clause has one of status, step, never, caught_by, reaches, ends, rows, by_hand, as, sent, count, argument, returned, peeled, words, wall, lane.',
    ],
    [
      { checks: [{ ...CHECK, clauses: [{ status: 422, detail: 'x', otherwise: 'It was not.' }] }] },
      '0.checks.0.clauses.0: outcome and detail belong to a step.',
    ],
    [
      { checks: [{ ...CHECK, clauses: [{ status: 42, otherwise: 'It was not.' }] }] },
      '0.checks.0.clauses.0.status: Too small: expected number to be >=200',
    ],
    [
      {
        checks: [{ ...CHECK, clauses: [{ claims: 'status', status: 422, otherwise: 'It was.' }] }],
      },
      '0.checks.0.clauses.0: Unrecognized key: "claims"',
    ],
    [
      { checks: [{ ...CHECK, clauses: [{ status: 422, row: 1, otherwise: 'It was not.' }] }] },
      '0.checks.0.clauses.0: Unrecognized key: "row"',
    ],
    [
      {
        checks: [
          { ...CHECK, clauses: [{ rows: { table: 'user', count: 1 }, otherwise: 'It was not.' }] },
        ],
      },
      '0.checks.0.clauses.0.rows.table: Invalid option: expected one of "users"|"users_tokens"|"organizations"|"memberships"|"user_roles"|"feature_flags"|"scores"',
    ],
    [
      { predictions: [{ ...QUESTION, asks: 'weather' }] },
      '0.predictions.0.asks: Invalid option: expected one of "caught-by"|"reaches"|"end"|"status"|"outcome"|"count"|"rows"|"words"|"says"|"whose"|"wall"|"fixed"',
    ],
    [
      { checks: [{ ...CHECK, when: '/users/register' }] },
      '0.checks.0.when: Write POST /users/register, or “GuessLive, connected”, “GuessLive, event guess”, CONSOLE Accounts.registerUser, race, wall or hunt.',
    ],
    [
      { checks: [{ ...CHECK, when: 'PUT /users/register' }] },
      '0.checks.0.when: /users/register is asked by GET or POST.',
    ],
    [
      { checks: [{ ...CHECK, when: 'GET /scores/1' }] },
      '0.checks.0.when: Write it as its traces are called: GET /scores/[id].',
    ],
    [
      { checks: [{ ...CHECK, when: 'GET /users/log-in/abc' }] },
      '0.checks.0.when: Write it as its traces are called: GET /users/log-in/‹token›.',
    ],
    [{ checks: [{ ...CHECK, when: 'GET /score' }] }, '0.checks.0.when: No page answers /score.'],
  ] as const)('refuses %o', ([change, ...issues]) => {
    expect(issuesOf(schemas.demos.safeParse([{ ...DEMO, ...change }]))).toEqual(issues)
  })

  test.for([
    'GuessLive, connected',
    'GuessLive, event guess',
    'CONSOLE Accounts.registerUser',
    ...['race', 'wall', 'hunt'],
  ])('takes a check of %s, and a task', (when) => {
    const demo = {
      ...DEMO,
      checks: [
        { ...CHECK, when },
        { ...TASK, id: 'task' },
      ],
    }

    expect(issuesOf(schemas.demos.safeParse([demo]))).toEqual([])
  })

  test('takes a demo of a twin, and every kind of step', () => {
    const steps = [
      { label: 'ask', fields: { id: '1' } },
      { label: 'mail', does: 'show-mail' },
      { label: 'steal', does: 'copy-cookie', from: 'ana', path: '/scores' },
      { label: 'elsewhere', does: 'from-elsewhere', path: '/users/log-out', method: 'DELETE' },
    ]
    const demo = { ...DEMO, page: '/twins/score-by-id', steps }

    expect(issuesOf(schemas.demos.safeParse([demo]))).toEqual([])
  })
})

const START_STATE = {
  name: 'two-people',
  title: 'Alice and Bob',
  summary: 'Alice and Bob are here, and Alice is logged in.',
  users: [
    { email: 'alice@example.test', confirmed: true },
    { email: 'bob@example.test', confirmed: false },
  ],
  logged_in: { alice: 'alice@example.test' },
}
const userWith = (change: object) => ({
  users: [{ ...START_STATE.users[0], ...change }],
})

const tokenWith = (change: object) => ({
  tokens: [{ email: 'alice@example.test', kind: 'magic-link', ...change }],
})

const GLASS = {
  name: 'Glass Works',
  slug: 'glass-works',
  members: [{ email: 'alice@example.test', role: 'owner' }],
}
const organizationWith = (change: object) => ({ organizations: [{ ...GLASS, ...change }] })
const scoreWith = (change: object) => ({
  scores: [{ email: 'alice@example.test', points: 7, guesses: 4, ...change }],
})
const NO_USER = 'Name one of the users, who is confirmed.'

describe('what passes the schema', () => {
  const { steps, checks } = schemas.demos.parse([
    {
      ...DEMO,
      steps: [
        { label: 'ana', fields: { 'user[email]': 'ana' } },
        { label: 'later', does: 'clock', advance: '15m' },
      ],
      checks: [{ ...CHECK, clauses: [{ step: 'a.b', otherwise: 'It did not run.' }] }],
    },
  ])[0]!

  test('holds what its kind has, and nothing of the others', () => {
    const common = { note: null, as: null, needs: null, ends: null, look_at: null, safe: null }
    expect(steps).toEqual([
      {
        ...{ ...common, label: 'ana', does: 'send', path: null, method: 'POST' },
        fields: { 'user[email]': 'ana' },
        forged: {},
      },
      { ...common, label: 'later', does: 'clock', advance: '15m' },
    ])
    expect(checks[0]?.clauses).toEqual([
      { claims: 'step', step: 'a.b', outcome: null, detail: null, otherwise: 'It did not run.' },
    ])
  })

  test('is known to the compiler by its kind', () => {
    type Clock = Extract<DemoStep, { does: 'clock' }>
    type Rows = Extract<Clause, { claims: 'rows' }>
    type EmailChange = Extract<StartToken, { kind: 'email-change' }>
    expectTypeOf<Clock['advance']>().toEqualTypeOf<string>()
    expectTypeOf<Clock>().not.toHaveProperty('fields')
    expectTypeOf<Rows['rows']['count']>().toEqualTypeOf<number | null>()
    expectTypeOf<Rows>().not.toHaveProperty('status')
    expectTypeOf<EmailChange['new_email']>().toEqualTypeOf<string>()
    expectTypeOf<Exclude<StartToken, EmailChange>>().not.toHaveProperty('new_email')
  })
})

describe('the schema of a start state', () => {
  test('takes a start state', () => {
    expect(schemas.startState.safeParse(START_STATE).success).toBe(true)
  })

  test('takes a password for somebody who is confirmed', () => {
    const state = { ...START_STATE, ...userWith({ password: 'a long enough one' }) }
    expect(schemas.startState.safeParse(state).success).toBe(true)
  })

  test.for([
    [{ games: [] }, ': Unrecognized key: "games"'],
    [{ name: 'Two People' }, 'name: Write it in small letters, as who-comes-in.'],
    [userWith({ admin: true }), 'users.0: Unrecognized key: "admin"'],
    [
      { ...userWith({ email: 'alice@gmail.com' }), logged_in: {} },
      'users.0.email: Write a small address that ends in @example.test.',
    ],
    [
      userWith({ password: 'short' }),
      'users.0.password: Too small: expected string to have >=12 characters',
    ],
    [
      { users: [...START_STATE.users, START_STATE.users[0]] },
      'users.2.email: Another user has this address already.',
    ],
    [
      {
        users: [
          ...START_STATE.users,
          { email: 'c@example.test', confirmed: false, password: 'x'.repeat(12) },
        ],
      },
      'users.2.password: Somebody who is not confirmed has no password yet.',
    ],
    [
      { logged_in: { carol: 'carol@example.test' } },
      'logged_in.carol: Name one of the users, who is confirmed.',
    ],
    [
      { logged_in: { bob: 'bob@example.test' } },
      'logged_in.bob: Name one of the users, who is confirmed.',
    ],
    [{ logged_in: { 'Bob!': 'alice@example.test' } }, 'logged_in.Bob!: Invalid key in record'],
    [tokenWith({ email: 'carol@example.test' }), 'tokens.0.email: Name one of the users.'],
    [
      tokenWith({ email: 'bob@example.test', kind: 'api-token' }),
      'tokens.0.email: Only somebody who is confirmed can have made it.',
    ],
    [
      tokenWith({ kind: 'email-change' }),
      'tokens.0.new_email: An email-change names the new address; no other does.',
    ],
    [
      tokenWith({ new_email: 'new@example.test' }),
      'tokens.0.new_email: An email-change names the new address; no other does.',
    ],
    [
      organizationWith({ slug: 'Glass Works' }),
      'organizations.0.slug: Write it as it stands in an address: glass-works.',
    ],
    [
      { organizations: [GLASS, GLASS] },
      'organizations.1.slug: Another organization has this slug already.',
    ],
    [
      organizationWith({ members: [{ ...GLASS.members[0], role: 'member' }] }),
      'organizations.0.members.0.role: The first member is an owner.',
    ],
    [
      organizationWith({ members: [...GLASS.members, ...GLASS.members] }),
      'organizations.0.members: Somebody is named twice.',
    ],
    [
      organizationWith({ members: [{ email: 'bob@example.test', role: 'owner' }] }),
      `organizations.0.members.0.email: ${NO_USER}`,
    ],
    [scoreWith({ email: 'bob@example.test' }), `scores.0.email: ${NO_USER}`],
    [scoreWith({ points: 11 }), 'scores.0.points: Too big: expected number to be <=10'],
    [scoreWith({ guesses: 0 }), 'scores.0.guesses: Too small: expected number to be >=1'],
    [
      scoreWith({ organization: 'glass-works' }),
      'scores.0.organization: Name an organization of which they are a member.',
    ],
    [{ roles: [{ email: 'bob@example.test', role: 'admin' }] }, `roles.0.email: ${NO_USER}`],
    [{ flags: [{ email: 'carol@example.test', name: 'hints' }] }, `flags.0.email: ${NO_USER}`],
    [
      { flags: [{ email: 'alice@example.test', name: 'Hints!' }] },
      'flags.0.name: Write it in small letters, as wide_list.',
    ],
    [tokenWith({ age: 'a while' }), 'tokens.0.age: Say how long ago it was made: 20m, 12h or 8d.'],
  ] as const)('refuses %o', ([change, issue]) => {
    expect(issuesOf(schemas.startState.safeParse({ ...START_STATE, ...change }))).toEqual([issue])
  })
})

test('every field is described', () => {
  const undescribed = (schema: JsonSchema, path: string): readonly string[] => [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
      ...(field.description ? [] : [`${path}.${name}`]),
      ...undescribed(field, `${path}.${name}`),
    ]),
    ...(schema.items ? undescribed(schema.items, path) : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => undescribed(one, path)),
  ]
  const found = Object.entries(schemas).flatMap(([name, schema]) =>
    undescribed(z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema, name),
  )

  expect(found).toEqual([])
})
