/** A recording as a picture in a file of its own: for feeds, whose readers draw no page of ours. */
import { experimental_AstroContainer as AstroContainer } from 'astro/container'
import { aboutCourse } from '#course/course.ts'
import type { Trace } from '#trace/trace-step.ts'
import House from '#stage/picture/House.astro'
import tokens from '../styles/tokens.css?raw'
import { pictureSheet } from './picture-sheet.ts'
import { PICTURE_SIZE } from './picture-size.ts'

const container = AstroContainer.create()

/** The house of a run, as SVG. */
export async function drawPicture(trace: Trace): Promise<string> {
  const drawn = await (
    await container
  ).renderToString(House, {
    props: { traces: [trace], still: true },
  })
  const [, attributes = '', inside = ''] = /<svg\b([^>]*)>(.*)<\/svg>/s.exec(drawn) ?? []
  if (inside === '') throw new Error('drawPicture: House.astro draws no <svg> any more.')
  const { width, height } = PICTURE_SIZE
  const paper = '<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>'
  const style = `<style>${pictureSheet(tokens, aboutCourse().theme.accent)}</style>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"${attributes}>${style}${paper}${inside}</svg>\n`
}
