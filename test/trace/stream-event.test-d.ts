import { expectTypeOf, test } from 'vitest'
import type { TraceStep } from '#trace/trace-step.ts'
import type { MailDelivered, NewsOf, StreamEvent } from '#trace/stream-event.ts'

const hear = (event: StreamEvent) => event

test('the channel, and where there are several the type, say what the data is', () => {
  const listener = ({ channel, type, data }: StreamEvent) => {
    if (channel === 'mailbox') expectTypeOf(data).toEqualTypeOf<MailDelivered>()
    if (channel === 'stream') expectTypeOf(data.stream).toBeString()
    if (channel === 'live') expectTypeOf(data.id).toBeString()
    if (channel === 'live' && type === 'changed') expectTypeOf(data.version).toBeNumber()
    if (channel === 'trace' && type === 'step') expectTypeOf(data.step).toEqualTypeOf<TraceStep>()
    if (channel === 'live' && type === 'disconnected')
      expectTypeOf(data).toEqualTypeOf<{ readonly id: string }>()
  }
  expectTypeOf(listener).parameter(0).toEqualTypeOf<StreamEvent>()
})

test('an event of another shape than its type’s does not compile', () => {
  const mail = { id: 'a', to: 'ana@example.test', subject: 'Log in', count: 1 }
  hear({ channel: 'mailbox', type: 'delivered', persona: null, data: mail })
  // @ts-expect-error The mails are counted.
  hear({ channel: 'mailbox', type: 'delivered', persona: null, data: { ...mail, count: null } })
  // @ts-expect-error A mailbox is not reset.
  hear({ channel: 'mailbox', type: 'reset', persona: null, data: {} })
  // @ts-expect-error There is no such channel.
  hear({ channel: 'mail', type: 'delivered', persona: null, data: mail })
})

test('the news of a channel are its events without their channel', () => {
  expectTypeOf<NewsOf<'live'>['type']>().toEqualTypeOf<'changed' | 'disconnected'>()
  expectTypeOf<{ type: 'reset'; data: Record<string, never> }>().toExtend<NewsOf<'sandbox'>>()
  expectTypeOf<{ type: 'reset'; data: { offset: number } }>().not.toExtend<NewsOf<'sandbox'>>()
})
