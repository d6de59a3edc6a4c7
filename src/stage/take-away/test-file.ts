/** The words of a test that somebody takes along: what stands around the run itself. */
import { typescriptText } from '#lib/typescript-text.ts'
import type { RunOutcome } from '#trace/outcome.ts'

interface Written {
  readonly origin: string
  /** `POST /users/register` */
  readonly title: string
  /** What became of it, as the strip says it. */
  readonly sentence: string
  /** What is done before, a line each. */
  readonly before: readonly string[]
  readonly isWhole: boolean
  /** The line that does it. */
  readonly said: string
  readonly status: number | null
  readonly outcome: RunOutcome
}

/** A whole file, which asks nothing of its folder but Vitest. */
export function testFile(written: Written): string {
  const { before, said } = written
  const lines = [...before, said].join('\n')
  const uses = (name: string) => lines.includes(name)
  return [
    headOf(written),
    `import { expect, test } from 'vitest'`,
    '',
    `const SITE = process.env['SITE'] ?? ${typescriptText(written.origin)}`,
    ...(uses('PASSWORD') ? [PASSWORDS] : []),
    '',
    testOf(written),
    '',
    CLIENT,
    ...(uses('press(') ? ['', PRESS] : []),
    ...(uses('newestToken(') ? ['', NEWEST_TOKEN] : []),
    '',
    NEWEST_RUN,
    '',
  ].join('\n')
}

// A comment ends at the first sign that would end it, whoever wrote it.
const told = (value: string) => value.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')

const headOf = ({ title, sentence, isWhole }: Written) =>
  [
    '/**',
    ` * ${told(title)}: ${told(sentence)}`,
    ' *',
    ' * Start a server of your own with `npm start`, then run this file with Vitest.',
    ' * It makes a visitor of its own there, and changes nobody else’s sandbox.',
    ...(isWhole
      ? []
      : [
          ' *',
          ' * What was sent to this sandbox at first is kept no more: write it before the',
          ' * run, if the run needs it.',
        ]),
    ' */',
  ].join('\n')

const PASSWORDS = `/** What was typed is in no trace. */
const PASSWORD = process.env['PASSWORD'] ?? 'a long enough password'
const OTHER_PASSWORD = 'another long password'`

function testOf({ title, sentence, before, said, status, outcome }: Written): string {
  const { end, floor, guard, queries } = outcome
  return [
    `test(${typescriptText(`${title}: ${sentence}`)}, async () => {`,
    // Who asks first makes a sandbox, and every later request is theirs.
    ...before.map((line) => `  await ${line}`),
    ...(before.length > 0 ? [''] : []),
    `  const answer = await ${said}`,
    '  const run = await newestRun()',
    '',
    ...(status === null ? [] : [`  expect(answer.status).toBe(${status})`]),
    `  expect([run.end, run.floor, run.guard]).toEqual([${[end, floor, guard].map(literal).join(', ')}])`,
    ...(queries.length === 0
      ? ['  expect(run.queries).toEqual([])']
      : [
          '  expect(run.queries).toEqual([',
          ...queries.map((query) => `    ${typescriptText(query)},`),
          '  ])',
        ]),
    '})',
  ].join('\n')
}

const literal = (value: string | null) => (value === null ? 'null' : typescriptText(value))

const CLIENT = `const cookies = new Map<string, string>()
const cookieHeader = () => [...cookies].map(([name, value]) => \`\${name}=\${value}\`).join('; ')

/** Sends it as a browser would, with the cookies of one visitor. A redirect is not followed. */
async function send(method: 'GET' | 'POST', path: string, fields: [string, string][] = []) {
  const body = new URLSearchParams(fields)
  const query = method === 'GET' && fields.length > 0 ? \`?\${body}\` : ''
  const answer = await fetch(SITE + path + query, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: SITE,
      cookie: cookieHeader(),
    },
    ...(method === 'POST' && { body }),
  })
  for (const line of answer.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at))
    else cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return answer
}`

const PRESS = `/** Presses a button of an act of the course; the first one enters its start. */
const press = (act: string, step: number) =>
  send('POST', '/acts', [['act', act], ['step', String(step)]])`

const NEWEST_TOKEN = `/** The token in the link of the newest mail. */
async function newestToken(as: string): Promise<string> {
  const { headers } = await send('GET', \`\${as}/sandbox/mailbox/newest/link\`)
  return headers.get('location')?.split('?')[0]?.split('/').at(-1) ?? ''
}`

const NEWEST_RUN = `interface Run {
  end: string
  floor: string
  guard: string | null
  queries: string[]
}

/** What the server itself says of what it did last. */
async function newestRun(): Promise<Run> {
  const ask = async (path: string) => {
    const headers = { accept: 'application/json', cookie: cookieHeader() }
    return (await fetch(SITE + path, { headers })).json()
  }
  const { traces } = (await ask('/sandbox/traces')) as { traces: { id: string }[] }
  const { run } = (await ask(\`/sandbox/traces/\${traces[0]?.id}\`)) as { run: Run }
  return run
}`
