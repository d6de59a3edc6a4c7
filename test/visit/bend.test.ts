import { describe, expect, test } from 'vitest'
import { SandboxBending } from '#sandbox/sandbox-bending.ts'
import { faultIn, layersOffIn } from '#trace/layers-off.ts'
import { Recorder } from '#trace/recorder.ts'
import { collect } from '#trace/trace.ts'
import { currentWatch, type Gate } from '#trace/watch.ts'
import { bendRequest } from '#visit/bend.ts'

const OFF = '{"without":["plug.fetchFlash","changeset.email.format"],"since":null}'

/** What a request of this route goes without, and what its trace says of that. */
async function bentAt(
  routePattern: string,
  bending: SandboxBending | null,
  gate: Gate | null = null,
) {
  const recorder = new Recorder({ id: 'a', title: 'GET /', persona: 'you' })
  // The little that is asked of a request here.
  const front = { fromInside: gate && { gate } }
  const locals = { sandbox: bending && { bending }, front } as unknown as App.Locals
  const watch = await collect(recorder, () =>
    bendRequest({ locals, routePattern }, () => Promise.resolve(currentWatch())),
  )
  return {
    watch,
    without: [...watch.without],
    off: layersOffIn(recorder.snapshot()),
    fault: faultIn(recorder.snapshot()),
  }
}

describe('bendRequest', () => {
  test('lets a request to the app go without what is switched off, and says so', async () => {
    const { without, off } = await bentAt('/users/register', new SandboxBending(OFF))

    expect(without).toEqual(['plug.fetchFlash', 'changeset.email.format'])
    expect(off).toEqual(['changeset.email.format', 'plug.fetchFlash'])
  })

  test.for(['/sandbox/tables', '/labs/peel', '/acts', '/progress', '/refused', '/nowhere'])(
    'never bends %s',
    async (routePattern) => {
      const { without, off } = await bentAt(routePattern, new SandboxBending(OFF))

      expect([without, off]).toEqual([[], []])
    },
  )

  test('lets what stands in for a fault run, and says that there is one, not which', async () => {
    const bending = new SandboxBending()
    const fault = 'list-without-owner'
    bending.keep({ hunt: { number: 1, among: 'all', fault, tries: 0, isFound: false } })

    const { watch, fault: code } = await bentAt('/scores', bending)

    expect([...watch.instead.keys()]).toContain('context.Scores.listScores')
    expect(code).toMatch(/^[0-9a-f]{6}$/)
    expect((await bentAt('/labs/hunt', bending)).watch.instead.size).toBe(0)
  })

  test('bends nothing by a fault that this program does not know', async () => {
    const bending = new SandboxBending()
    bending.keep({ hunt: { number: 1, among: 'all', fault: 'of-old', tries: 0, isFound: false } })

    const { watch, fault } = await bentAt('/scores', bending)

    expect([watch.instead.size, fault]).toEqual([0, null])
  })

  test('holds the queries of a race at its gate, and of nothing around the app', async () => {
    const gate = () => Promise.resolve()

    expect((await bentAt('/users/register', new SandboxBending(), gate)).watch.gate).toBe(gate)
    expect((await bentAt('/labs/race', new SandboxBending(), gate)).watch.gate).toBeNull()
  })

  test('leaves the watch as it is where nothing is switched, and outside of a sandbox', async () => {
    const recorder = new Recorder({ id: 'a', title: 'GET /', persona: 'you' })
    const around = collect(recorder, currentWatch)

    for (const bending of [new SandboxBending(), null]) {
      const { watch, off } = await bentAt('/users/register', bending)
      expect({ ...watch, recorder }).toEqual(around)
      expect(off).toEqual([])
    }
  })
})
