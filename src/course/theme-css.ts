import type { AboutCourse } from './course-data.ts'

/**
 * The sheet that a theme makes, after those of the site: nothing where
 * course.yaml says nothing. Pale forms of an accent are mixed from it, so that
 * two colours are enough.
 *
 * @example
 * const theme = { accent: { light: '#5b2a86', dark: '#c9a3f0' }, serif: null, sans: null, mono: null }
 * themeCss(theme).includes('--leaf: light-dark(#5b2a86, #c9a3f0)')
 * // => true
 */
export function themeCss({ accent, ...fonts }: AboutCourse['theme']): string {
  const lines = Object.entries(fonts).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}: ${value};`],
  )
  if (accent)
    lines.push(
      `--leaf: light-dark(${accent.light}, ${accent.dark});`,
      '--layer-scope: var(--leaf);',
      '--leaf-soft: color-mix(in oklab, var(--leaf) 13%, var(--paper));',
      '--glass: color-mix(in oklab, var(--leaf) 11%, var(--paper));',
    )
  return lines.length === 0 ? '' : `:root {\n  ${lines.join('\n  ')}\n}\n`
}
