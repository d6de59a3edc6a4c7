/** The supervisor of `npm start`, with real processes that really crash. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MOST_RESTARTS } from '../../src/tasks/keep-running.mjs'
import { until } from '../support/until.ts'

const MODULE = new URL('../../src/tasks/keep-running.mjs', import.meta.url).href

let folder: string
let keepers: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glasshouse-'))
  writeFileSync(join(folder, 'lives'), '')
  keepers = []
})
afterEach(() => {
  for (const keeper of keepers) keeper.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const pids = () =>
  readFileSync(join(folder, 'lives'), 'utf8').split('\n').filter(Boolean).map(Number)

/** Keeps a server running that says it is ready, and then does what `life` says of its number, from 1 on. */
function keep(life: string, { isReady = true, looksEvery = 1_000 } = {}) {
  const server = join(folder, 'server.mjs')
  writeFileSync(
    server,
    `import { appendFileSync, readFileSync } from 'node:fs'
     setInterval(() => {}, 1_000)
     for (const end of ['disconnect', 'SIGTERM', 'SIGINT']) process.on(end, () => process.exit(0))
     const lives = ${JSON.stringify(join(folder, 'lives'))}
     appendFileSync(lives, process.pid + '\\n')
     const number = readFileSync(lives, 'utf8').split('\\n').length - 1
     ${isReady ? `process.send('ready', () => { ${life} })` : life}`,
  )
  const code = `
    import { keepRunning } from ${JSON.stringify(MODULE)}
    process.exitCode = await keepRunning(
      () => [process.execPath, [${JSON.stringify(server)}], process.env],
      ${JSON.stringify({ looksEvery })})`
  const keeper = spawn(process.execPath, ['--input-type=module', '--eval', code])
  keepers.push(keeper)
  const told = { said: '', code: null as number | null, hasEnded: false }
  keeper.stdout.on('data', (chunk: Buffer) => (told.said += chunk.toString()))
  keeper.on('close', (exitCode) => {
    told.code = exitCode
    told.hasEnded = true
  })
  return { keeper, told }
}

const linesOf = ({ said }: { readonly said: string }) =>
  said
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a server that crashes', () => {
  test.for([
    ['SIGSEGV', `if (number === 1) process.kill(process.pid, 'SIGSEGV')`],
    ['SIGABRT', `if (number === 1) process.abort()`],
    ['SIGKILL', `if (number === 1) process.kill(process.pid, 'SIGKILL')`],
  ] as const)('by %s is started again, and that is a line of the log', async ([signal, life]) => {
    const { told } = keep(life)
    await until(() => pids().length === 2 && told.said.endsWith('\n'))

    expect(isAlive(pids()[0]!)).toBe(false)
    expect(isAlive(pids()[1]!)).toBe(true)
    expect(linesOf(told)).toMatchObject([
      {
        ...{ level: 'error', event: 'server crashed', code: null, signal },
        note: 'It is started again, 1 of 5 times within a minute.',
      },
    ])
  })

  test('with an exit code is started again as well', async () => {
    const { told } = keep('if (number === 1) process.exit(1)')
    await until(() => pids().length === 2 && told.said.endsWith('\n'))

    expect(linesOf(told)).toMatchObject([{ code: 1, signal: null }])
  })

  test('again and again is given up, with a line that says so', async () => {
    const { told } = keep('process.abort()')
    await until(() => told.hasEnded)

    expect(pids()).toHaveLength(1 + MOST_RESTARTS)
    expect(told.code).toBe(1)
    const lines = linesOf(told)
    expect(lines).toHaveLength(1 + MOST_RESTARTS)
    expect(lines.at(-1)?.note).toBe(
      'It is not started again: it has ended 6 times within a minute. The lines before say why.',
    )
  })
})

describe('a server that hangs', () => {
  const ALIVE = `setInterval(() => process.send('alive'), 5)`

  test('is ended and started again', async () => {
    const { told } = keep(`${ALIVE}; if (number === 1) setTimeout(() => { for (;;); }, 50)`, {
      looksEvery: 100,
    })
    await until(() => pids().length === 2 && told.said.endsWith('\n'))

    expect(isAlive(pids()[0]!)).toBe(false)
    expect(linesOf(told)).toMatchObject([{ event: 'server crashed', signal: 'SIGKILL' }])
  })

  test('is left alone where it never said that it lives', async () => {
    const { keeper, told } = keep(`setTimeout(() => process.exit(0), 500)`, { looksEvery: 2 })
    await until(() => told.hasEnded)

    expect([told.code, pids().length, told.said]).toEqual([0, 1, ''])
    expect(keeper.signalCode).toBe(null)
  })
})

describe('a server that ends', () => {
  test('on purpose is let go', async () => {
    const { told } = keep('process.exit(0)')
    await until(() => told.hasEnded)

    expect([told.code, pids().length, told.said]).toEqual([0, 1, ''])
  })

  test('before it was ready has said what stands in its way', async () => {
    const { told } = keep('process.exit(3)', { isReady: false })
    await until(() => told.hasEnded)

    expect([told.code, pids().length, told.said]).toEqual([3, 1, ''])
  })

  test('before it was ready, by a crash, is not tried again', async () => {
    const { told } = keep('process.abort()', { isReady: false })
    await until(() => told.hasEnded)

    expect([told.code, pids().length]).toEqual([1, 1])
    expect(linesOf(told)).toMatchObject([{ signal: 'SIGABRT', note: 'It never came to answer.' }])
  })

  test.for(['SIGTERM', 'SIGINT'] as const)(
    'by a %s that its keeper was sent is let go',
    async (signal) => {
      const { keeper, told } = keep('')
      await until(() => pids().length === 1)

      keeper.kill(signal)
      await until(() => told.hasEnded)

      expect([told.code, pids().length, told.said]).toEqual([0, 1, ''])
    },
  )

  test('with its keeper leaves no process behind', async () => {
    const { keeper } = keep('')
    await until(() => pids().length === 1)
    const [pid] = pids()

    keeper.kill('SIGKILL')
    await until(() => !isAlive(pid!))
  })
})
