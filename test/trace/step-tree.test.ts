import { expect, test } from 'vitest'
import { stepTree } from '#trace/step-tree.ts'
import { refusedByIndex, sampleTrace } from '../support/sample-trace.ts'

test('stepTree puts each step inside the one that ran it', () => {
  const tree = stepTree(refusedByIndex.steps)

  expect(tree.map(({ step }) => step.id)).toEqual([1, 2, 4, 9])
  expect(tree[2]!.children.map(({ step }) => step.id)).toEqual([5, 7])
  expect(tree[2]!.children[1]!.children.map(({ step }) => step.id)).toEqual([8])
})

test('stepTree marks where the layer changes', () => {
  const steps = sampleTrace([
    { layer: 'plug', name: 'fetchFlash' },
    { layer: 'plug', name: 'fetchCurrentScope' },
    { layer: 'sql', name: 'select', parent: 2 },
    { layer: 'plug', name: 'requireSudoMode' },
  ]).steps

  const [first, second, third] = stepTree(steps)

  expect([first, second, second?.children[0], third].map((node) => node?.first)).toEqual([
    true,
    false,
    true,
    true,
  ])
})

test('stepTree keeps a step whose parent has not ended', () => {
  const { steps } = sampleTrace([{ layer: 'sql', name: 'select', parent: 99 }])

  expect(stepTree(steps).map(({ step }) => step.name)).toEqual(['select'])
})
