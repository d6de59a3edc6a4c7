import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'

const files = globSync('src/changeset/*.ts')

test('the library imports nothing but itself, the trace and what lies below', () => {
  const imports = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:^import|\bfrom|import\() ?'([^'\n]+)'/gm)].map(
      ([, specifier]) => `${file}: ${specifier}`,
    ),
  )

  expect(imports.length).toBeGreaterThan(50)
  expect(imports.filter((line) => !/: (?:\.\/|#(?:lib|trace)\/)/.test(line))).toEqual([])
})

test('the library names nothing that only Node or a page has', () => {
  const known = files.filter((file) =>
    /\b(?:process|Buffer|window|document|globalThis)\./.test(readFileSync(file, 'utf8')),
  )

  expect(known).toEqual([])
})

const PROGRAM = `
  import { cast } from '#changeset/cast.ts'
  import { build, defineSchema } from '#changeset/schema.ts'
  import { validateFormat } from '#changeset/validations.ts'
  import { pipe } from '#lib/pipe.ts'
  import { Recorder } from '#trace/recorder.ts'
  import { collect } from '#trace/trace.ts'
  import { watched } from '#trace/watch.ts'

  const users = defineSchema({ source: 'users', fields: { email: 'string' } })
  const register = (params) =>
    pipe(cast(build(users), params, ['email']), validateFormat('email', /@/))
  const recorder = new Recorder({ id: '1', title: 'in a browser', persona: 'you' })
  collect(recorder, () => register({ email: 'ana' }))
  const without = new Set(['changeset.email.format'])
  collect(recorder, () => watched({ without }, () => register({ email: 'ana' })))
  export const steps = recorder.snapshot().steps`

/** Bundled as a page has it. What is left to import is named, not bundled. */
async function bundle(source: string): Promise<{ code: string; imports: readonly string[] }> {
  // A file that is not there, at a place from which this package's own imports are found.
  const entry = resolve('test/lib/changeset/entry.js')
  const bundled = await rolldown({
    input: entry,
    platform: 'browser',
    treeshake: false,
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
  })
  const { output } = await bundled.generate({ format: 'es' })
  return output[0]
}

test('the library and its trace run in a browser, and reach no module of Node', async () => {
  const everything = files.map((file) => `import '${resolve(file)}'`).join('\n')
  const { imports } = await bundle(everything)
  const { code } = await bundle(PROGRAM)

  const { steps } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    steps: readonly unknown[]
  }

  expect(imports).toEqual([])
  expect(steps).toMatchObject([
    { tag: 'changeset.email.cast', outcome: 'ok', source: null },
    { tag: 'changeset.email.format', outcome: 'error', source: null },
    { tag: 'changeset.email.cast', outcome: 'ok' },
    { tag: 'changeset.email.format', outcome: 'skip', detail: 'switched off by you' },
  ])
})
