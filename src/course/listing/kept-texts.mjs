import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

const DAY = 24 * 60 * 60 * 1000
/** What no build has asked for in so long belongs to no course any more. */
const KEPT_FOR = 30 * DAY

/**
 * Texts that take long to make, kept in a folder for the next build. Each is named by a hash of all
 * that it is made from, so that a change of any of it asks for another name. Each is packed, and the
 * packing says whether all of it is there: what a full disk has cut off is made anew.
 */
export class KeptTexts {
  #folder
  #madeBy

  /** `madeBy`: what makes them, in the version of today. */
  constructor(folder, madeBy) {
    this.#folder = folder
    this.#madeBy = madeBy
  }

  /** The text that `make` makes from `from`. It is to be the same each time. */
  async textOf(from, make) {
    const file = join(this.#folder, hashOf(`${this.#madeBy}\0${from}`))
    const kept = read(file)
    if (kept !== null) return kept
    const text = await make()
    write(file, text)
    return text
  }

  /** Takes away what was asked for last a month ago. */
  forgetOld(now = Date.now()) {
    for (const file of filesIn(this.#folder))
      if (now - statSync(file).mtimeMs > KEPT_FOR) rmSync(file, { force: true })
  }
}

function read(file) {
  const packed = readOrNull(file)
  const text = packed && unpack(packed)
  if (text !== null) renew(file)
  return text
}

function unpack(packed) {
  try {
    return gunzipSync(packed).toString()
  } catch {
    return null
  }
}

/** One that is in use stays: its time says when it was asked for, to the day. */
function renew(file) {
  const now = Date.now()
  if (now - statSync(file).mtimeMs > DAY) utimesSync(file, now / 1000, now / 1000)
}

function write(file, text) {
  // Two builds may make the same one: what either reads is whole.
  const draft = `${file}.${process.pid}`
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(draft, gzipSync(text, { level: 1 }))
  renameSync(draft, file)
}

function readOrNull(file) {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function filesIn(folder) {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

const hashOf = (text) => createHash('sha256').update(text).digest('hex')
