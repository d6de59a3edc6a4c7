import type { APIRoute } from 'astro'
import { registry } from '#console/registry.ts'

/** What the prompt may name, as the source has it: made when the site is built. */
export const GET: APIRoute = () => Response.json(registry())
