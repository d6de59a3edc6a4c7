import { describe, expect, test } from 'vitest'
import { compareView } from '#stage/compare/compare-view.ts'
import type { Trace } from '#trace/trace-step.ts'
import { RECORDED } from '../../trace/pictures/pictures.ts'

const recorded = (name: string) => RECORDED.get(name) as Trace
const FOCUS = { shows: ['scope', 'context', 'sql'] }
const print = (names: readonly [string, string]) =>
  compareView([recorded(names[0]), recorded(names[1])], { focus: FOCUS }).rows.map(
    ({ differs, name, cells }) => `${differs ? '≠' : '='} ${name}: ${cells.join(' | ')}`,
  )

test('x', () => {
  console.log(print(['two-people-one-function.1', 'two-people-one-function.2']).join('\n'))
  console.log(print(['two-people-one-function.3', 'without-the-scope.2']).join('\n'))
  console.log(print(['down-the-floors.1', 'down-the-floors.2']).join('\n'))
  const v = compareView([recorded('two-people-one-function.3'), recorded('without-the-scope.2')], {
    focus: FOCUS,
  })
  console.log(v.steps, v.differ, v.chosen, JSON.stringify(v.rows[v.chosen!]?.query))
  const w = compareView(
    [recorded('two-people-one-function.1'), recorded('two-people-one-function.2')],
    { focus: FOCUS },
  )
  console.log(w.steps, w.differ, w.chosen, JSON.stringify(w.rows[w.chosen!]?.query))
})
