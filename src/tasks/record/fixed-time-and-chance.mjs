/**
 * Loaded before the server that recordings are made on, and before no other:
 * `node --import`. Two runs then see the same times and the same random bytes.
 * The server itself has no setting for that, so nobody can switch it on.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

let now = Date.UTC(2026, 10, 23, 9)
const tick = () => (now += 1)

globalThis.Date = class extends Date {
  constructor(...parts) {
    if (parts.length === 0) super(tick())
    else super(...parts)
  }

  static now() {
    return tick()
  }
}

// A machine whose clock stands still while time goes on has had it set back.
const began = now
performance.now = () => now - began

let drawn = 0
function draw(bytes) {
  for (let at = 0; at < bytes.length; at += 32) {
    const block = crypto
      .createHash('sha256')
      .update(`draw ${(drawn += 1)}`)
      .digest()
    bytes.set(block.subarray(0, Math.min(32, bytes.length - at)), at)
  }
  return bytes
}

crypto.randomBytes = (size) => draw(Buffer.alloc(size))
globalThis.crypto.getRandomValues = (array) => {
  draw(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return array
}
Math.random = () => draw(Buffer.alloc(4)).readUInt32LE() / 2 ** 32
syncBuiltinESMExports()
