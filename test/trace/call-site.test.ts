import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Source } from '#trace/trace-step.ts'

// Vite maps no frames, so these programs run in a Node of their own, as the server does.
const CALL_SITE = pathToFileURL('src/trace/call-site.ts').href

const FILES: Readonly<Record<string, string>> = {
  'src/lib/make.ts': `import { callSite } from '${CALL_SITE}'
export const make = (options?: { outside?: string }) => callSite(options)
export const through = (frames: number): unknown =>
  frames === 0 ? callSite() : [through(frames - 1)].at(0)
`,
  'src/http/plug.ts': `import { make } from '../lib/make.ts'
export const definePlug = () => make()
`,
  'src/live/live-view.ts': `import { make } from '../lib/make.ts'
export const defineLiveView = () => make()
`,
  'src/sandbox/mailbox.ts': `import { make } from '../lib/make.ts'
export const deliver = () => make()
`,
  'src/accounts/asks.ts': `import { make, through } from '../lib/make.ts'
import { definePlug } from '../http/plug.ts'
import { deliver } from '../sandbox/mailbox.ts'
export const direct = () =>
  make()
export const plug = () =>
  definePlug()
export const mail = () =>
  deliver()
export const often = () => [1, 2, 3].map(() =>
  make())
export function outer(): unknown { return inner() }
function inner() { return [make(), make({ outside: 'inner' })] }
export function deep(frames: number): unknown {
  return frames === 0 ? make() : [deep(frames - 1)].at(0)
}
export const near = () => through(1)
export const far = () => through(15)
export const tooFar = () => through(60)
export const later = async () => {
  await Promise.resolve()
  return make()
}
import { defineLiveView } from '../live/live-view.ts'
export const live = () =>
  defineLiveView()
`,
  'migrations/adds.ts': `import { make } from '../src/lib/make.ts'
export const up = () => make()
`,
  'courses/ours/lessons/01-part/02-one/twins.ts': `import { make } from '../../../../../src/lib/make.ts'
export const twin = () => make()
`,
  'src/node_modules/other/index.mjs': `import { callSite } from '${CALL_SITE}'
export const other = () => callSite()
`,
  'main.ts': `import * as asks from './src/accounts/asks.ts'
import { up } from './migrations/adds.ts'
import { twin } from './courses/ours/lessons/01-part/02-one/twins.ts'
import { other } from './src/node_modules/other/index.mjs'
import { make } from './src/lib/make.ts'
import { mapped } from './dist/server/chunk.mjs'
import * as bundle from './dist/server/bundle.mjs'
const [one, two, three] = asks.often()
const shown = {
  direct: asks.direct(), plug: asks.plug(), mail: asks.mail(), live: asks.live(), migration: up(), twin: twin(),
  package: other(), nobody: make(), mapped: mapped(), mappedAgain: mapped(),
  machinery: bundle.one(), samePlace: bundle.two(), renamed: [bundle.uses(), bundle.usesToo()],
  outer: asks.outer(), deep: asks.deep(60), near: asks.near(), far: asks.far(), tooFar: asks.tooFar(),
  later: await asks.later(),
  same: one === two && two === three, frozen: Object.isFrozen(one), often: one,
  limit: Error.stackTraceLimit,
}
console.log(JSON.stringify(shown))
`,
}

// Bundled into one file: two lines at the same place of their sources, and two functions of one name.
const PARTS: Readonly<Record<string, string>> = {
  'src/lib/one.ts': `import { callSite } from '${CALL_SITE}'
export const one = () => callSite()
`,
  'src/pages/two.ts': `import { callSite } from '${CALL_SITE}'
export const two = () => callSite()
`,
  'src/lib/first.ts': `import { callSite } from '${CALL_SITE}'
export const ask = (name: string) => callSite({ outside: name })
`,
  'src/lib/second.ts': `import { callSite } from '${CALL_SITE}'
export const ask = (name: string) => callSite({ outside: name })
`,
  'src/accounts/own.ts': `import { ask } from '../lib/first.ts'
import { ask as askToo } from '../lib/second.ts'
function own() {
  return ask('own')
}
function ownToo() {
  return askToo('ownToo')
}
export const uses = () =>
  own()
export const usesToo = () =>
  ownToo()
`,
  'bundled.ts': `export { one } from './src/lib/one.ts'
export { two } from './src/pages/two.ts'
export { uses, usesToo } from './src/accounts/own.ts'
`,
}

// As the built server has it: one file far from its source, with a map that leads back.
const BUNDLED = `import { callSite } from '${CALL_SITE}'
enum Kind { One, Two }
interface Unused { readonly gone: true }

export function mapped() {
  return Kind.Two === 1 && callSite()
}
`

