/**
 * The elements of a lesson’s text, such as `<Demo id="…" />`. Each declares its
 * attributes here, once: the component that draws it takes its properties from
 * them, and a text is checked against them before anything is drawn.
 */
import { z } from 'zod'
import { tagsOf } from './about.ts'
import type { Wrong } from './reading/mistake.ts'
import { offer } from './reading/near.ts'
import { tag } from './schema/words.ts'
import type { Written } from './schema/written.ts'

interface ElementKind {
  /** `block` stands alone, `sentence` in a sentence, the others where they like. */
  readonly place: 'block' | 'sentence' | 'anywhere'
  /** Every value is text, as in HTML. The first is what it cannot be without. */
  readonly attributes: z.ZodObject
}

const demo = z.string().describe('The id of a demo of this lesson.')
const step = z.string().describe('The number of one of its steps, from 1.')

const noTag = (written: unknown) =>
  `names "${String(written)}", which is no tag of a step: write changeset.email.format.`

const oneTag = z
  .string()
  .refine((written) => tag.safeParse(written).success, { error: ({ input }) => noTag(input) })

const tags = z.string().superRefine((written, context) => {
  const names = tagsOf(written)
  const wrong = names.find((name) => !tag.safeParse(name).success)
  const message =
    wrong !== undefined
      ? noTag(wrong)
      : names.length === 0
        ? 'names no step: write tags="changeset.email.format".'
        : null
  if (message !== null) context.addIssue({ code: 'custom', message })
})

const OF_TRACE = /^(?:status|title|persona)$/
const OF_STEP = /^(?:detail|name|outcome|layer|data(?:\.\w+)+)$/

export const ELEMENTS = {
  Source: {
    place: 'anywhere',
    attributes: z.strictObject({
      file: z.string().describe('A file of src, migrations or content/lessons.'),
      region: z.string().optional().describe('One of its regions, or several with commas.'),
      lines: z.string().optional().describe('In place of a region: 12-20.'),
      mark: z.string().optional().describe('Marks each line that holds this text.'),
      note: z.string().optional().describe('A sentence under the listing.'),
    }),
  },
  Demo: { place: 'anywhere', attributes: z.strictObject({ id: demo }) },
  Run: { place: 'block', attributes: z.strictObject({ demo, step }) },
  After: { place: 'block', attributes: z.strictObject({ demo, step }) },
  Walk: {
    place: 'block',
    attributes: z.strictObject({
      demo,
      step,
      from: oneTag.describe('The step of the trace at which it begins.'),
      to: oneTag.optional().describe('The one at which it halts.'),
    }),
  },
  Predict: {
    place: 'block',
    attributes: z.strictObject({ demo, id: z.string().describe('One of its predictions.') }),
  },
  Check: {
    place: 'block',
    attributes: z.strictObject({ demo, id: z.string().describe('One of its checks.') }),
  },
  Alone: {
    place: 'block',
    attributes: z.strictObject({
      demo,
      id: z.string().describe('The check of it that no button meets.'),
    }),
  },
  Recall: {
    place: 'block',
    attributes: z.strictObject({
      id: z.string().describe('A question of a recall.yaml, by its lesson: who-comes-in.a.'),
    }),
  },
  Exercise: {
    place: 'block',
    attributes: z.strictObject({
      id: z.string().describe('The id of an exercise of this lesson.'),
    }),
  },
  Prompt: {
    place: 'block',
    attributes: z.strictObject({
      id: z.string().describe('The id of a transcript of this lesson.'),
      lines: z
        .string()
        .regex(/^[1-9]\d?(?:-[1-9]\d?)?$/, 'names no lines: write lines="2" or lines="2-4".')
        .optional()
        .describe('Some of its lines, where a text goes between: 2, or 2-4. Left out, all.'),
    }),
  },
  Teacher: { place: 'block', attributes: z.strictObject({}) },
  Term: {
    place: 'sentence',
    attributes: z.strictObject({ word: z.string().describe('A file of content/glossary.') }),
  },
  Value: {
    place: 'sentence',
    attributes: z
      .strictObject({
        demo,
        step,
        tag: oneTag
          .optional()
          .describe('A step of the trace; left out, the trace itself is asked.'),
        nth: z
          .string()
          .regex(/^[1-9]\d?$/, 'counts from 1: write nth="2".')
          .optional()
          .describe('Which of the steps with this tag.'),
        show: z.string().optional().describe('What of it: detail, data.errors.0.message, status.'),
      })
      .superRefine(({ tag: named, show }, context) => {
        if (show === undefined || (named === undefined ? OF_TRACE : OF_STEP).test(show)) return
        const message =
          named === undefined
            ? `cannot show "${show}" of a whole trace: write status, title or persona, or name a step by its tag.`
            : `cannot show "${show}" of a step: write detail, name, outcome, layer or data.errors.0.message.`
        context.addIssue({ code: 'custom', path: ['show'], message })
      }),
  },
  About: {
    place: 'block',
    attributes: z.strictObject({
      tags: tags.describe('The steps that the paragraph explains, the main one first.'),
      id: z.string().optional().describe('What links lead to, where the first tag is taken.'),
    }),
  },
} as const satisfies Readonly<Record<string, ElementKind>>

export type ElementName = keyof typeof ELEMENTS

/** What an element is given in a text, by its name. */
export type AttributesOf<Name extends ElementName> = Written<(typeof ELEMENTS)[Name]['attributes']>

export const isElementName = (name: string | null): name is ElementName =>
  name !== null && Object.hasOwn(ELEMENTS, name)

/** The names of an element’s attributes, in the order in which they are declared. */
export const attributeNamesOf = (name: ElementName): readonly string[] =>
  Object.keys(ELEMENTS[name].attributes.shape)

/** What is wrong with the attributes of an element, or `null`. */
export function wrongAttributes(
  name: ElementName,
  attributes: Readonly<Record<string, string>>,
): Wrong | null {
  const known = attributeNamesOf(name)
  const unknown = Object.keys(attributes).find((attribute) => !known.includes(attribute))
  if (unknown !== undefined)
    return { what: `has no attribute ${unknown}.`, write: offer(unknown, known) }
  // What is missing is empty: whoever looks it up says what there is in its place.
  const { attributes: schema } = ELEMENTS[name]
  const required = Object.entries<z.ZodType>(schema.shape).filter(
    ([, value]) => !value.safeParse(undefined).success,
  )
  const empty = Object.fromEntries(required.map(([attribute]) => [attribute, '']))
  const message = schema.safeParse({ ...empty, ...attributes }).error?.issues[0]?.message
  if (message === undefined) return null
  const [what = '', advice = ''] = message.split(/: (?=write )/)
  return { what: `${what}.`, write: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}` }
}

/** What a text may use beside them: elements that name nothing of the course, and their attributes. */
export const PLAIN_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  Note: ['kind', 'title'],
  Tabs: ['id', 'label', 'tabs'],
}

/** Every element that a text may use. */
export const elementNames = (): readonly string[] => [
  ...Object.keys(ELEMENTS),
  ...Object.keys(PLAIN_ELEMENTS),
]
