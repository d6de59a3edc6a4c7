import { expect, test } from 'vitest'
import { themeCss } from '#course/theme-css.ts'

const NONE = { accent: null, serif: null, sans: null, mono: null }

test('a theme that says nothing costs no byte', () => {
  expect(themeCss(NONE)).toBe('')
})

test('an accent brings its pale forms along, and the scope’s colour with it', () => {
  expect(themeCss({ ...NONE, accent: { light: '#5b2a86', dark: '#c9a3f0' }, mono: 'Menlo' }))
    .toBe(`:root {
  --mono: Menlo;
  --leaf: light-dark(#5b2a86, #c9a3f0);
  --layer-scope: var(--leaf);
  --leaf-soft: color-mix(in oklab, var(--leaf) 13%, var(--paper));
  --glass: color-mix(in oklab, var(--leaf) 11%, var(--paper));
}
`)
})
