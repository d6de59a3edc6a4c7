import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, isRunnableDevEnvironment } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { evaluatedLines } from '../../src/server/evaluated-lines.mjs'

const SOURCE = `import { getCallSites } from 'node:util'

// What is evaluated has neither this line
interface Nor {
  readonly this: string
}

export function where(given: Nor | null = null) {
  void given

  return getCallSites(2, { sourceMap: false })[0]
}
`

test('a line of a module that Vite has evaluated is led back to its source', async () => {
  const root = mkdtempSync(join(tmpdir(), 'glasshouse-lines-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src/where.ts'), SOURCE)
  const server = await createServer({
    ...{ root, configFile: false, logLevel: 'silent' },
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  onTestFinished(() => server.close())
  const { ssr } = server.environments
  if (!isRunnableDevEnvironment(ssr)) throw new Error('Vite evaluates modules of ssr.')
  const { where } = await ssr.runner.import<{ where: () => NodeJS.CallSite }>('/src/where.ts')

  const { lineNumber, columnNumber } = where() as unknown as Record<string, number>
  const lineIn = evaluatedLines(server)

  expect(lineNumber).not.toBe(11)
  expect(lineIn(join(root, 'src/where.ts'), lineNumber!, columnNumber!)).toBe(11)
  expect(lineIn(join(root, 'src/nowhere.ts'), 1, 1)).toBeNull()
})
