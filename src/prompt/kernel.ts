/** The functions of Elixir itself that this prompt has. There are no others. */
import { isFalse, inspect, noKey, Thrown } from './elixir/evaluate.ts'
import { isSame } from './elixir/operators.ts'
import { Atom, isKeywords, mapOf, Printed, Tuple, type Value } from './values.ts'

// What takes its time answers a promise, which is waited for.
type Kernel = (...args: readonly Value[]) => Value
type Callback = (...args: readonly Value[]) => Promise<Value>

/** By module and name: `Enum.map`, `length`. Each takes as many arguments as its name says behind the slash. */
export const KERNEL: Readonly<Record<string, Kernel>> = {
  'length/1': (list) => itemsOf('length', list).length,
  'hd/1': (list) => first('hd', list),
  'tl/1': (list) => itemsOf('tl', list).slice(1),
  'is_nil/1': (value) => value === null || value === undefined,
  'inspect/1': (value) => inspect(value),
  'to_string/1': (value) => textOf(value),
  'elem/2': (tuple, index) => elementOf(tuple, index),
  'map_size/1': (map) => Object.keys(mapIn('map_size', map)).length,
  'IO.inspect/1': (value) => value,
  'IO.puts/1': (value) => new Printed(textOf(value)),
  'Enum.map/2': (list, fn) => eachOf('Enum.map/2', list, fn),
  'Enum.count/1': (list) => itemsOf('Enum.count', list).length,
  'Enum.filter/2': async (list, fn) => {
    const answers = await eachOf('Enum.filter/2', list, fn)
    return itemsOf('Enum.filter', list).filter((_, index) => !isFalse(answers[index]))
  },
  'Enum.find/2': async (list, fn) => {
    const answers = await eachOf('Enum.find/2', list, fn)
    const index = answers.findIndex((answer) => !isFalse(answer))
    return itemsOf('Enum.find', list)[index] ?? null
  },
  'Enum.member?/2': (list, value) =>
    itemsOf('Enum.member?', list).some((item) => isSame(item, value)),
  'Enum.at/2': (list, index) => itemsOf('Enum.at', list).at(Number(index)) ?? null,
  'List.first/1': (list) => itemsOf('List.first', list)[0] ?? null,
  'List.last/1': (list) => itemsOf('List.last', list).at(-1) ?? null,
  'Map.get/2': (map, key) => ownOf(mapIn('Map.get', map), key) ?? null,
  'Map.keys/1': (map) =>
    Object.keys(mapIn('Map.keys', map))
      .toSorted()
      .map((name) => Atom.of(name)),
  'Map.put/3': (map, key, value) => mapOf([...pairsOf(mapIn('Map.put', map)), [key, value]]),
  'Map.fetch!/2': (map, key) => {
    const found = ownOf(mapIn('Map.fetch!', map), key)
    if (found === undefined) throw noKey(String(key instanceof Atom ? key.name : key), map)
    return found
  },
  'String.length/1': (text) =>
    [...new Intl.Segmenter().segment(textIn('String.length', text))].length,
  'String.upcase/1': (text) => textIn('String.upcase', text).toUpperCase(),
  'String.downcase/1': (text) => textIn('String.downcase', text).toLowerCase(),
  'String.trim/1': (text) => textIn('String.trim', text).trim(),
  'String.duplicate/2': (text, times) => repeat(textIn('String.duplicate', text), Number(times)),
}

/** As `to_string/1` has it; what has no text of its own is inspected. */
function textOf(value: Value): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Atom) return value.name
  return typeof value === 'string' ? value : inspect(value)
}

const MOST_CHARACTERS = 10_000

function repeat(text: string, times: number): string {
  if (!(times >= 0) || text.length * times > MOST_CHARACTERS)
    throw new Thrown(
      'ArgumentError',
      `a text of this prompt has at most ${MOST_CHARACTERS} characters`,
    )
  return text.repeat(times)
}

function itemsOf(name: string, list: Value): readonly Value[] {
  if (Array.isArray(list)) return list
  throw new Thrown('ArgumentError', `${name} takes a list, and was given ${inspect(list)}`)
}

function first(name: string, list: Value): Value {
  const items = itemsOf(name, list)
  if (items.length > 0) return items[0]
  throw new Thrown('ArgumentError', `${name} takes a list that is not empty`)
}

function textIn(name: string, text: Value): string {
  if (typeof text === 'string') return text
  throw new Thrown('ArgumentError', `${name} takes a text, and was given ${inspect(text)}`)
}

function mapIn(name: string, map: Value): object {
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) return map
  throw new Thrown('BadMapError', `${name} takes a map, and was given ${inspect(map)}`)
}

const keyOf = (key: Value) => (key instanceof Atom ? key.name : String(key))

const ownOf = (map: object, key: Value): Value =>
  Object.hasOwn(map, keyOf(key)) ? (map as Readonly<Record<string, Value>>)[keyOf(key)] : undefined

const pairsOf = (map: object) =>
  Object.entries(map).map(([key, value]: [string, Value]) => [Atom.of(key), value] as const)

function elementOf(tuple: Value, index: Value): Value {
  if (tuple instanceof Tuple && typeof index === 'number' && index in tuple.items)
    return tuple.items[index]
  throw new Thrown('ArgumentError', `elem/2 takes a tuple, and the number of one of its parts`)
}

async function eachOf(name: string, list: Value, fn: Value): Promise<readonly Value[]> {
  if (typeof fn !== 'function')
    throw new Thrown('ArgumentError', `${name} takes a function: & &1.email, or &String.upcase/1`)
  const answers: Value[] = []
  const items = isMapLike(list) ? tuplesOf(list) : itemsOf(name, list)
  for (const item of items) answers.push(await (fn as Callback)(item))
  return answers
}

const isMapLike = (value: Value): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isKeywords([value])

const tuplesOf = (map: object) => pairsOf(map).map((pair) => new Tuple(pair))
