import { expect, test } from 'vitest'
import { isDiskFull } from '#server/disk.ts'

const withLeft = (bytes: number) => () => ({ bavail: bytes / 4_096, bsize: 4_096 })

test('a disk is full with less than a megabyte left', () => {
  expect(isDiskFull('.', withLeft(512 * 1024))).toBe(true)
  expect(isDiskFull('.', withLeft(2 * 1024 * 1024))).toBe(false)
})

test('a folder that is not there is none that is full', () => {
  expect(isDiskFull('/nowhere/at/all')).toBe(false)
})
