/** The laws of the picture, held by every recording of the course; and no list of steps is longer than a screen. */
import { expect, test } from 'vitest'
import { foldedRows } from '#trace/folding.ts'
import { bentInWords } from '#trace/layers-off.ts'
import { pictureOf } from '#trace/picture.ts'
import { breaking, LAWS } from '../trace/pictures/laws.ts'
import { RECORDED, SHOWN } from '../trace/pictures/pictures.ts'

const MOST_ROWS = 16

test.for(LAWS)('%s', ([, isBroken]) => {
  expect(breaking([...RECORDED.values()], isBroken)).toEqual([])
})

test('no recording is longer than a screen, whatever its lesson shows', () => {
  const long = [...RECORDED].flatMap(([name, trace]) =>
    [{}, { shows: SHOWN.get(name)! }].some(
      (focus) => foldedRows(trace, pictureOf(trace), focus).length > MOST_ROWS,
    )
      ? [name]
      : [],
  )

  expect(RECORDED.size).toBeGreaterThan(0)
  expect(long).toEqual([])
})

test('nothing leaks but a twin of the lesson, and a house that was bent', () => {
  const leaking = [...RECORDED]
    .filter(([, trace]) => bentInWords(trace) === null)
    .filter(([, trace]) => pictureOf(trace).end.kind === 'leaked')

  expect(leaking.filter(([, { title }]) => !title.includes(' /twins/'))).toEqual([])
})
