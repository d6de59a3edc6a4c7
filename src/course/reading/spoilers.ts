/**
 * Finds words that answer a question where everybody reads them before they
 * come to it, or to what explains it. That stands in a paragraph of its own,
 * which opens with the run.
 */
import type { MdastNode } from 'satteri'
import { NO_WORDS } from '../facts.ts'
import { isElement, lineOf, nodesIn, placeOf, type Element, type Root } from '../mdx.ts'
import type { PredictionQuestion } from '../prediction.ts'
import type { DemoEntry } from '../schema/demo.ts'
import type { Mistakes, Place } from './mistake.ts'

/** Shorter ones stand anywhere by chance. */
const LEAST_LETTERS = 12

/** Tells about each option that is quoted above what explains its question. */
export function checkSpoilers(
  mistakes: Mistakes,
  file: string,
  root: Root,
  demos: readonly DemoEntry[],
): void {
  for (const { id: demo, predictions } of demos)
    for (const question of predictions) {
      const end = lineOfAnswer(root, demo, question)
      for (const { value, ...place } of visibleIn(root))
        for (const words of quotable(question))
          if (place.line < end && value.includes(words))
            mistakes.add(file, 'wrong', place, {
              what: `It says “${words}” before the question "${question.id}" of ${demo} is settled.`,
              write: `Put it into <After demo="${demo}" step="${question.step}">.`,
            })
    }
}

/** Words that are an answer as they stand: those of the server. Names of layers stand everywhere. */
function quotable({ asks, options }: PredictionQuestion): readonly string[] {
  if (asks !== 'words' && asks !== 'says') return []
  const words = (options as readonly { readonly is: string }[]).map(({ is }) => is)
  return words.filter((one) => one !== NO_WORDS && one.length >= LEAST_LETTERS)
}

/** Where the paragraph begins that explains the step; where there is none, the question. */
function lineOfAnswer(root: Root, demo: string, { id, step }: PredictionQuestion): number {
  const of = (name: string, attribute: string, value: string) =>
    [...nodesIn(root)].find(
      (node) =>
        isElement(node) &&
        node.name === name &&
        attributeOf(node, 'demo') === demo &&
        attributeOf(node, attribute) === value,
    )
  const found = of('After', 'step', String(step)) ?? of('Predict', 'id', id)
  return found ? lineOf(found) : 0
}

interface Visible extends Place {
  readonly value: string
}

/** What is read without a run: text that no folded paragraph holds. */
function* visibleIn(node: MdastNode): Generator<Visible> {
  if (isElement(node) && node.name === 'After') return
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code')
    yield { ...placeOf(node), value: node.value }
  if ('children' in node) for (const child of node.children) yield* visibleIn(child)
}

function attributeOf({ attributes }: Element, name: string): string | null {
  const found = attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name)
  return typeof found?.value === 'string' ? found.value : null
}
