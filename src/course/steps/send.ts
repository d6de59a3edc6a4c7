import { z } from 'zod'
import { mistakeOfForm } from '../forms.ts'
import type { Written } from '../schema/written.ts'
import {
  defineStep,
  NO_PATH,
  path,
  placeOf,
  type Setting,
  type StepMistake,
  type StepRequest,
} from './step-kind.ts'

// Without a dot it is no address that a mail could be sent to from anywhere.
const NOBODYS = /@(?:example\.test|[a-z]+)$/i

const text = z.string().refine((value) => !value.includes('@') || NOBODYS.test(value), {
  error: 'An address in a demo ends in @example.test, so that it can be nobody’s.',
})

const FORM = {
  path: path.describe('Where it is sent, where that is not the demo’s page.'),
  method: z
    .enum(['POST', 'PUT', 'DELETE'])
    .default('POST')
    .describe('How it is sent. PUT and DELETE travel as _method, as from any form.'),
  fields: z
    .record(z.string(), text)
    .default({})
    .describe('What is sent, by the names of the form’s fields.'),
  forged: z
    .record(z.string(), text)
    .default({})
    .describe('Fields that the form does not have. Whoever writes a request by hand can add any.'),
}

type Sent = Written<z.ZodObject<typeof FORM>>

function requestOf({ path, method, fields, forged }: Sent, { base, page }: Setting): StepRequest {
  const override = method === 'POST' ? {} : { _method: method.toLowerCase() }
  const sent = { ...override, ...fields, ...forged }
  return { method: 'POST', path: base + placeOf(path, page), fields: sent }
}

function mistake({ path, method, fields }: Sent, page: string | null): StepMistake | null {
  const place = path ?? page
  return place === null ? NO_PATH : mistakeOfForm({ path: place, method, fields })
}

/** Sends a form. */
export const send = defineStep('send', FORM, {
  request: requestOf,
  button: 'form',
  mistake,
  strange: {
    path: 'knows where: leave the path out.',
    method: 'has no method.',
    fields: 'sends no fields.',
    forged: 'sends no fields.',
  },
})

/** Sends a form that says it comes from a page of another site. No browser can be made to: a player sends it. */
export const fromElsewhere = defineStep('from-elsewhere', FORM, {
  request: (step, setting) => ({ ...requestOf(step, setting), isForeign: true }),
  button: 'form',
  isUnread: true,
  mistake,
})
