import { describe, expect, test } from 'vitest'
import { SandboxChance } from '#sandbox/sandbox-chance.ts'

const draws = (chance: SandboxChance, lowest: number, highest: number) =>
  new Set(Array.from({ length: 200 }, () => chance.between(lowest, highest)))

describe('the chance of a sandbox', () => {
  test('draws every number between two, and those themselves', () => {
    expect([...draws(new SandboxChance(), 3, 5)].sort()).toEqual([3, 4, 5])
  })

  test('draws what was fixed, each time', () => {
    const chance = new SandboxChance()

    chance.fix(7)

    expect([...draws(chance, 1, 10)]).toEqual([7])
    expect(chance.fixed).toBe(7)
  })

  test('draws as ever where what was fixed is none of the numbers', () => {
    expect([...draws(new SandboxChance(7), 1, 2)].sort()).toEqual([1, 2])
    expect([...draws(new SandboxChance(0), 1, 2)].sort()).toEqual([1, 2])
  })
})
