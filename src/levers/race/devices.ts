import type { Lane } from './orders.ts'

/** Where each of two requests comes from. */
export const DEVICES: Readonly<Record<Lane, string>> = { A: 'laptop', B: 'phone' }

/** `laptop, phone, laptop, phone` */
export const devicesOf = (order: readonly Lane[]): string =>
  order.map((lane) => DEVICES[lane]).join(', ')
