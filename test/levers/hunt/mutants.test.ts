import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mutants } from 'virtual:glasshouse/mutants'
import { shownFaults } from '#levers/hunt/evidence.ts'
import { isInTables } from '#levers/hunt/faulty-tables.ts'
import { getMutant, MUTANTS, SUBJECTS, WRONGS } from '#levers/hunt/mutants.ts'
import { patched, patchOf } from '#levers/hunt/read-mutant.ts'
import { changedLines, sizeOf } from '#levers/hunt/patch.ts'
import { codeOfFault, readStandIns } from '#visit/stand-ins.ts'

const ROOT = process.cwd()
const NAMES = MUTANTS.map(({ name }) => name)

/** What no fault may be in: what a house is safe by, and what knows of labs. */
const SAFE = /credentials|session-store|session-adapter|password-list|^src\/(?!app\/|router\.ts)/

describe('the faults', () => {
  test('are at least twelve, of every subject, and each has its patch and its evidence', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(12)
    expect(new Set(MUTANTS.map(({ subject }) => subject))).toEqual(new Set(SUBJECTS))
    expect(new Set(MUTANTS.map(({ wrong }) => wrong))).toEqual(new Set(Object.keys(WRONGS)))
    const patches = readdirSync('src/levers/hunt/mutants').map((file) => file.replace('.patch', ''))
    expect(patches.sort()).toEqual([...NAMES].sort())
    expect([...shownFaults()].sort()).toEqual([...NAMES].sort())
    expect(getMutant('__proto__')).toBeNull()
  })

  test('are told apart by codes that do not say their names', () => {
    const codes = NAMES.map(codeOfFault)

    expect(new Set(codes).size).toBe(NAMES.length)
    expect(codes.every((code) => /^[0-9a-f]{6}$/.test(code ?? ''))).toBe(true)
  })
})

describe.each(NAMES)('%s', (name) => {
  test('changes one to three lines of a file of the app, which end up elsewhere than they were', () => {
    const patch = patchOf(ROOT, name)

    expect(patch.file).not.toMatch(SAFE)
    expect(sizeOf(patch)).toBeGreaterThanOrEqual(1)
    expect(sizeOf(patch)).toBeLessThanOrEqual(3)
    const text = patched(ROOT, name)
    expect(text).not.toBe(readFileSync(patch.file, 'utf8'))
    const last = text.trimEnd().split('\n').length
    for (const { from, to } of changedLines(patch)) {
      expect(from).toBeGreaterThanOrEqual(1)
      expect(to).toBeLessThanOrEqual(last)
    }
  })

  test('stands in for what a trace names, and for nothing that is fixed', async () => {
    const tags = [...(await readStandIns(name)).keys()]

    // What is in the tables is in no function.
    expect(tags.length > 0).toBe(!isInTables({ fault: name }))
    for (const tag of tags) expect(tag).toMatch(/^(?:router$|context\.|plug\.|live\.onMount\.)/)
    expect(tags.filter((tag) => /fetchSandbox|request|limit/.test(tag))).toEqual([])
    const { modules, text } = await mutants.find((mutant) => mutant.name === name)!.load()
    expect(modules[0]?.file).toBe(patchOf(ROOT, name).file)
    expect(text).toBe(patched(ROOT, name))
  })
})

test('a patch that does not fit its file any more stops the build with a sentence', () => {
  const root = mkdtempSync(join(tmpdir(), 'mutants-'))
  for (const folder of ['src/levers/hunt/mutants', 'src/app/scores'])
    cpSync(folder, join(root, folder), { recursive: true })
  const file = join(root, 'src/app/scores/scores.ts')
  writeFileSync(file, readFileSync(file, 'utf8').replace('    ownedBy(scope),\n', ''))

  expect(() => patched(root, 'list-without-owner')).toThrow(
    /^src\/levers\/hunt\/mutants\/list-without-owner\.patch no longer fits: line \d+ of src\/app\/scores\/scores\.ts is " {2}\)", and the patch expects " {4}ownedBy\(scope\),"\. Make the patch again/,
  )
})
