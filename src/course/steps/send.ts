import { z } from 'zod'
import { mistakeOfForm } from '../forms.ts'
import { defineStep, NO_PATH, path, placeOf } from './step-kind.ts'

const text = z.string().refine((value) => !value.includes('@') || /@example\.test$/i.test(value), {
  error: 'An address in a demo ends in @example.test, so that it can be nobody’s.',
})

/** Sends a form. */
export const send = defineStep(
  'send',
  {
    path: path.describe('Where it is sent, where that is not the demo’s page.'),
    method: z
      .enum(['POST', 'PUT', 'DELETE'])
      .default('POST')
      .describe('How it is sent. PUT and DELETE travel as _method, as from any form.'),
    fields: z
      .record(z.string(), text)
      .default({})
      .describe('What is sent, by the names of the form’s fields.'),
  },
  {
    request({ path, method, fields }, { base, page }) {
      const override = method === 'POST' ? {} : { _method: method.toLowerCase() }
      return {
        method: 'POST',
        path: base + placeOf(path, page),
        fields: { ...override, ...fields },
      }
    },
    button: 'form',
    mistake({ path, method, fields }, page) {
      const place = path ?? page
      return place === null ? NO_PATH : mistakeOfForm({ path: place, method, fields })
    },
    strange: {
      path: 'knows where: leave the path out.',
      method: 'has no method.',
      fields: 'sends no fields.',
    },
  },
)
