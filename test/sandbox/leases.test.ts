import { describe, expect, test } from 'vitest'
import { Leases } from '#sandbox/leases.ts'

/** Leases on numbered things, with a note of each that is opened and closed. */
function leasesOf(most: number, closing: () => Promise<void> = () => Promise.resolve()) {
  const notes: string[] = []
  const leases = new Leases<string>({
    most,
    close: async (value) => {
      notes.push(`close ${value}`)
      await closing()
    },
  })
  let count = 0
  const open = (key: string) => async () => {
    const value = `${key}${(count += 1)}`
    notes.push(`open ${value}`)
    await Promise.resolve()
    return value
  }
  const acquire = (key: string) => leases.acquire(key, open(key))
  const use = async (key: string) => (await acquire(key)).release()
  return { acquire, leases, notes, use }
}

describe('acquire', () => {
  test('opens a thing once for all who use it at the same time', async () => {
    const { acquire, notes } = leasesOf(9)

    const held = await Promise.all(Array.from({ length: 20 }, () => acquire('a')))

    expect(new Set(held.map(({ value }) => value))).toEqual(new Set(['a1']))
    expect(notes).toEqual(['open a1'])
  })

  test('keeps a thing open that nobody uses, for the next who does', async () => {
    const { leases, notes, use } = leasesOf(9)

    await use('a')
    await use('a')

    expect(notes).toEqual(['open a1'])
    expect(leases.size).toBe(1)
  })

  test('closes the one unused for longest when there are too many', async () => {
    const { notes, use } = leasesOf(2)

    for (const key of ['a', 'b', 'a', 'c']) await use(key)

    expect(notes).toEqual(['open a1', 'open b2', 'close b2', 'open c3'])
  })

  test('never closes one that is in use', async () => {
    const { acquire, notes, use } = leasesOf(2)
    const held = await acquire('a')

    for (const key of ['b', 'c', 'd']) await use(key)

    expect(notes).not.toContain('close a1')
    await held.release()
    await use('e')
    await use('f')
    expect(notes).toContain('close a1')
  })

  test('turns a newcomer away when all are in use, and takes them when one is free', async () => {
    const { acquire, leases } = leasesOf(2)
    const [first] = await Promise.all([acquire('a'), acquire('b')])

    await expect(acquire('c')).rejects.toMatchObject({
      status: 503,
      message: 'Every place in the house is in use. Try again in a moment.',
      headers: { 'retry-after': '2' },
    })
    await first.release()

    expect((await acquire('c')).value).toBe('c3')
    expect(leases.size).toBe(2)
  })

  test('closes none that is about to be used, however many come at once', async () => {
    const { acquire, leases, notes } = leasesOf(3)
    const keys = ['a', 'b', 'c', 'd', 'e', 'f']

    const outcomes = await Promise.allSettled(keys.map((key) => acquire(key)))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(notes.filter((note) => note.startsWith('close'))).toEqual([])
    expect(leases.size).toBe(3)
  })

  test('never has more open than it may, however slowly they close', async () => {
    const { leases, use } = leasesOf(3, () => new Promise((resolve) => setTimeout(resolve, 5)))
    for (const key of ['a', 'b', 'c']) await use(key)

    const using = ['d', 'e', 'f'].map(use)
    expect(leases.size).toBe(3)
    await Promise.all(using)

    expect(leases.size).toBe(3)
  })

  test('forgets what could not be opened, and tries again', async () => {
    const { acquire, leases } = leasesOf(1)
    const fails = () => leases.acquire('a', () => Promise.reject(new Error('no file')))

    const outcomes = await Promise.allSettled([fails(), fails()])

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(leases.size).toBe(0)
    expect((await acquire('a')).value).toBe('a1')
  })
})

describe('retire', () => {
  test('closes at once what nobody uses', async () => {
    const { leases, notes, use } = leasesOf(9)
    await use('a')

    expect(await leases.retire('a')).toBe(true)

    expect(notes).toEqual(['open a1', 'close a1'])
    expect(leases.size).toBe(0)
  })

  test('closes what is in use when the last has done', async () => {
    const { acquire, leases, notes } = leasesOf(9)
    const [first, second] = await Promise.all([acquire('a'), acquire('a')])

    await leases.retire('a')
    await first.release()
    expect(notes).toEqual(['open a1'])
    await second.release()

    expect(notes).toEqual(['open a1', 'close a1'])
  })

  test('lets those who come later open it anew, beside those who still use the old one', async () => {
    const { acquire, leases, notes } = leasesOf(9)
    const old = await acquire('a')
    await leases.retire('a')

    const fresh = await acquire('a')
    await old.release()

    expect([old.value, fresh.value]).toEqual(['a1', 'a2'])
    expect(notes).toEqual(['open a1', 'open a2', 'close a1'])
    expect((await acquire('a')).value).toBe('a2')
  })

  test('waits for what is being opened, and closes it when it has been used', async () => {
    const { acquire, leases, notes } = leasesOf(9)
    const opening = acquire('a')

    expect(await leases.retire('a')).toBe(true)
    await (await opening).release()

    expect(notes).toEqual(['open a1', 'close a1'])
  })

  test('says that a thing was not open', async () => {
    const { leases, notes } = leasesOf(9)

    expect(await leases.retire('a')).toBe(false)
    expect(notes).toEqual([])
  })
})

