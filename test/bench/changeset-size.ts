/**
 * What the changeset library weighs in a browser: bundled, minified,
 * compressed with brotli. `npm run bench changeset-size`.
 */
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const folder = '#lib/changeset'

const registration = {
  'schema.ts': ['defineSchema', 'build'],
  'cast.ts': ['cast'],
  'validations.ts': ['validateRequired', 'validateFormat'],
  'validate-length.ts': ['validateLength'],
  'traverse-errors.ts': ['traverseErrors'],
}

const browser = {
  'apply.ts': ['applyAction', 'applyActionOrThrow', 'applyChanges'],
  'calendar.ts': ['CalendarDate', 'DateTime', 'NaiveDateTime', 'TimeOfDay'],
  'cast.ts': ['cast', 'invalidParams'],
  'changeset.ts': [
    'addError',
    'change',
    'deleteChange',
    'forceChange',
    'putAction',
    'putChange',
    'updateChange',
  ],
  'constraints.ts': [
    'assocConstraint',
    'checkConstraint',
    'exclusionConstraint',
    'foreignKeyConstraint',
    'noAssocConstraint',
    'uniqueConstraint',
  ],
  'decimal.ts': ['Decimal'],
  'errors.ts': ['CastError', 'InvalidChangesetError'],
  'fields.ts': [
    'fetchChange',
    'fetchChangeOrThrow',
    'fetchField',
    'fetchFieldOrThrow',
    'getChange',
    'getField',
    'isChanged',
    'isFieldMissing',
  ],
  'inspect.ts': ['inspect'],
  'merge.ts': ['merge'],
  'number.ts': ['float'],
  'prepare.ts': ['optimisticLock', 'prepareChanges'],
  'range.ts': ['range'],
  'schema.ts': ['build', 'defineSchema', 'loaded', 'schemaless'],
  'traverse-errors.ts': ['fillIn', 'traverseErrors', 'traverseValidations'],
  'unsafe-validate-unique.ts': ['unsafeValidateUnique'],
  'validate-length.ts': ['validateLength'],
  'validate-number.ts': ['validateNumber'],
  'validations.ts': [
    'validateAcceptance',
    'validateChange',
    'validateConfirmation',
    'validateExclusion',
    'validateFormat',
    'validateInclusion',
    'validateRequired',
    'validateSubset',
  ],
}

const repo = {
  'errors.ts': ['ConstraintError', 'NoPrimaryKeyValueError', 'StaleEntryError'],
  '#repo/operations.ts': ['deleteWith', 'insertWith', 'updateWith'],
}

type Names = Readonly<Record<string, readonly string[]>>

const pathOf = (file: string) => (file.startsWith('#') ? file : `${folder}/${file}`)

// As a page uses them: the names do not outlive the bundle, what they name does.
const useOf = (names: Names) =>
  Object.entries(names)
    .map(([file, list]) => `import { ${list.join(', ')} } from '${pathOf(file)}'`)
    .concat(`globalThis.used = [${Object.values(names).flat().join(', ')}]`)
    .join('\n')

// The bundler of the site's own build.
async function weigh(title: string, names: Names): Promise<void> {
  const entry = 'changeset-size:entry'
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) =>
          id === entry ? fileURLToPath(new URL('entry.ts', import.meta.url)) : null,
        load: (id) => (id.endsWith('bench/entry.ts') ? useOf(names) : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'es', minify: true })
  const { code } = output[0]
  const brotli = brotliCompressSync(code).length
  console.log(`${title.padEnd(28)} ${code.length} bytes, ${brotli} with brotli`)
}

await weigh('a registration form', registration)
await weigh('everything for a browser', browser)
await weigh('everything, repo included', {
  ...browser,
  ...repo,
  'errors.ts': [...browser['errors.ts'], ...repo['errors.ts']],
})
