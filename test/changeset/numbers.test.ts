import { describe, expect, test } from 'vitest'
import { compareDecimals, Decimal, parseDecimal } from '#changeset/decimal.ts'
import { float, Float, floatText, isFloat, isInteger } from '#changeset/number.ts'
import { range } from '#changeset/range.ts'

describe('floatText', () => {
  test.for<[number, string]>([
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [100, '100.0'],
    [1000, '1.0e3'],
    [123456, '123456.0'],
    [0.1, '0.1'],
    [0.0001, '0.0001'],
    [1e-5, '1.0e-5'],
    [-2.25, '-2.25'],
    [1e20, '1.0e20'],
    [2 ** 53, '9.007199254740992e15'],
  ])('prints %d as Elixir does', ([value, text]) => {
    expect(floatText(value)).toBe(text)
  })
})

test('a whole number is an integer until it is called a float', () => {
  expect([isInteger(1), isFloat(1)]).toEqual([true, false])
  expect([isInteger(float(1)), isFloat(float(1))]).toEqual([false, true])
  expect(float(1.5)).toBe(1.5)
  expect(float(1)).toBeInstanceOf(Float)
  expect(Number(float(1)) + 1).toBe(2)
})

describe('Decimal', () => {
  test.for([
    ['1.50', '1.50'],
    ['+007', '7'],
    ['-0', '-0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.5e-3', '0.0015'],
    ['1e3', '1E+3'],
    ['15e2', '1.5E+3'],
    ['1e-10', '1E-10'],
  ])('reads %s and prints %s', ([text, printed]) => {
    expect(String(parseDecimal(text!))).toBe(printed)
  })

  test.for(['', '.', 'e5', '1e', ' 1', '1_0', 'NaN', '0x1', '１'])('refuses "%s"', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test.for<[string, string, number]>([
    ['1.0', '1.00', 0],
    ['-0', '0', 0],
    ['1E+2', '100', 0],
    ['2', '10', -1],
    ['-2', '-10', 1],
    ['1e6144', '9', 1],
    ['-1', '0.5', -1],
  ])('compares %s with %s', ([a, b, order]) => {
    expect(Math.sign(compareDecimals(Decimal.of(a), Decimal.of(b)))).toBe(order)
  })

  test('says what is wrong with the text of a program', () => {
    expect(() => Decimal.of('12,50')).toThrow("12,50 is not a decimal. Write it like '12.50'.")
  })
})

describe('range', () => {
  test('includes both ends', () => {
    expect([1, 18, 99, 100].map((n) => range(18, 99).includes(n))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('walks in steps, down too', () => {
    expect([...range(0, 10, 5)]).toEqual([0, 5, 10])
    expect([...range(3, 1)]).toEqual([3, 2, 1])
    expect(range(0, 10, 5).includes(6)).toBe(false)
    expect(range(3, 1).includes(2)).toBe(true)
  })

  test('takes whole numbers only', () => {
    expect(() => range(0, 1.5)).toThrow('range: expected whole numbers')
    expect(() => range(0, 1, 0)).toThrow('a step other than 0')
  })
})