describe('closeAll', () => {
  test('closes what is idle, and what is in use when it is released', async () => {
    const { acquire, leases, notes, use } = leasesOf(9)
    const held = await acquire('a')
    await use('b')

    await leases.closeAll()
    expect(notes).toEqual(['open a1', 'open b2', 'close b2'])
    await held.release()

    expect(notes.at(-1)).toBe('close a1')
  })
})

describe('closeIdle', () => {
  function timed() {
    const state = { now: 0, closed: [] as string[] }
    const leases = new Leases<string>({
      most: 9,
      now: () => state.now,
      close: (value) => {
        state.closed.push(value)
        return Promise.resolve()
      },
    })
    const acquire = (key: string) => leases.acquire(key, () => Promise.resolve(key))
    return { state, leases, acquire }
  }

  test('closes what nobody has used for so long, and nothing else', async () => {
    const { state, leases, acquire } = timed()
    const held = await acquire('held')
    await (await acquire('old')).release()
    state.now = 1
    await (await acquire('new')).release()

    state.now = 100
    expect(await leases.closeIdle(100)).toBe(1)

    expect([state.closed, leases.size]).toEqual([['old'], 2])
    await held.release()
    expect(await leases.closeIdle(100)).toBe(0)
    state.now = 200
    expect(await leases.closeIdle(100)).toBe(2)
    expect(state.closed).toEqual(['old', 'held', 'new'])
  })

  test('counts from the last use', async () => {
    const { state, leases, acquire } = timed()
    await (await acquire('a')).release()
    state.now = 90
    await (await acquire('a')).release()

    state.now = 100
    expect(await leases.closeIdle(100)).toBe(0)
  })
})

describe('where the system has no more to give', () => {
  /** A system with so many places in all: what is open past them cannot be opened. */
  function system(places: number) {
    const state = { places, open: 0 }
    const leases = new Leases<string>({
      most: 10,
      isShort: (error) => error instanceof RangeError,
      close: () => {
        state.open -= 1
        return Promise.resolve()
      },
    })
    const open = async (key: string) => {
      await Promise.resolve()
      if (state.open >= state.places) throw new RangeError('too many')
      state.open += 1
      return key
    }
    const acquire = (key: string) => leases.acquire(key, () => open(key))
    return { state, leases, acquire, use: async (key: string) => (await acquire(key)).release() }
  }

  test('fewer are kept open, and the newcomer is let in', async () => {
    const { state, leases, use } = system(8)
    for (let n = 0; n < 8; n += 1) await use(`idle${n}`)

    await use('newcomer')

    expect(await leases.peek('newcomer')).toBe('newcomer')
    // Of nine, the newcomer among them, three in four may stay.
    expect([leases.most, leases.size, state.open]).toEqual([6, 6, 6])
  })

  test('a newcomer is turned away for a moment when all that is open is in use', async () => {
    const { leases, acquire } = system(2)
    const [first] = [await acquire('a'), await acquire('b')]

    await expect(acquire('c')).rejects.toMatchObject({
      status: 503,
      message: 'This server has as much open as its system allows. Try again in a moment.',
      headers: { 'retry-after': '2' },
    })
    expect(leases.size).toBe(2)
    await leases.retire('a')
    await first.release()

    expect((await acquire('c')).value).toBe('c')
  })

  test('one shortage that many find out at once is one', async () => {
    const { leases, acquire, use } = system(6)
    for (let n = 0; n < 6; n += 1) await use(`idle${n}`)

    await Promise.all(['a', 'b', 'c'].map(acquire))

    expect(leases.most).toBe(6)
  })

  test('some may always be open, and by and by as many as before', async () => {
    const { state, leases, acquire } = system(0)
    for (const key of ['a', 'b', 'c'])
      await expect(acquire(key)).rejects.toMatchObject({ status: 503 })
    expect(leases.most).toBe(1)

    state.places = 99
    for (let round = 0; round < 20; round += 1) leases.grow()

    expect(leases.most).toBe(10)
  })

  test('what fails for another reason closes nothing', async () => {
    const { leases, use } = system(9)
    await use('a')

    await expect(
      leases.acquire('b', () => Promise.reject(new Error('no such file'))),
    ).rejects.toThrow('no such file')

    expect([leases.most, leases.size]).toEqual([10, 1])
  })
})