type Shown = Readonly<Record<string, Source | null>> & {
  readonly outer: readonly (Source | null)[]
  readonly renamed: readonly (Source | null)[]
  readonly same: boolean
  readonly frozen: boolean
  readonly limit: number
}

let folder: string
let shown: Shown

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries({ ...FILES, ...PARTS })) write(name, text)
  const sourceUrl = pathToFileURL(join(folder, 'src/pages/home.ts')).href
  const { code } = transform(sourceUrl)
  write('dist/server/chunk.mjs', code)
  await bundle(join(folder, 'bundled.ts'), join(folder, 'dist/server/bundle.mjs'))
  const options = ['--enable-source-maps', '--no-warnings', join(folder, 'main.ts')]
  const running = execFileSync(process.execPath, options, { encoding: 'utf8', cwd: folder })
  shown = JSON.parse(running) as Shown
})
afterAll(() => rmSync(folder, { recursive: true }))

async function bundle(input: string, file: string): Promise<void> {
  const build = await rolldown({ input, external: [CALL_SITE], platform: 'node' })
  const { output } = await build.write({ file, sourcemap: true })
  // Or the test of a renamed function would be of none.
  expect(output[0].code).toContain('ask$1')
}

/** The bundle, with its map inside. */
function transform(source: string): { code: string } {
  const code = stripTypeScriptTypes(BUNDLED, { mode: 'transform', sourceMap: true })
  const [, encoded = ''] = /base64,(\S+)/.exec(code) ?? []
  const map = JSON.parse(Buffer.from(encoded, 'base64').toString()) as { sources: string[] }
  const moved = Buffer.from(JSON.stringify({ ...map, sources: [source] })).toString('base64')
  return { code: code.replace(encoded, moved) }
}

describe('callSite', () => {
  test('is the line that asks', () => {
    expect(shown['direct']).toEqual({ file: 'src/accounts/asks.ts', line: 5 })
  })

  test.for([
    ['plug', 7],
    ['mail', 9],
    ['live', 26],
  ] as const)('is the nearest line outside the machinery: %s', ([name, line]) => {
    expect(shown[name]).toEqual({ file: 'src/accounts/asks.ts', line })
  })

  test('finds a migration', () => {
    expect(shown['migration']).toEqual({ file: 'migrations/adds.ts', line: 2 })
  })

  test('finds a twin of a lesson, whichever folder its course is in', () => {
    const file = 'courses/ours/lessons/01-part/02-one/twins.ts'

    expect(shown['twin']).toEqual({ file, line: 2 })
  })

  test('is null where no line of the project asks', () => {
    expect([shown['package'], shown['nobody']]).toEqual([null, null])
  })

  test('is the line of the source, where a bundle runs', () => {
    expect(shown['mapped']).toEqual({ file: 'src/pages/home.ts', line: 6 })
    expect(shown['mappedAgain']).toEqual(shown['mapped'])
  })

  test('is not taken for another line of the bundle, at the same place of its source', () => {
    expect(shown['machinery']).toBeNull()
    expect(shown['samePlace']).toEqual({ file: 'src/pages/two.ts', line: 2 })
  })

  test('passes over a function that calls one which the bundler renamed', () => {
    expect(shown.renamed).toEqual([
      { file: 'src/accounts/own.ts', line: 10 },
      { file: 'src/accounts/own.ts', line: 12 },
    ])
  })

  test('passes over the function it is told to', () => {
    expect(shown.outer).toEqual([
      { file: 'src/accounts/asks.ts', line: 13 },
      { file: 'src/accounts/asks.ts', line: 12 },
    ])
  })

  test('finds a line that is far away, up to two dozen frames', () => {
    expect(shown['deep']).toEqual({ file: 'src/accounts/asks.ts', line: 15 })
    expect(shown['near']).toEqual({ file: 'src/accounts/asks.ts', line: 17 })
    expect(shown['far']).toEqual({ file: 'src/accounts/asks.ts', line: 18 })
    expect(shown['tooFar']).toBeNull()
  })

  test('finds the line that goes on after a pause', () => {
    expect(shown['later']).toEqual({ file: 'src/accounts/asks.ts', line: 22 })
  })

  test('remembers each line once it is found', () => {
    expect(shown['often']).toEqual({ file: 'src/accounts/asks.ts', line: 11 })
    expect([shown.same, shown.frozen]).toEqual([true, true])
  })

  test('leaves the stacks of errors as they were', () => {
    expect(shown.limit).toBe(10)
  })
})
