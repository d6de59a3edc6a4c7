/** A house on a disk of some megabytes, and what fills it. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Disk } from '#server/disk.ts'
import { TestHouse, test as base } from './sandboxes.ts'
import { mountSmallDisk, whyNoSmallDisk } from './small-disk.mjs'

export const whyNot = whyNoSmallDisk()

const MEBIBYTE = 1024 * 1024

let files = 0

/** Takes all that is left of the disk, to the last page; `free` gives it back. */
export function fillDisk(folder: string): { readonly free: () => void } {
  const file = join(folder, `of-somebody-else-${(files += 1)}`)
  const handle = openSync(file, 'w')
  for (const size of [MEBIBYTE, 65_536, 4_096])
    for (;;) {
      try {
        writeSync(handle, Buffer.alloc(size, 1))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') break
        throw error
      }
    }
  closeSync(handle)
  return { free: () => rmSync(file) }
}

interface Fixtures {
  readonly folder: string
  readonly small: TestHouse
  readonly disk: Disk
}

/** Tests over a real disk that can be filled. Skip them where `whyNot` says so. */
export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const { folder, remove } = mountSmallDisk(16)
    await use(folder)
    remove()
  },
  disk: ({ folder }, use) => use(new Disk(folder)),
  small: async ({ folder, template }, use) => {
    const house = new TestHouse(folder, template)
    await use(house)
    await house.close()
  },
})
