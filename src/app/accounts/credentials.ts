/**
 * Passwords and tokens. The only module that imports oslo, which gets no more
 * fixes: what it must be guarded against is guarded here.
 */
import { hash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { base64url } from 'oslo/encoding'
import { Argon2id } from 'oslo/password'
import { Queue } from '#lib/queue.ts'
import { tryLater } from '#lib/refusal.ts'

const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

/** 32 random bytes as 43 characters of base64url: what the person holds. */
export function generateToken(): string {
  return encode(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))
}

/** SHA-256 of a token's bytes: what the database holds. `null` for text that is no token. */
export function hashToken(token: string): Uint8Array | null {
  if (!TOKEN.test(token)) return null
  return sha256Of(Buffer.from(token, 'base64url'))
}

const PREFIX_BYTES = 6

/**
 * A token that begins as its own hash does, so that a list of hashes can say
 * which token is which: 6 bytes of the SHA-256 of the 26 random ones after them.
 */
export function generateApiToken(): { token: string; hash: Uint8Array } {
  const random = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES - PREFIX_BYTES))
  const hash = sha256Of(random)
  return { token: encode(Buffer.concat([hash.subarray(0, PREFIX_BYTES), random])), hash }
}

/** What the database holds of an API token. `null` for text that is none, a mistyped one among it. */
export function hashApiToken(token: string): Uint8Array | null {
  if (!TOKEN.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const hash = sha256Of(bytes.subarray(PREFIX_BYTES))
  return bytes.subarray(0, PREFIX_BYTES).equals(hash.subarray(0, PREFIX_BYTES)) ? hash : null
}

/** The first 8 characters of an API token, from its hash. */
export const apiTokenPrefix = (hash: Uint8Array): string => encode(hash.subarray(0, PREFIX_BYTES))

const encode = (bytes: Uint8Array) => base64url.encode(bytes, { includePadding: false })
// Oslo's goes to another thread, where it waits for the passwords before it; the hash itself takes a microsecond.
const sha256Of = (bytes: Uint8Array) => new Uint8Array(hash('sha256', bytes, 'buffer'))

const argon2id = new Argon2id()
// A hash keeps a core busy for 12 ms, and its thread away from the database.
const hashing = new Queue({
  atOnce: Math.max(1, availableParallelism()),
  mostWaiting: 16,
  full: () => tryLater(503, 'Too many people are logging in.', 1),
})

// The cost of checking a hash is written in the hash, so only hashes of ours are checked at all.
const OWN_HASH = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/
// Argon2id takes any length, but the Unicode normalisation before it takes quadratic time.
/** The longest password that is normalised and hashed at all, in UTF-16 units. */
export const LONGEST_PASSWORD = 1_024

/** Argon2id with OWASP's parameters: about 12 ms and 19 MiB. Throws a `RangeError` for what `verifyPassword` would refuse. */
export function hashPassword(password: string): Promise<string> {
  return hashing.run(async () => {
    if (password.length <= LONGEST_PASSWORD) return argon2id.hash(password)
    // 72 characters as a person counts them can be thousands: an a with a thousand accents is one.
    throw new RangeError(
      `hashPassword: expected at most ${LONGEST_PASSWORD} UTF-16 units, got ${password.length}.`,
    )
  })
}

/** Whether the password belongs to the hash. Without a hash it does the same work, and answers no. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const asked = password.slice(0, LONGEST_PASSWORD)
  const known = hash !== null && OWN_HASH.test(hash) && asked === password && password !== ''
  return hashing.run(async () => (await argon2id.verify(known ? hash : DUMMY_HASH, asked)) && known)
}

// Nobody's: the hash of bytes that were thrown away.
const DUMMY_HASH = await argon2id.hash(generateToken())
