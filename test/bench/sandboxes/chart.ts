/** The pictures of many sandboxes: four small charts with a bar for each house. */
import { drawPanels, type Panel } from '../shared/bar-chart.ts'
import { thousands } from '../shared/markdown-table.ts'
import { GOALS, type Measured } from './results.ts'

interface Chart extends Omit<Panel, 'bars'> {
  readonly value: (measured: Measured) => number
  readonly inner?: (measured: Measured) => number
}

const CHARTS: readonly Chart[] = [
  {
    ...{ title: 'First act of a newcomer, p95', unit: 'ms', digits: 1, goal: GOALS.create },
    value: ({ create }) => create.p95,
    inner: ({ create }) => create.p50,
    note: 'dark: p50',
  },
  {
    ...{ title: 'Memory, with the last one made', unit: 'MB', digits: 0, goal: GOALS.memory },
    value: ({ memory }) => memory,
    inner: ({ restingMemory }) => restingMemory,
    note: 'dark: at rest',
  },
  {
    ...{ title: 'Descriptors, with the last one made', unit: '', digits: 0, goal: 800 },
    value: ({ descriptors }) => descriptors,
    inner: ({ restingDescriptors }) => restingDescriptors,
    note: 'dark: at rest',
  },
  {
    ...{ title: 'From kill -9 to ready again', unit: 's', digits: 2, goal: GOALS.restart / 1000 },
    value: ({ restart }) => restart / 1000,
  },
]

export function drawResults(measured: readonly Measured[]): string {
  const panels = CHARTS.map(({ value, inner, ...chart }) => ({
    ...chart,
    bars: measured.map((one) => ({
      name: thousands(one.count),
      value: value(one),
      ...(inner && { inner: inner(one) }),
    })),
  }))
  return drawPanels('Many sandboxes in one house', panels)
}
