import { describe, expect, test } from 'vitest'
import {
  bentInWords,
  faultIn,
  isBentAs,
  layersOffIn,
  layersOffInWords,
  noteBent,
} from '#trace/layers-off.ts'
import { pictureOf } from '#trace/picture.ts'
import { Recorder } from '#trace/recorder.ts'
import { switchesOf } from '#trace/switches.ts'
import { floorOfTag, isSwitchable } from '#trace/switchable.ts'
import { leftOut } from '#trace/step.ts'
import type { Layer } from '#trace/trace-step.ts'
import { collect, record } from '#trace/trace.ts'
import { watched } from '#trace/watch.ts'

/** A request that meets these layers, some of which are off. */
function runWith(off: readonly string[], met: readonly string[], fault: string | null = null) {
  const recorder = new Recorder({ id: 'a', title: 'POST /users/register', persona: 'you' })
  const without = new Set(off)
  collect(recorder, () =>
    watched({ without }, () => {
      if (off.length > 0 || fault !== null) noteBent(without, fault)
      for (const tag of met) {
        const layer = (tag.startsWith('live') ? 'live' : tag.split('.')[0]) as Layer
        const report = { layer, tag, name: `the ${tag.split('.').at(-1)}` }
        if (!leftOut(report)) record(report)
      }
    }),
  )
  recorder.answered(303)
  return recorder.snapshot()
}

const asks = (trace: Parameters<typeof isBentAs>[0], peeled: readonly string[], hunted = false) =>
  isBentAs(trace, { peeled, hunted })

test('a fault is said by a code, and only a question about one asks for such a run', () => {
  const trace = runWith([], ['plug.fetchFlash'], 'c0ffee')

  expect(faultIn(trace)).toBe('c0ffee')
  expect(bentInWords(trace)).toBe('one fault')
  expect(asks(trace, [])).toBe(false)
  expect(asks(trace, [], true)).toBe(true)
  expect(asks(runWith([], []), [], true)).toBe(false)
  expect(bentInWords(runWith(['plug.fetchFlash'], [], 'c0ffee'))).toBe('1 layer off · one fault')
})

describe('layersOffIn', () => {
  test('says what a request went without, whether it met that or not', () => {
    const trace = runWith(
      ['constraint.users_email_not_null', 'plug.fetchFlash'],
      ['plug.fetchFlash'],
    )

    expect(layersOffIn(trace)).toEqual(['constraint.users_email_not_null', 'plug.fetchFlash'])
    expect(layersOffInWords(trace)).toBe('2 layers off')
    expect(asks(trace, ['plug.fetchFlash'])).toBe(false)
    expect(asks(trace, ['plug.fetchFlash', 'constraint.users_email_not_null'])).toBe(true)
  })

  test('says nothing of a request with all of them', () => {
    const trace = runWith([], ['plug.fetchFlash'])

    expect(layersOffIn(trace)).toEqual([])
    expect(layersOffInWords(trace)).toBeNull()
    expect(asks(trace, [])).toBe(true)
    expect(asks(trace, ['plug.fetchFlash'])).toBe(false)
  })

  test('changes no picture by being said', () => {
    const met = ['plug.fetchFlash', 'changeset.email.format']
    const { placed: _placed, ...bent } = pictureOf(runWith(['plug.nobody'], met))
    const { placed: _all, ...straight } = pictureOf(runWith([], met))

    expect(bent).toEqual(straight)
  })
})

describe('switchesOf', () => {
  test('stand where a run has met something that could be off', () => {
    const trace = runWith([], ['plug.fetchSandbox', 'plug.fetchFlash', 'sql.select.users'])

    expect(Object.fromEntries(switchesOf(trace))).toEqual({ pipeline: { is: 'on', off: [] } })
  })

  test('are on, partly off and off, floor by floor', () => {
    const trace = runWith(
      ['changeset.email.format', 'constraint.users_email_index', 'live.onMount.requireSudoMode'],
      [
        ...['plug.fetchSandbox', 'plug.fetchFlash', 'scope.current', 'changeset.email.cast'],
        ...['changeset.email.required', 'changeset.email.format', 'constraint.users_email_index'],
      ],
    )

    expect(Object.fromEntries(switchesOf(trace))).toEqual({
      pipeline: { is: 'on', off: [] },
      changeset: { is: 'some', off: ['the format'] },
      constraint: { is: 'off', off: ['the users_email_index'] },
      guards: { is: 'off', off: ['requireSudoMode'] },
    })
  })
})

test.for([
  ['plug.fetchFlash', 'pipeline'],
  ['plug.requireSudoMode', 'guards'],
  ['live.onMount.requireSudoMode', 'guards'],
  ['scope.ownedBy', 'context'],
  ['changeset.email.format', 'changeset'],
  ['constraint.users_email_index', 'constraint'],
  ['plug.fetchSandbox', null],
  ['plug.fetchSandboxOfPage', null],
  ['scope.current', null],
  ['scope.organization', null],
  ['changeset.email.cast', null],
  ['changeset.repo.insert', null],
  ['changeset.password.hash', null],
  ['limit.resets', null],
  ['request.origin', null],
  ['sql.select.users', null],
  ['reply.303', null],
] as const)('the switch of %s stands on %s', ([tag, floor]) => {
  expect(floorOfTag(tag)).toBe(floor)
  expect(isSwitchable(tag)).toBe(floor !== null)
})
