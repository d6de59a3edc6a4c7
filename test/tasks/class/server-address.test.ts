import { expect, test, vi } from 'vitest'
import { askWhetherReady } from '../../../src/tasks/class/server-address.ts'

test('where nobody answers, both ways out are said', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))

  await expect(askWhetherReady('http://localhost:4321')).rejects.toThrow(
    'No server answers at http://localhost:4321. Start it first, npm start, or say where it is: --at http://localhost:4322.',
  )
  vi.unstubAllGlobals()
})
