/** Who caught it, in words: what each guard is, why it is the one that answers, and where a lesson explains it. */
import type { Guard } from './guard.ts'

interface About {
  readonly sentence: string
  /** A heading of a lesson. A paragraph of the lesson at hand goes before it. */
  readonly href: string
  /** What the link says. */
  readonly label: string
}

const RULES = '/lessons/looking-around/trying-an-invalid-user#where-the-words-come-from'
const REQUEST = '/lessons/scopes/the-life-of-a-request'
const CONTEXT = '/lessons/scopes/contexts-take-the-scope-first'
const INDEX = '/lessons/constraints/the-unique-index-and-its-words'

const ABOUT: Readonly<Record<Guard, About>> = {
  browser: {
    sentence: 'The browser keeps a form that breaks its own rules, so nothing was sent.',
    href: RULES,
    label: 'About rules',
  },
  request: {
    sentence: 'The front door reads a request first, and turns away what it cannot use.',
    href: `${REQUEST}#near-the-roof`,
    label: 'About requests',
  },
  limit: {
    sentence: 'A limit leaves something for everybody else. It says when to come again.',
    href: `${REQUEST}#near-the-roof`,
    label: 'About requests',
  },
  route: {
    sentence: 'The route has no answer to a request of this kind, at this address.',
    href: `${REQUEST}#near-the-roof`,
    label: 'About requests',
  },
  plug: {
    sentence: 'A plug sees each request before its page does, and may answer in its place.',
    href: `${REQUEST}#a-page-for-somebody`,
    label: 'About plugs',
  },
  hook: {
    sentence: 'A hook asks before a live page mounts, the second time too, where no plug stands.',
    href: `${REQUEST}#a-page-for-somebody`,
    label: 'About hooks',
  },
  scope: {
    sentence: 'The scope says who asks. What is not theirs is not there for them.',
    href: `${CONTEXT}#without-it`,
    label: 'About scopes',
  },
  context: {
    sentence: 'The context is the one way to the data. It asked, and found nothing that matches.',
    href: `${CONTEXT}#a-score-of-somebody-else`,
    label: 'About contexts',
  },
  changeset: {
    sentence: 'The changeset checks what came in before anything is written.',
    href: RULES,
    label: 'About changesets',
  },
  sql: {
    sentence: 'The database could not do what it was told, so nothing was kept.',
    href: `${INDEX}#between-the-question-and-the-row`,
    label: 'About the database',
  },
  'unique index': {
    sentence:
      'The unique index compares in the moment of writing. It sees what a question before could not.',
    href: `${INDEX}#the-index-alone`,
    label: 'About unique indexes',
  },
  'foreign key': {
    sentence: 'The foreign key lets no row point to a row that is not there.',
    href: `${INDEX}#what-each-of-them-knows`,
    label: 'About constraints',
  },
  check: {
    sentence: 'The check belongs to the table. No row gets past it, whoever writes.',
    href: `${INDEX}#what-each-of-them-knows`,
    label: 'About constraints',
  },
  'not null': {
    sentence: 'The column takes no empty value, whoever writes.',
    href: `${INDEX}#what-each-of-them-knows`,
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
