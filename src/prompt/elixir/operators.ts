import { asElixir } from '../print.ts'
import { printable, type Value } from '../values.ts'
import { NotRead } from './tree.ts'

const LAZY: Readonly<Record<string, (left: boolean) => boolean>> = {
  '&&': (isTrue) => isTrue,
  and: (isTrue) => isTrue,
  '||': (isTrue) => !isTrue,
  or: (isTrue) => !isTrue,
}

const OF_NUMBERS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

const COMPARING: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
}

/** The value of an operator between two others. The right one may not be asked for. */
export async function operate(
  name: string,
  left: Value,
  right: () => Promise<Value>,
): Promise<Value> {
  const isLeftTrue = left !== false && left !== null && left !== undefined
  const goesOn = LAZY[name]
  if (goesOn) return goesOn(isLeftTrue) ? right() : left
  const other = await right()
  if (name === '==' || name === '===') return isSame(left, other)
  if (name === '!=' || name === '!==') return !isSame(left, other)
  if (name === 'in' && Array.isArray(other)) return other.some((each) => isSame(each, left))
  if (name === '++' && isList(left) && isList(other)) return [...left, ...other]
  if (name === '<>' && typeof left === 'string' && typeof other === 'string') return left + other
  if (isNumber(left) && isNumber(other)) {
    const made = OF_NUMBERS[name]?.(left, other) ?? COMPARING[name]?.(left, other)
    if (made !== undefined) return made
  }
  if (typeof left === 'string' && typeof other === 'string') {
    const made = COMPARING[name]?.(left, other)
    if (made !== undefined) return made
  }
  throw new NotRead(0, `“${name}” does not go with these two values here.`)
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

const isNumber = (value: Value): value is number => typeof value === 'number'

/** Whether two values would print alike. In Elixir: `==`. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  const areObjects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null
  return areObjects && asElixir(printable(a)) === asElixir(printable(b))
}
