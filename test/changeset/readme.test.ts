import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const readme = readFileSync('src/changeset/README.md', 'utf8')
const files = globSync('src/changeset/*.ts')
const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n')

/** Every function whose doc comment names Ecto's, as `In Ecto: \`cast/4\``. */
const namedAfterEcto = [
  ...sources.matchAll(
    /In Ecto: `(?<ecto>[a-z_]+[!?]?\/\d)`(?:(?!\*\/)[^])*\*\/\nexport (?:async )?function (?<name>\w+)/g,
  ),
].map(({ groups }) => ({ ecto: groups?.['ecto'] ?? '', name: groups?.['name'] ?? '' }))

test('the table of names holds each function that answers to one of Ecto’s', () => {
  const missing = namedAfterEcto.filter(
    ({ ecto, name }) =>
      !readme.split('\n').some((line) => line.includes(`\`${ecto}\``) && line.includes(name)),
  )

  expect(namedAfterEcto.length).toBeGreaterThan(35)
  expect(missing).toEqual([])
})

test('every file that it names is there, and it names every file', () => {
  const named = [...readme.matchAll(/`(?<file>[a-z-]+\.ts)`/g)].map(
    ({ groups }) => groups?.['file'],
  )
  const there = files.map((file) => file.slice('src/changeset/'.length))

  expect(named.filter((file) => !there.includes(file ?? ''))).toEqual([])
  expect(there.filter((file) => !named.includes(file))).toEqual([])
})
