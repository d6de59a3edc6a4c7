/** Who caught it, in words: what each guard is, and why it is the one that answers. */
import type { Guard } from './guard.ts'

interface About {
  readonly sentence: string
  /** What a link to an explanation says. */
  readonly label: string
}

const ABOUT: Readonly<Record<Guard, About>> = {
  browser: {
    sentence: 'The browser keeps a form that breaks its own rules, so nothing was sent.',
    label: 'About rules',
  },
  request: {
    sentence: 'The front door reads a request first, and turns away what it cannot use.',
    label: 'About requests',
  },
  limit: {
    sentence: 'A limit leaves something for everybody else. It says when to come again.',
    label: 'About requests',
  },
  route: {
    sentence: 'The route has no answer to a request of this kind, at this address.',
    label: 'About requests',
  },
  plug: {
    sentence: 'A plug sees each request before its page does, and may answer in its place.',
    label: 'About plugs',
  },
  hook: {
    sentence: 'A hook asks before a live page mounts, the second time too, where no plug stands.',
    label: 'About hooks',
  },
  scope: {
    sentence: 'The scope says who asks. What is not theirs is not there for them.',
    label: 'About scopes',
  },
  context: {
    sentence: 'The context is the one way to the data. It asked, and found nothing that matches.',
    label: 'About contexts',
  },
  changeset: {
    sentence: 'The changeset checks what came in before anything is written.',
    label: 'About changesets',
  },
  sql: {
    sentence: 'The database could not do what it was told, so nothing was kept.',
    label: 'About the database',
  },
  'unique index': {
    sentence:
      'The unique index compares in the moment of writing. It sees what a question before could not.',
    label: 'About unique indexes',
  },
  'foreign key': {
    sentence: 'The foreign key lets no row point to a row that is not there.',
    label: 'About constraints',
  },
  check: {
    sentence: 'The check belongs to the table. No row gets past it, whoever writes.',
    label: 'About constraints',
  },
  'not null': {
    sentence: 'The column takes no empty value, whoever writes.',
    label: 'About constraints',
  },
}

const NAMES: Readonly<Partial<Record<Guard, string>>> = {
  request: 'front door',
  sql: 'database',
}

/** As a sentence calls it: “the front door”. */
export const guardName = (guard: Guard): string => NAMES[guard] ?? guard

export const aboutGuard = (guard: Guard): About => ABOUT[guard]
