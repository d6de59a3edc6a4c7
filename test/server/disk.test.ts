import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Disk } from '#server/disk.ts'

const MEBIBYTE = 1024 * 1024
const withLeft = (bytes: number) => () => ({
  ...{ bavail: bytes / 4_096, bsize: 4_096, blocks: 100_000 },
})

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'glasshouse-disk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

afterEach(() => void vi.useRealTimers())

describe('isFull', () => {
  test('is true with less than a megabyte left', () => {
    expect(new Disk('.', { statfs: withLeft(512 * 1024) }).isFull()).toBe(true)
    expect(new Disk('.', { statfs: withLeft(2 * MEBIBYTE) }).isFull()).toBe(false)
  })

  test('is false of a folder that is not there', () => {
    expect(new Disk('/nowhere/at/all').isFull()).toBe(false)
  })
})

describe('writeTestByte', () => {
  test('is nothing where it could be written, and leaves nothing', async () => {
    const folder = await temporary()

    expect(await new Disk(folder).writeTestByte()).toBeNull()
    expect(await readdir(folder)).toEqual([])
  })

  test('is what the system says where it could not', async () => {
    const folder = await temporary()
    await mkdir(join(folder, 'test-byte', 'in-the-way'), { recursive: true })

    expect(await new Disk(folder).writeTestByte()).toMatch(/^E[A-Z_]+$/)
    expect(await new Disk('/nowhere/at/all').writeTestByte()).toBe('ENOENT')
  })

  test('is away where the file is gone that shows that somebody uses the folder', async () => {
    const folder = await temporary()
    const disk = new Disk(folder, { sign: 'in-use' })

    expect([disk.isThere(), await disk.writeTestByte()]).toEqual([false, 'ENOENT'])
    await writeFile(join(folder, 'in-use'), '')
    expect(disk.isThere()).toBe(true)
  })

  test('is asked for once a second, however many ask', async () => {
    const folder = await temporary()
    vi.useFakeTimers({ toFake: ['performance'] })
    const disk = new Disk(folder)
    const first = await Promise.all([disk.writeTestByte(), disk.writeTestByte()])

    await rm(folder, { recursive: true })
    const soon = await disk.writeTestByte()
    vi.advanceTimersByTime(1_001)

    expect([...first, soon]).toEqual([null, null, null])
    expect(await disk.writeTestByte()).toBe('ENOENT')
  })
})

test('trouble is what the last test has said, and asks for the next', async () => {
  const disk = new Disk('/nowhere/at/all')

  expect(disk.trouble).toBeNull()
  await disk.writeTestByte()

  expect(disk.trouble).toBe('ENOENT')
})

describe('the reserve', () => {
  test('is kept, and dropped', async () => {
    const folder = await temporary()
    const disk = new Disk(folder)

    await disk.keepReserve()
    await disk.keepReserve()
    expect(await readdir(folder)).toEqual(['reserve'])

    await disk.dropReserve()
    await disk.dropReserve()
    expect(await readdir(folder)).toEqual([])
  })

  test('is none where it would be much of what is left', async () => {
    const folder = await temporary()

    await new Disk(folder, { statfs: withLeft(4 * MEBIBYTE) }).keepReserve()

    expect(await readdir(folder)).toEqual([])
  })
})
