/** Fifty readers, and at times a neighbour who makes noise: what each stretch of that measured. */
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from '../security/memory.ts'
import type { BuiltServer } from '../support/built-server.ts'
import { makeNoise } from './neighbour.ts'
import { SoakReader } from './reader.ts'
import type { Answered, Stretch } from './verdict.ts'

export interface Soak {
  readonly readers: number
  readonly stretches: number
  readonly stretchMilliseconds: number
  readonly thinks: number
  readonly noisePerSecond: number
  /** A stretch goes on until this holds of what was answered in it: on a busy machine, for longer. */
  readonly isEnough?: (answered: {
    readonly readers: number
    readonly neighbour: number
  }) => boolean
  readonly ended?: (stretch: Stretch, number: number) => void
}

export interface Soaked {
  readonly stretches: readonly Stretch[]
  /** What each reader did. */
  readonly acts: readonly number[]
  /** How readers ended who should have gone on. */
  readonly fallen: readonly string[]
}

const SAMPLES = 12

/** The first stretch warms up; then a quiet one and a loud one take turns. */
const isLoudIn = (number: number) => number > 0 && number % 2 === 0

export async function soak(server: BuiltServer, of: Soak): Promise<Soaked> {
  const { origin } = server
  let isOver = false
  let number = 0
  const heard = { readers: [] as Answered[], neighbour: [] as Answered[] }
  const tell = (by: keyof typeof heard) => ({
    answered: (status: number, milliseconds: number) =>
      void heard[by].push({ status, milliseconds }),
  })
  const readers = Array.from(
    { length: of.readers },
    (_, place) =>
      new SoakReader({
        ...{ origin, place, thinks: of.thinks, isOver: () => isOver, tell: tell('readers') },
      }),
  )
  const fallen: string[] = []
  const reading = readers.map((reader, place) =>
    reader.read().catch((error: unknown) => void fallen.push(`reader ${place}: ${String(error)}`)),
  )
  const noise = makeNoise({
    ...{ origin, perSecond: of.noisePerSecond, isOver: () => isOver, tell: tell('neighbour') },
    isLoud: () => isLoudIn(number),
  })

  const stretches: Stretch[] = []
  for (; number < of.stretches; number += 1) {
    const memory: number[] = []
    const isEnough = () =>
      of.isEnough?.({ readers: heard.readers.length, neighbour: heard.neighbour.length }) ?? true
    while (memory.length < SAMPLES || !isEnough()) {
      await sleep(of.stretchMilliseconds / SAMPLES)
      memory.push(memoryOf(server.pid()))
    }
    const stretch = {
      ...{ isLoud: isLoudIn(number), memory, descriptors: descriptorsOf(server.pid()) },
      readers: heard.readers.splice(0),
      neighbour: heard.neighbour.splice(0),
    }
    stretches.push(stretch)
    of.ended?.(stretch, number)
  }
  isOver = true
  await Promise.all([...reading, noise])
  return { stretches, acts: readers.map(({ acts }) => acts), fallen }
}

function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}
