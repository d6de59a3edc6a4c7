import { beforeEach, describe, expect, test } from 'vitest'
import { counters } from '#server/counters.ts'
import { logOutput } from '#server/log-output.ts'

/** A file that takes so many bytes, and then what it is given room for. */
class SmallFile {
  text = ''
  room: number
  constructor(room: number) {
    this.room = room
  }
  take = (bytes: Uint8Array): number => {
    if (this.room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    const taken = Math.min(this.room, bytes.length)
    this.room -= taken
    this.text += Buffer.from(bytes.subarray(0, taken)).toString()
    return taken
  }
}

let lost: number
beforeEach(() => {
  lost = counters.total('glasshouse_log_lost_total')
})
const lostSince = () => counters.total('glasshouse_log_lost_total') - lost

describe('a log in a file', () => {
  test('loses the lines that a full disk does not take, counts them, and goes on', () => {
    const file = new SmallFile(12)
    const write = logOutput({ isFile: true, writeFile: file.take })
    for (const line of ['first\n', 'second\n', 'third\n']) write(line)
    file.room = 1_000
    for (const line of ['fourth\n', 'fifth\n']) write(line)

    expect(file.text).toBe('first\nsecond\nfourth\nfifth\n')
    expect(lostSince()).toBe(2)
  })

  test('begins a new line after one that was cut', () => {
    const file = new SmallFile(3)
    const write = logOutput({ isFile: true, writeFile: file.take })
    write('first\n')
    file.room = 1_000
    write('second\n')
    write('third\n')

    expect(file.text).toBe('fir\nsecond\nthird\n')
    expect(lostSince()).toBe(1)
  })
})

test('a log that somebody reads goes to their stream', () => {
  const lines: string[] = []
  logOutput({ isFile: false, writeStream: (line) => void lines.push(line) })('a line\n')

  expect(lines).toEqual(['a line\n'])
})
