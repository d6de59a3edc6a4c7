import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isHeld, tableOf, type Attack, type Figure } from './attack.ts'

const names = globSync('test/attack/*.ts')
  .map((file) => basename(file, '.ts'))
  .filter((name) => !name.endsWith('.test') && name !== 'attack')

test.for(names)('%s says which finding it repeats', async (name) => {
  const file = pathToFileURL(`test/attack/${name}.ts`).href
  const { default: attack } = (await import(/* @vite-ignore */ file)) as { default: Attack }

  expect(attack.about).toMatch(/\bF\d+\b/)
})

describe('the figures of an attack', () => {
  const figures: readonly Figure[] = [
    { what: 'descriptors', before: 200, now: 3, holds: true },
    { what: 'answers that were cut', before: 6, now: 12, holds: false },
  ]

  test('stand beside those of the day on which it was found', () => {
    expect(tableOf(figures)).toEqual([
      '                       found  now',
      'descriptors              200    3  holds',
      'answers that were cut      6   12  BROKEN',
    ])
  })

  test('are held when each of them is', () => {
    expect([isHeld(figures), isHeld(figures.slice(0, 1))]).toEqual([false, true])
  })
})
