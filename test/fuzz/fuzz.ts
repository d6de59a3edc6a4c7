/**
 * Asks a server whatever a generator draws, as some visitors at once, and says
 * what no house may answer: an error of its own, or another's things.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { routeOf } from '#router.ts'
import type { BuiltServer } from '../support/built-server.ts'
import { OwnSockets, type Asked } from '../support/own-sockets.ts'
import { draw, PATTERNS, type Drawn, type Known } from './draw.ts'
import { faultOf, mixedOf, type Judged } from './judge.ts'
import { Random } from './random.ts'
import { mangled, sendBytes } from './raw.ts'
import { FuzzVisitor } from './visitor.ts'

export interface Fuzz {
  readonly seed: number
  /** Requests in all. */
  readonly count: number
  readonly visitors: number
  /** The place of the first of them among all, where some ask another house. */
  readonly from?: number
  /** Told after each how many are done. */
  readonly progress?: (done: number) => void
}

export interface Outcome {
  readonly asked: number
  readonly statuses: Readonly<Record<string, number>>
  /** Of each route, how often it was asked. */
  readonly routes: Readonly<Record<string, number>>
  /** How many answers showed their visitor a thing of their own: there was something to leak. */
  readonly own: number
  readonly faults: readonly string[]
}

/** The environment of a server that is fuzzed: its limits would end it after some hundred requests. */
export const FUZZED = { GLASSHOUSE_LIMITS: 'off', LOG_LEVEL: 'error' }

/** Faulty functions of lessons: that they throw is what is shown. */
const TWINS = '/twins/[name]'
/** Whoever has switched a plug off in their own house sees what breaks without it. */
const BENDING = new Set(['/labs/peel', '/labs/hunt'])
/** Sends requests to the house that is bent. */
const ACTS = '/acts'
/** Throw away what a visitor has settled with, and with it the words that could leak. */
const EMPTYING = new Set([
  ...['/sandbox/delete', '/sandbox/reset', '/sandbox/seeds', '/sandbox/restore', '/sandbox/undo'],
  ...['/sandbox/catch-up', '/sandbox/migrations', '/acts'],
])
/** Once round all routes nothing is emptied; once more, and it may be. */
const ROUNDS = 5
const SETTLES_EVERY = ROUNDS * PATTERNS.length
const MOST_FAULTS = 40

export async function fuzz(
  server: BuiltServer,
  { seed, count, visitors: many, from = 0, progress = () => undefined }: Fuzz,
): Promise<Outcome> {
  const visitors = Array.from(
    { length: many },
    (_, at) => new FuzzVisitor(server.origin, from + at, new Random(seed, from + at)),
  )
  const statuses: Record<string, number> = {}
  const routes: Record<string, number> = {}
  const faults: string[] = []
  let done = 0
  let own = 0
  const note = (fault: string) => {
    if (faults.length < MOST_FAULTS) faults.push(fault)
  }
  for (const visitor of visitors) await visitor.settle()

  const turns = async (visitor: FuzzVisitor, at: number) => {
    const place = from + at
    const foreign = visitors.filter((one) => one !== visitor).map(({ canary }) => canary)
    let hasBent = false
    for (let number = 0; number < Math.ceil(count / many); number += 1) {
      if (faults.length >= MOST_FAULTS) return
      if (number % SETTLES_EVERY === SETTLES_EVERY - 1) {
        hasBent = false
        await visitor.settle().catch((error: unknown) => note(`visitor ${place}: ${String(error)}`))
      }
      const random = new Random(seed, place, number)
      const stranger = random.percent(30) ? random.pick(visitors) : null
      // Each begins elsewhere, so that a short run comes to every route as well.
      const turn = number + at * Math.floor(PATTERNS.length / many)
      const mayEmpty = number % SETTLES_EVERY >= SETTLES_EVERY - PATTERNS.length
      const drawn = drawKept(turn, random, visitor.known(stranger), mayEmpty)
      const heard = await hear(server, visitor, drawn, random)
      statuses[heard.status] = (statuses[heard.status] ?? 0) + 1
      routes[drawn.pattern] = (routes[drawn.pattern] ?? 0) + 1
      hasBent ||= BENDING.has(drawn.pattern) && drawn.method === 'POST'
      const isBent = drawn.pattern === ACTS || routeOf(drawn.pattern).bends
      const mayBreak = drawn.pattern === TWINS || (hasBent && isBent)
      const fault = faultOf(heard, foreign, { mayBreak }) ?? heard.fault ?? null
      if (fault)
        note(`${fault}: seed ${seed}, visitor ${place}, request ${number}: ${written(drawn)}`)
      done += 1
      if (heard.text.includes(visitor.canary)) own += 1
      progress(done)
    }
  }
  await Promise.all(visitors.map(turns))
  for (const { sockets } of visitors) sockets.leave()
  const words = visitors.map(({ canary }) => canary)
  faults.push(...mixedOf(sandboxesIn(server.dataDirectory), words), ...(await signsOf(server)))
  return { asked: done, statuses, routes, own, faults }
}

