/**
 * Passwords that many people use, of twelve characters and more. No rule about
 * capitals and digits keeps them away, and they are what is tried first.
 *
 * The published lists are short of long passwords, because few sites asked for
 * them. So the list is made longer as people make passwords longer: the same
 * word twice, two words, the next keys of the keyboard, and digits.
 */
import { dictionary } from '@zxcvbn-ts/language-common'

const SHORTEST = 12
const LONGEST = 24

// Most used first.
const published = dictionary['passwords-common']
const words = published.slice(0, 2_000).filter(({ length }) => length >= 3 && length < SHORTEST)
const knownWords: ReadonlySet<string> = new Set(words)

const WALKS = [
  '12345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiop1234567890',
  '1234567890qwertyuiop',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qazwsxedcrfvtgbyhnujmikolp',
  'a1b2c3d4e5f6g7h8i9j0',
  '11223344556677889900',
  'aabbccddeeffgghhiijjkkllmm',
].flatMap((walk) => [walk, [...walk].reverse().join('')])
const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789']

/** In lower case, each of 12 to 24 characters. */
export const commonPasswords: ReadonlySet<string> = new Set(
  [
    ...published,
    ...words.flatMap((word) => [2, 3, 4].map((times) => word.repeat(times))),
    ...words.slice(0, 100).flatMap((word) => words.slice(0, 100).map((other) => word + other)),
    ...[...WALKS, ...CHARACTERS.map((character) => character.repeat(LONGEST))].flatMap(stretches),
  ]
    .map((password) => password.toLowerCase())
    .filter(({ length }) => length >= SHORTEST && length <= LONGEST),
)

/** Every part of a walk that is long enough. */
function stretches(walk: string): readonly string[] {
  return Array.from(walk, (_, start) =>
    Array.from({ length: LONGEST - SHORTEST + 1 }, (_, more) =>
      walk.slice(start, start + SHORTEST + more),
    ),
  ).flat()
}

/**
 * Whether many people use this password, or would guess it of this person:
 * their address, or the name of this site, filled up to twelve characters.
 * Capitals make it no better, nor do signs and digits around it.
 */
export function isCommonPassword(password: string, email: string): boolean {
  const plain = password.toLowerCase()
  const bare = trim(plain, isSign)
  return (
    commonPasswords.has(plain) ||
    commonPasswords.has(bare) ||
    isWordAndDigits(bare) ||
    isPadded(plain, named(email))
  )
}

const MOST_DIGITS = 8

/** `welcome2024`, `1234dragon`, `p@ssw0rd1`: a word that is tried with every number around it. */
function isWordAndDigits(text: string): boolean {
  const word = trim(text, isDigit)
  if (word === '' || text.length - word.length > MOST_DIGITS) return false
  return [word, asLetters(word)].some((one) => knownWords.has(one) || commonPasswords.has(one))
}

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' },
}

const asLetters = (text: string) =>
  Array.from(text, (character) => LOOKS_LIKE[character] ?? character).join('')

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const isSign = (character: string) => !LETTER_OR_DIGIT.test(character)
const isDigit = (character: string) => character >= '0' && character <= '9'

/** Without the characters in front and behind that `isIdle`. One by one, so that none is looked at twice. */
function trim(text: string, isIdle: (character: string) => boolean): string {
  const characters = [...text]
  const start = characters.findIndex((character) => !isIdle(character))
  const end = characters.findLastIndex((character) => !isIdle(character))
  return start < 0 ? '' : characters.slice(start, end + 1).join('')
}

const LONGEST_EMAIL = 160

/** What a stranger knows of the person and of this place, longest first. */
function named(email: string): readonly string[] {
  // Normalising takes quadratic time, and such an address is refused for its length anyway.
  const known = email.length > LONGEST_EMAIL ? '' : email.toLowerCase().normalize('NFKC')
  const [local = '', domain = ''] = known.split('@')
  return ['glasshouse', local, domain, ...local.split(/[.+_-]/), ...domain.split('.')]
    .filter(({ length }) => length >= 3)
    .sort((one, other) => other.length - one.length)
}

function isPadded(password: string, names: readonly string[]): boolean {
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), password)
  return rest !== password && isPadding([...rest].filter((one) => !isSign(one)).join(''))
}

/** Whether these characters make nothing harder to guess. */
function isPadding(rest: string): boolean {
  return (
    rest.length < 4 ||
    trim(rest, isDigit) === '' ||
    new Set(rest).size === 1 ||
    isWordAndDigits(rest) ||
    WALKS.some((walk) => walk.includes(rest))
  )
}
