import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { Recorder } from '#trace/recorder.ts'
import { collect, record, span, untraced } from '#trace/trace.ts'
import { currentPlace, currentWatch, isWatched, watched } from '#trace/watch.ts'

const recorderOf = () => new Recorder({ id: 'trace-1', title: 'GET /', persona: 'you' })
const pause = () => new Promise((resolve) => setImmediate(resolve))
const WITHOUT = { without: new Set(['plug.a']) }

describe('the watch', () => {
  test('is empty where nobody made one', () => {
    expect(currentWatch()).toEqual({
      ...{ recorder: null, without: new Set(), instead: new Map(), gate: null },
    })
    expect(isWatched()).toBe(false)
  })

  test('is a frozen value', () => {
    watched(WITHOUT, () => expect(Object.isFrozen(currentWatch())).toBe(true))
    expect(Object.isFrozen(currentWatch())).toBe(true)
  })

  test('keeps what a nearer one does not name', () => {
    const recorder = recorderOf()
    const gate = () => Promise.resolve()

    const inner = collect(recorder, () => watched(WITHOUT, () => watched({ gate }, currentWatch)))

    expect(inner).toMatchObject({ recorder, gate })
    expect([...inner.without]).toEqual(['plug.a'])
    expect(isWatched()).toBe(false)
  })

  test('travels through whatever is awaited, and not beside it', async () => {
    const sizeLater = () => pause().then(() => currentWatch().without.size)

    expect(await Promise.all([watched(WITHOUT, sizeLater), sizeLater()])).toEqual([1, 0])
  })

  test('leaves steps where they are, unless another recorder takes them', async () => {
    const [outer, inner] = [recorderOf(), recorderOf()]

    await collect(outer, () =>
      span({ layer: 'context', name: 'outer' }, () => {
        watched(WITHOUT, () => record({ layer: 'context', name: 'kept' }))
        collect(inner, () => record({ layer: 'context', name: 'apart' }))
      }),
    )

    const parents = ({ steps }: ReturnType<Recorder['snapshot']>) =>
      steps.map(({ name, parent }) => [name, parent])
    expect(parents(outer.snapshot())).toEqual([
      ['outer', null],
      ['kept', 1],
    ])
    expect(parents(inner.snapshot())).toEqual([['apart', null]])
  })

  test('is nothing to what runs untraced: that is not bent either', () => {
    const watch = { ...WITHOUT, gate: () => Promise.resolve(), recorder: recorderOf() }

    watched(watch, () =>
      untraced(() => {
        expect(isWatched()).toBe(false)
        expect(currentPlace().parent).toBeNull()
      }),
    )
  })
})

test('a process that watches nothing records nothing and bends nothing', () => {
  // In a process of its own: there is no way back.
  const program = `
    import { Recorder } from '#trace/recorder.ts'
    import { collect, record } from '#trace/trace.ts'
    import { isWatched, watched, watchNothing } from '#trace/watch.ts'
    watchNothing()
    const recorder = new Recorder({ id: '1', title: 'GET /', persona: 'you' })
    const bent = watched({ without: new Set(['plug.a']) }, isWatched)
    const value = collect(recorder, () => (record({ layer: 'context', name: 'a' }), 42))
    console.log(JSON.stringify([value, bent, recorder.snapshot().steps]))`

  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program])

  expect(JSON.parse(said.toString())).toEqual([42, false, []])
})
