import { describe, expect, test } from 'vitest'
import { SandboxBending } from '#sandbox/sandbox-bending.ts'
import { layersOffIn } from '#trace/layers-off.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { currentWatch, type Gate } from '#trace/watch.ts'
import { bendRequest } from '#visit/bend.ts'

const OFF = '{"without":["plug.fetchFlash","changeset.email.format"],"since":null}'

/** What a request of this route goes without, and what its trace says of that. */
function bentAt(routePattern: string, bending: SandboxBending | null, gate: Gate | null = null) {
  const recorder = new Recorder({ id: 'a', title: 'GET /', persona: 'you' })
  // The little that is asked of a request here.
  const front = { fromInside: gate && { gate } }
  const locals = { sandbox: bending && { bending }, front } as unknown as App.Locals
  const watch = collect(recorder, () => bendRequest({ locals, routePattern }, currentWatch))
  return { watch, without: [...watch.without], off: layersOffIn(recorder.snapshot()) }
}

describe('bendRequest', () => {
  test('lets a request to the app go without what is switched off, and says so', () => {
    const { without, off } = bentAt('/users/register', new SandboxBending(OFF))

    expect(without).toEqual(['plug.fetchFlash', 'changeset.email.format'])
    expect(off).toEqual(['changeset.email.format', 'plug.fetchFlash'])
  })

  test.for(['/sandbox/tables', '/labs/peel', '/acts', '/progress', '/refused', '/nowhere'])(
    'never bends %s',
    (routePattern) => {
      const { without, off } = bentAt(routePattern, new SandboxBending(OFF))

      expect([without, off]).toEqual([[], []])
    },
  )

  test('holds the queries of a race at its gate, and of nothing around the app', () => {
    const gate = () => Promise.resolve()

    expect(bentAt('/users/register', new SandboxBending(), gate).watch.gate).toBe(gate)
    expect(bentAt('/labs/race', new SandboxBending(), gate).watch.gate).toBeNull()
  })

  test('leaves the watch as it is where nothing is switched, and outside of a sandbox', () => {
    const recorder = new Recorder({ id: 'a', title: 'GET /', persona: 'you' })
    const around = collect(recorder, currentWatch)

    for (const bending of [new SandboxBending(), null]) {
      const { watch, off } = bentAt('/users/register', bending)
      expect({ ...watch, recorder }).toEqual(around)
      expect(off).toEqual([])
    }
  })
})
