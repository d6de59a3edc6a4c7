import type { APIRoute } from 'astro'
import { aboutCourse } from '#course/course.ts'

const HOUSE = '<path d="M11 3v16M2.5 9.5h17M6.7 6.3V19m8.6-12.7V19"/>'

/** The mark, in the colours of the course. */
export const GET: APIRoute = () => {
  const { light, dark } = aboutCourse().theme.accent ?? { light: '#1a6842', dark: '#70cf9e' }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" fill="none" stroke="${light}" stroke-width="1.6" stroke-linejoin="round"><style>@media (prefers-color-scheme:dark){svg{stroke:${dark}}}</style><path fill="${dark}" fill-opacity=".25" d="M2.5 9.5 11 3l8.5 6.5V19h-17z"/>${HOUSE}</svg>`
  return new Response(`${svg}\n`, { headers: { 'content-type': 'image/svg+xml' } })
}