/** A request to this route. Unless it may, it is none that empties its sender's sandbox. */
function drawKept(turn: number, random: Random, known: Known, mayEmpty: boolean): Drawn {
  for (;;) {
    const drawn = draw(turn, random, known)
    const empties = EMPTYING.has(drawn.pattern) && drawn.method === 'POST'
    if (mayEmpty || !empties) return drawn
  }
}

/** The answer, or why there was none. */
async function hear(
  server: BuiltServer,
  visitor: FuzzVisitor,
  asked: Asked,
  random: Random,
): Promise<Judged & { readonly fault?: string }> {
  if (random.percent(2)) {
    const text = await sendBytes(server.port, mangled(asked, random))
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }
  }
  for (let tries = 1; ; tries += 1) {
    try {
      const { status, headers, text } = await visitor.sockets.ask(asked)
      visitor.browser.cookies.keep({ headers })
      return { status, text: `${JSON.stringify([...headers])}${text}` }
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      // Whoever is refused while they still send may lose the answer with the connection.
      if (isCut(code) && isMuch(asked)) return { status: 0, text: '' }
      // A connection that was kept may just have been closed.
      if (!isCut(code) || tries === 3)
        return { status: 0, text: '', fault: `no answer: ${String(error)}` }
    }
  }
}

const isCut = (code: string) => ['ECONNRESET', 'EPIPE', 'HPE_INVALID_CONSTANT'].includes(code)
const isMuch = ({ body = '' }: Asked) => body.length >= 1_024

function written({ method, path, headers, body = '' }: Asked): string {
  const isCookie = ([name]: readonly [string, string]) => name === 'cookie'
  const said = headers
    .filter((header) => !isCookie(header))
    .map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} [${said.join(' | ').slice(0, 300)}] ${body.toString().slice(0, 300)}`
}

/** What is on the disk of each sandbox. */
function sandboxesIn(dataDirectory: string): Record<string, Buffer> {
  const folder = join(dataDirectory, 'sandboxes')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
  const texts: Record<string, Buffer> = {}
  for (const file of files) {
    const [sandbox = file] = /^.*\/[\da-f]{32}(?=\/)/.exec(file) ?? []
    texts[sandbox] = Buffer.concat([texts[sandbox] ?? Buffer.alloc(0), readFileSync(file)])
  }
  return texts
}

/** What the process itself says of how it fares. */
async function signsOf(server: BuiltServer): Promise<readonly string[]> {
  const sockets = new OwnSockets(server.origin)
  const { status } = await sockets.ask(HEALTH).catch(() => ({ status: 0 }))
  sockets.leave()
  const exitCode = server.exitCode()
  const lines = server.output().split('\n')
  return [
    ...(exitCode === null ? [] : [`the process has died: exit code ${exitCode}`]),
    ...(status === 200 ? [] : [`/healthz says ${status === 0 ? 'nothing' : status}`]),
    ...[...new Set(lines.filter((line) => /uncaught|unhandled/.test(line)))].slice(0, 5),
  ]
}

const HEALTH: Asked = { method: 'GET', path: '/healthz', headers: [['host', 'localhost']] }
