/**
 * A registration, checked: cast the address, require it, its form, its
 * length. Beside it, the same object parsed by zod and valibot in the same
 * run. `npm run bench changeset`.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import * as v from 'valibot'
import { z } from 'zod'
import { cast } from '#changeset/cast.ts'
import { build, defineSchema } from '#changeset/schema.ts'
import { validateLength } from '#changeset/validate-length.ts'
import { validateFormat, validateRequired } from '#changeset/validations.ts'
import { pipe } from '#lib/pipe.ts'

const EMAIL = /^[^@,;\s]+@[^@,;\s]+$/
const MILLISECONDS_PER_ROUND = 250
const ROUNDS = 8

interface User {
  id: number
  email: string
}

const users = defineSchema<User>({
  source: 'users',
  fields: { id: { type: 'id', primaryKey: true }, email: 'string' },
})

// As a context function writes it: the steps are made on each call.
const written = (params: { email: string }) =>
  pipe(
    cast(build(users), params, ['email']),
    validateRequired(['email']),
    validateFormat('email', EMAIL),
    validateLength('email', { max: 160 }),
  )

// As schemas are: the steps are made once.
const steps = [
  validateRequired<User>(['email']),
  validateFormat<User>('email', EMAIL),
  validateLength<User>('email', { max: 160 }),
] as const
const madeOnce = (params: { email: string }) =>
  pipe(cast(build(users), params, ['email']), ...steps)

const zodSchema = z.object({ email: z.string().min(1).regex(EMAIL).max(160) })
const valibotSchema = v.object({
  email: v.pipe(v.string(), v.nonEmpty(), v.regex(EMAIL), v.maxLength(160)),
})
// `validateLength` counts graphemes; this is the rule of valibot's that does.
const graphemesSchema = v.object({
  email: v.pipe(v.string(), v.nonEmpty(), v.regex(EMAIL), v.maxGraphemes(160)),
})

const contenders = {
  'changeset, written inline': (params: { email: string }) => written(params).valid,
  'changeset, steps made once': (params: { email: string }) => madeOnce(params).valid,
  zod: (params: { email: string }) => zodSchema.safeParse(params).success,
  valibot: (params: { email: string }) => v.safeParse(valibotSchema, params).success,
  'valibot, counting graphemes': (params: { email: string }) =>
    v.safeParse(graphemesSchema, params).success,
}

const inputs = {
  valid: { params: { email: 'ana@example.com' }, valid: true },
  invalid: { params: { email: 'ana' }, valid: false },
  'valid, not ASCII': { params: { email: 'zoë@example.com' }, valid: true },
}

type Contender = keyof typeof contenders
type Input = keyof typeof inputs

/** How often a second, the best of some rounds. */
function perSecond(contender: Contender, input: Input): number {
  const { params, valid } = inputs[input]
  const check = contenders[contender]
  let best = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    let count = 0
    while (performance.now() - start < MILLISECONDS_PER_ROUND) {
      for (let index = 0; index < 1000; index++) {
        if (check(params) !== valid) throw new Error(`${contender} gave the wrong answer`)
      }
      count += 1000
    }
    best = Math.max(best, (count / (performance.now() - start)) * 1000)
  }
  return best
}

/** In a thread of its own: the garbage of one contender must not slow another. */
function measureAlone(contender: Contender, input: Input): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const worker = new Worker(new URL(import.meta.url), { workerData: { contender, input } })
  worker.once('message', resolve)
  worker.once('error', reject)
  return promise
}

async function compare(input: Input): Promise<void> {
  const reference = await measureAlone('valibot', input)
  console.log(`\n${input}`)
  for (const contender of Object.keys(contenders) as Contender[]) {
    const rate = contender === 'valibot' ? reference : await measureAlone(contender, input)
    const thousands = Math.round(rate / 1000).toLocaleString('en')
    const times = (reference / rate).toFixed(1)
    console.log(
      `  ${contender.padEnd(28)} ${thousands.padStart(8)} k/s   ${times} × valibot's time`,
    )
  }
}

if (isMainThread) {
  for (const input of Object.keys(inputs) as Input[]) await compare(input)
} else {
  const { contender, input } = workerData as { contender: Contender; input: Input }
  parentPort?.postMessage(perSecond(contender, input))
}
