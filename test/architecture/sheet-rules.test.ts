import { describe, expect, test } from 'vitest'
import { classesIn, dressedBy, styleRules } from './css.ts'
import { House } from './house.ts'
import {
  classesInManySheets,
  deadClasses,
  sheetsOutOfLayer,
  undressedClasses,
  type SheetRule,
} from './sheet-rules.ts'

const RULE: SheetRule = {
  ground: ['src/site/styles/'],
  layouts: ['src/stage/layout.css'],
  layers: { 'src/site/styles/': 'core.base', 'src/app/': 'core' },
  builtWhenRun: { 'src/app/Button.astro': ['button-plain'] },
}

const houseOf = (files: Readonly<Record<string, string>>) =>
  new House(new Map(Object.entries(files)), {
    mayImport: {},
    frontDoors: {},
    packages: {},
    imports: {},
    inOneFile: [],
    computesImports: [],
  })

const component = (markup: string, ...imports: readonly string[]) =>
  ['---', ...imports.map((path) => `import '${path}'`), '---', markup].join('\n')

describe('a style sheet', () => {
  test('is read rule by rule, in blocks of every kind', () => {
    const sheet = [
      '/* .gone {} */',
      '@layer core {',
      '  .a, .b:is(.c, .d) > p { color: red }',
      '  @media print { .e::before { content: "}" } }',
      '}',
      '.f { > .g { margin: 0 } }',
      '@keyframes turn { from { rotate: 0deg } }',
    ]

    expect(styleRules(sheet.join('\n'))).toEqual([
      { selectors: ['.a', '.b:is(.c, .d) > p'], layer: 'core', line: 3 },
      { selectors: ['.e::before'], layer: 'core', line: 4 },
      { selectors: ['.f'], layer: null, line: 6 },
      { selectors: ['> .g'], layer: null, line: 6 },
    ])
  })

  test('names the classes of its selectors, and none that stands in a value', () => {
    expect(classesIn('.house a.floor:not(.dark) > [href=".css"]')).toEqual([
      'house',
      'floor',
      'dark',
    ])
  })

  test.for([
    ['.house .badge', ['badge']],
    ['a.floor.chosen', ['floor']],
    ['.line.lit:hover', ['line']],
    ['[data-about].lit', []],
    ['.house > svg', []],
    ['.form + :is(.form, p)', ['form']],
    [':is(.form, .part) + .note', ['note']],
    ['.tabs:has(> :checked) > .panel:not(:nth-child(1 of .panel))', ['panel']],
  ] as const)('%s dresses %j', ([selector, dressed]) => {
    expect(dressedBy(selector)).toEqual(dressed)
  })
})

describe('a class in one sheet', () => {
  test('two sheets that dress it are refused', () => {
    const house = houseOf({
      'src/stage/house.css': '.house .badge { color: red }',
      'src/stage/badge.css': '.badge { color: blue }',
    })

    expect(classesInManySheets(house, RULE)).toEqual([
      '.badge is dressed in src/stage/house.css and src/stage/badge.css: once is enough.',
    ])
  })

  test('what belongs to no component may be dressed further, and a layout places what it likes', () => {
    const house = houseOf({
      'src/site/styles/words.css': '.muted { color: grey }',
      'src/stage/house.css': '.house .muted { font-size: 1rem }',
      'src/stage/layout.css': '.stage > .house { grid-area: house }',
    })

    expect(classesInManySheets(house, RULE)).toEqual([])
  })
})

describe('a class that nothing draws', () => {
  test('is refused, although a stranger draws it', () => {
    const house = houseOf({
      'src/stage/house.css': '.house .roof { color: red }',
      'src/stage/House.astro': component('<p class="house">', './house.css'),
      'src/stage/Barn.astro': component('<p class="roof">'),
    })

    expect(deadClasses(house, RULE)).toEqual([
      'src/stage/house.css names .roof, which nothing that imports it draws.',
    ])
  })

  test.for([
    ['an attribute', '<p class="house">'],
    ['a list', "<p class:list={['house', { wide }]}>"],
    ['a choice', "<p class={lit ? 'house' : undefined}>"],
  ])('%s draws it', ([, markup]) => {
    const house = houseOf({
      'src/stage/house.css': '.house { color: red }',
      'src/stage/House.astro': component(markup!, './house.css'),
    })

    expect(deadClasses(house, RULE)).toEqual([])
  })

  test('a part of the component draws it, or a script, or a file that puts it together', () => {
    const house = houseOf({
      'src/stage/house.css': '.line { color: red } .mark { color: red }',
      'src/stage/House.astro': component('<Line />', './house.css', './Line.astro'),
      'src/stage/Line.astro': component('<i class="line">'),
      'src/stage/mark.ts': "button.className = 'mark'",
      'src/app/button.css': '.button-plain { color: red }',
      'src/app/Button.astro': component('<b class={look}>', './button.css'),
    })

    expect(deadClasses(house, RULE)).toEqual([])
  })
})

describe('a page', () => {
  test('that draws a class without its sheet is refused', () => {
    const house = houseOf({
      'src/stage/house.css': '.house { color: red }',
      'src/stage/House.astro': component('<p class="house">'),
      'src/pages/index.astro': component('<House />', '#stage/House.astro'),
    })

    expect(undressedClasses(house, RULE)).toEqual([
      'src/pages/index.astro draws .house without src/stage/house.css.',
    ])
  })

  test('ships what its components import, and need not import what every page has', () => {
    const house = houseOf({
      'src/site/styles/words.css': '.muted { color: grey }',
      'src/stage/house.css': '.house { color: red }',
      'src/stage/House.astro': component('<p class="house muted">', './house.css'),
      'src/pages/index.astro': component('<House />', '#stage/House.astro'),
    })

    expect(undressedClasses(house, RULE)).toEqual([])
  })
})

test('a rule in another layer than its room has is refused', () => {
  const house = houseOf({
    'src/app/button.css': '.button { color: red }',
    'src/stage/house.css': '@layer core { .house { color: red } }',
    'src/site/styles/base.css': '@layer core.base { p { margin: 0 } }',
  })

  expect(sheetsOutOfLayer(house, RULE)).toEqual([
    'src/app/button.css:1 .button belongs in @layer core.',
    'src/stage/house.css:1 .house belongs outside of layers.',
  ])
})
