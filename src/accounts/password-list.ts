/**
 * Passwords that many people use, of twelve characters and more. No rule about
 * capitals and digits keeps them away, and they are what is tried first.
 *
 * The published lists are short of long passwords, because few sites asked for
 * them. So the list is made longer as people make passwords longer: twice the
 * same word, a word and digits, the next keys of the keyboard.
 */
import { dictionary } from '@zxcvbn-ts/language-common'

const SHORTEST = 12
const LONGEST = 24

// Most used first.
const published = dictionary['passwords-common']
const words = published.slice(0, 2_000).filter((word) => word.length < SHORTEST)
const knownWords: ReadonlySet<string> = new Set(words)

const SITE = 'glasshouse'
const TAILS = [
  ...['1', '12', '123', '1234', '12345', '123456', '1234567', '12345678', '123456789'],
  ...['1234567890', '321', '123123', '111', '1111', '007', '69', '00', '000', '666', '777'],
  ...Array.from({ length: 60 }, (_, years) => String(1970 + years)),
]
const WALKS = [
  '12345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiop1234567890',
  '1234567890qwertyuiop',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qazwsxedcrfvtgbyhnujmikolp',
  'a1b2c3d4e5f6g7h8i9j0',
  '11223344556677889900',
  'aabbccddeeffgghhiijjkkllmm',
].flatMap((walk) => [walk, [...walk].reverse().join('')])
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** In lower case, each of 12 to 24 characters. */
export const commonPasswords: ReadonlySet<string> = new Set(
  [
    ...published,
    ...words.flatMap((word) => [2, 3, 4].map((times) => word.repeat(times))),
    ...words.flatMap((word) => TAILS.flatMap((tail) => [word + tail, tail + word])),
    ...words.slice(0, 100).flatMap((word) => words.slice(0, 100).map((other) => word + other)),
    ...WALKS.flatMap(windows),
    ...[...ALPHABET].flatMap((character) => windows(character.repeat(LONGEST))),
  ]
    .map((password) => password.toLowerCase())
    .filter(({ length }) => length >= SHORTEST && length <= LONGEST),
)

/** Every stretch of a walk. */
function windows(walk: string): readonly string[] {
  return Array.from(walk, (_, start) =>
    Array.from({ length: LONGEST - SHORTEST + 1 }, (_, more) =>
      walk.slice(start, start + SHORTEST + more),
    ),
  ).flat()
}

/**
 * Whether many people use this password, or would guess it of this person:
 * their address, or the name of this site, filled up to twelve characters.
 * Capitals, and signs around it, make it no better.
 */
export function isCommonPassword(password: string, email: string): boolean {
  const plain = password.toLowerCase()
  return (
    commonPasswords.has(plain) || commonPasswords.has(bare(plain)) || isPadded(plain, named(email))
  )
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const isSign = (character = '') => !LETTER_OR_DIGIT.test(character)

/** Without the signs in front and behind. */
function bare(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSign(text[start])) start += 1
  while (end > start && isSign(text[end - 1])) end -= 1
  return text.slice(start, end)
}

const LONGEST_EMAIL = 160

/** What a stranger knows of the person and of this place, longest first. */
function named(email: string): readonly string[] {
  // Normalising takes quadratic time, and this address is refused for its length anyway.
  if (email.length > LONGEST_EMAIL) return [SITE]
  const [local = '', domain = ''] = email.toLowerCase().normalize('NFKC').split('@')
  return [SITE, local, domain, ...local.split(/[.+_-]/), ...domain.split('.')]
    .filter(({ length }) => length >= 3)
    .sort((a, b) => b.length - a.length)
}

function isPadded(password: string, names: readonly string[]): boolean {
  const rest = names.reduce((left, name) => left.replaceAll(name, ' '), password)
  return rest !== password && isPadding([...rest].filter((one) => !isSign(one)).join(''))
}

/** Whether these characters make nothing harder to guess. */
function isPadding(rest: string): boolean {
  return (
    rest.length < 4 ||
    /^\d+$/.test(rest) ||
    new Set(rest).size === 1 ||
    knownWords.has(rest) ||
    WALKS.some((walk) => walk.includes(rest))
  )
}
