import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bundle } from '../../src/runner/worker-texts.mjs'

interface Bundled {
  readonly text: string
  readonly modules: readonly string[]
}

const WORKERS = [
  // Repo, changesets and trace are in this one.
  ['with a database', 'src/exercise/worker-with-repo.ts', 110],
  ['without', 'src/exercise/worker.ts', 28],
] as const

describe.for(WORKERS)('the worker of an exercise %s', ([, file, mostKilobytes]) => {
  const bundling = bundle(process.cwd(), file) as Promise<Bundled>

  test('runs in a browser: no module of Node is in it', async () => {
    const { modules } = await bundling

    expect(modules.filter((id) => !id.startsWith('/'))).toEqual([])
    expect(modules.length).toBeGreaterThan(20)
  })

  test('is small', async () => {
    const { text } = await bundling

    expect(gzipSync(text).length / 1_024).toBeLessThan(mostKilobytes)
  })
})
