/**
 * Every mistake of an author that a program can see, made one at a time. Each
 * is told once, and nothing else is: its file, its place, what is wrong, what to write.
 */
import { describe, expect, test } from 'vitest'
import { FILES, ONE, read } from './a-course.ts'

/** What is written in place of what, in a file of the course. */
interface Change {
  readonly file?: string
  readonly from: string
  readonly to: string
  /** Words of the changed file at which the mistake stands; `to` if left out. */
  readonly at?: string
  /** Where it is told, if in another file. */
  readonly told?: string
  readonly what: string
  readonly write: string
  /** What else is true of it then. */
  readonly and?: string
}

const TEXT = `${ONE}/index.mdx`
const DEMOS = `${ONE}/demos.yaml`
const SEED = 'content/seeds/ana-logged-in.yaml'
const WALL = 'content/labs/letters.yaml'
const PART = 'content/lessons/01-scopes/part.yaml'
const TURN = '## Your turn'
const AGAIN = 'Record it again: npm run lessons:record -- scopes/one'

/** A sentence that stands in the text. */
const saying = (words: string): Pick<Change, 'from' | 'to' | 'at'> => ({
  from: TURN,
  to: `${words}\n\n${TURN}`,
})

/** A key more in the front matter. */
const leading = (key: string): Pick<Change, 'from' | 'to'> => ({
  from: 'start: ana-logged-in\n',
  to: `start: ana-logged-in\n${key}\n`,
})

test('the course of these tests has no mistake', () => {
  expect(read().mistakes).toEqual([])
  expect(read().course.lessons.map(({ path }) => path)).toEqual(['scopes/one', 'scopes/two'])
})

test('a lesson about the prompt has its task there, and no other', () => {
  const text = FILES[DEMOS] ?? ''
  const task = 'when: POST /users/register\n      alone: true'
  expect(text).toContain(task)
  const typed = text.replace(task, 'when: CONSOLE Accounts.registerUser\n      alone: true')

  expect(read({ [DEMOS]: typed }).mistakes).toEqual([])
})

const MISTAKES: Readonly<Record<string, Change>> = {
  // What a lesson says that it teaches.
  'a need that is no lesson': {
    ...leading('needs: [onne]'),
    at: 'onne',
    what: 'needs: no lesson has the id "onne".',
    write: 'Did you mean one? There are one, two.',
  },
  'a need that comes later': {
    ...leading('needs: [two]'),
    at: 'two]',
    what: 'needs: "two" does not come before this lesson.',
    write: 'Name lessons that are read before it, or leave it out.',
  },
  'a word that is in no glossary': {
    ...leading('introduces: [plugg]'),
    at: 'plugg',
    what: 'introduces: "plugg" is no file of content/glossary.',
    write: 'Did you mean plug? There are halt, plug.',
  },
  'a word that the text does not define': {
    ...leading('introduces: [halt]'),
    at: 'halt]',
    what: 'introduces: the text does not define "halt".',
    write: 'Write <Term word="halt" /> where it stands first.',
  },
  'a stop that the course does not have': {
    ...leading('covers: [walk 1.1, walk 9.9]'),
    at: 'walk 9.9',
    what: 'covers: "walk 9.9" is not in covers.yaml.',
    write: 'Did you mean walk 1.1? There are walk 1.1, walk 1.2.',
  },
  'a list of things to teach that is there twice': {
    file: 'content/covers.yaml',
    from: '- list: walk\n',
    to: "- list: walk\n  title: Stops\n  items: { '1.1': the first, '1.2': another }\n- list: walk\n",
    at: 'walk\n  title: Stops of',
    what: 'List 2: list: Another list has this name already.',
    write: 'Write another list.',
  },
  'a heading that answers a question, and is not there': {
    file: `${ONE}/recall.yaml`,
    from: '  options:',
    to: '  at: your-tern\n  options:',
    at: 'your-tern',
    what: 'The text has no heading "your-tern".',
    write: 'Did you mean your-turn? There are about-changeset-email, your-turn.',
  },
  'a third question at the beginning': {
    from: '<Recall id="one.a" />\n\nEvery',
    to: '<Recall id="one.a" />\n\n<Recall id="one.a" />\n\n<Recall  id="one.a" />\n\nEvery',
    at: '<Recall  id',
    what: 'A question from memory too many.',
    write: 'Leave it out: one or two stand at the beginning, one at the end.',
  },

  // What was noticed by nothing.
  'a link to a lesson that is not there': {
    ...saying('See [it](/lessons/scopes/onne).'),
    at: '[it]',
    what: 'The link leads to /lessons/scopes/onne, where no lesson is.',
    write: 'Did you mean /lessons/scopes/one?',
  },
  'a link to no page': {
    ...saying('See [it](/nope).'),
    at: '[it]',
    what: 'The link leads to /nope, where no page is.',
    write: 'Write the address of a page, such as /lessons/PART/LESSON.',
  },
  'a relative link that leads nowhere': {
    ...saying('See [it](../twoo).'),
    at: '[it]',
    what: 'The link leads to ../twoo, where no page is.',
    write: 'Did you mean /lessons/scopes/two?',
  },
  'a link to a heading that is not there': {
    ...saying('See [it](#your-tern).'),
    at: '[it]',
    what: 'The link leads to #your-tern, which /lessons/scopes/one does not have.',
    write: 'Did you mean your-turn? There are about-changeset-email, your-turn.',
  },
  'a link to a heading of another lesson that is not there': {
    ...saying('See [it](/lessons/scopes/two#nowhere).'),
    at: '[it]',
    what: 'The link leads to #nowhere, which /lessons/scopes/two does not have.',
    write: 'There are about-changeset-email, your-turn.',
  },
  'a link to a part that is not there': {
    ...saying('See [it](/lessons#scops).'),
    at: '[it]',
    what: 'The link names part "scops", which there is not.',
    write: 'Did you mean scopes? There is scopes.',
  },
  'a link in HTML that leads nowhere': {
    ...saying('See <a href="/users/registr">it</a>.'),
    at: '<a href',
    what: 'The link leads to /users/registr, where no page is.',
    write: 'Did you mean /users/register?',
  },
  'a link to what takes forms alone': {
    ...saying('See [it](/users/log-out).'),
    at: '[it]',
    what: 'The link leads to /users/log-out, where no page is.',
    write: 'Did you mean /users/log-in?',
  },
  'a picture that is not in public': {
    ...saying('![A picture](/glas.png)'),
    at: '![A p',
    what: 'There is no picture public/glas.png.',
    write: 'Did you mean /glass.png?',
  },
  'a picture that is not beside the lesson': {
    from: './house.png',
    to: './hous.png',
    at: '![A house]',
    what: 'There is no picture content/lessons/01-scopes/01-one/hous.png.',
    write: 'Did you mean ./house.png?',
  },
  'a picture of another site': {
    ...saying('![A picture](https://example.com/x.png)'),
    at: '![A p',
    what: 'The picture is on another site, https://example.com/x.png, and pages load none from there.',
    write: 'Put it beside the lesson, and write ./its-name.png.',
  },
  'a day that is in no calendar': {
    from: '2026-11-23',
    to: '2026-13-45',
    what: 'published is "2026-13-45".',
    write: 'Write a day of the calendar, the year first: 2026-11-23.',
  },
  'a day that a month does not have': {
    from: '2026-11-23',
    to: '2026-02-30',
    what: 'published is "2026-02-30".',
    write: 'Write a day of the calendar, the year first: 2026-11-23.',
  },
  'what is too little indented below an item': {
    ...saying('1. Do this.\n\n <Note>\n Look.\n </Note>\n'),
    at: '<Note>',
    what: 'This is indented, and yet stands in no item: the list above has ended.',
    write: 'Indent what belongs to an item as far as its first word: three spaces below “1. ”.',
  },
  'a list that goes on in a paragraph': {
    ...saying('1. Do this.\n\nThen look.\n2. Go on.'),
    at: 'Then look.',
    what: '“2.” begins a line of a paragraph: the list above has ended.',
    write: 'Indent what belongs to an item as far as its first word: three spaces below “1. ”.',
  },
  'a list that begins anew': {
    ...saying('1. Do this.\n\nThen look.\n\n2. Go on.'),
    at: '2. Go on.',
    what: 'This list begins with 2: the one before it has ended.',
    write: 'Indent what belongs to an item as far as its first word: three spaces below “1. ”.',
  },
  // What only a build knew.
  'an element that is never closed': {
    from: '</About>',
    to: '',
    at: '</After>',
    what: '</After> does not close <About> of line 30.',
    write: 'Write </About> before it.',
  },
  'an element that is closed by another': {
    from: '</About>',
    to: '</Abuot>',
    what: '</Abuot> does not close <About> of line 30.',
    write: 'Write </About>.',
  },
  'a brace alone': {
    ...saying('It is {.'),
    at: '{.',
    what: 'A { begins code, and what follows it is none.',
    write: 'Write &#123; for a brace, or put the words between backticks.',
  },
  'an angle bracket before a number': {
    ...saying('It is <15 minutes.'),
    at: '<15',
    what: '“<15” is read as the beginning of an element.',
    write: 'Write &lt;15, or say it in words.',
  },
  'an arrow': {
    ...saying('a <- b'),
    at: '<-',
    what: '“<-” is read as the beginning of an element.',
    write: 'Write &lt;-, or say it in words.',
  },
  'an address in angle brackets': {
    ...saying('See <https://example.test>.'),
    at: '<https',
    what: 'An address between < and > is none in MDX.',
    write: 'Write [its name](https://example.test).',
  },
  'a comment of HTML': {
    ...saying('<!-- note -->'),
    at: '<!--',
    what: 'A comment of HTML is none in MDX.',
    write: 'Write {/* the note */}.',
  },
  'an expression in prose': {
    ...saying('It is {user.email}.'),
    at: '{user',
    what: '{user.email} is read as code, and there is no user here.',
    write: 'Write `user.email` between backticks, or &#123;user.email&#125;.',
  },
  'an expression that is no code': {
    ...saying('It is {user.}.'),
    at: '}.',
    what: 'A { begins code, and what follows it is none.',
    write: 'Write &#123; for a brace, or put the words between backticks.',
  },
  'a line that begins with import': {
    ...saying('import is a word of TypeScript.'),
    at: 'a word of',
    what: 'A line that begins with import or export is read as code, and this is none.',
    write: 'Begin the line with another word.',
  },
  'an attribute without quotation marks': {
    ...saying('<Note kind=elixir>\n\nText.\n\n</Note>'),
    at: '<Note',
    what: 'An attribute of <Note> is not written as MDX reads it.',
    write: 'Write each as name="text".',
  },
  'an unknown element': {
    from: '<Run demo="an-address-one" step="2" />',
    to: '<Rum demo="an-address-one" step="2" />\n\n<Run demo="an-address-one" step="2" />',
    at: '<Rum',
    what: 'There is no element <Rum>.',
    write: 'Did you mean Run? There are Source, Demo, Run, After…',
  },
  'an unknown element of HTML': {
    ...saying('<summry>\n\nText.\n\n</summry>'),
    at: '<summry',
    what: '<summry> is no element of HTML.',
    write: 'Did you mean <summary>?',
  },
  // What was told by a run.
  'a check that is never met, for its status': {
    file: DEMOS,
    from: '- status: 422\n          otherwise: The reply was no 422. Send something else.\n        - step',
    to: '- status: 404\n          otherwise: The reply was no 404. Send something else.\n        - step',
    at: 'status: 404',
    what: 'Demo an-address-one: The check "refused-one" is met by none of the 2 steps: step 1 does not meet clause 1, status; step 2 not clause 1.',
    write: 'The reply is 422.',
  },
  'a check that is never met, for a step': {
    file: DEMOS,
    from: 'step: changeset.email.format',
    to: 'step: changeset.email.formt',
    at: 'step: changeset.email.formt',
    what: 'Demo an-address-one: The check "refused-one" is met by none of the 2 steps: step 1 does not meet clause 2, step; step 2 not clause 1.',
    write:
      'Did you mean changeset.email.format? There are request.post, scope.current, changeset.email.format, reply.422.',
  },
  'a check that waits for what no step sends': {
    file: DEMOS,
    from: 'when: POST /users/register\n      clauses',
    to: 'when: POST /users/log-in\n      clauses',
    at: 'POST /users/log-in',
    what: 'Demo an-address-one: The check "refused-one" waits for POST /users/log-in, and none of the steps sends that.',
    write: 'There is POST /users/register.',
  },
  'a check on an address that there is not': {
    file: DEMOS,
    from: 'when: POST /users/register\n      clauses',
    to: 'when: POST /users/registr\n      clauses',
    at: 'POST /users/registr',
    what: 'Demo an-address-one, check refused-one: when: No page answers /users/registr.',
    write: 'Did you mean /users/register?',
  },
  'a field that was changed and not recorded again': {
    file: DEMOS,
    from: 'user[email]: ana@example.test',
    to: 'user[email]: bo@example.test',
    at: 'Send an address',
    what: 'Demo an-address-one, step 2: it sends other fields than its recording: user[email] is "bo@example.test", was "ana@example.test".',
    write: AGAIN,
  },
  'a path to no page': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      path: /users/registre\n',
    at: '/users/registre',
    what: 'Demo an-address-one, step 2: path: No form is sent to /users/registre.',
    write: 'Did you mean /users/register?',
  },
  'a persona whom the start state does not know': {
    file: DEMOS,
    from: 'people: [ana]\n  start: { seed: ana-logged-in, as: ana }',
    to: 'people: [ana, anna]\n  start: { seed: ana-logged-in, as: ana }',
    at: 'anna]',
    what: 'Demo an-address-one: nobody of the seed "ana-logged-in" is called anna.',
    write: 'Did you mean ana? It logs in ana.',
  },
  'somebody else acts than was recorded': {
    file: DEMOS,
    from: 'people: [ana]\n  start: { seed: ana-logged-in, as: ana }',
    to: 'people: [bo, ana]\n  start: { seed: ana-logged-in, as: ana }',
    at: 'Send no address',
    what: 'Demo an-address-one, step 1: bo acts, and in its recording ana.',
    write: AGAIN,
  },
  'a step that was not recorded': {
    file: DEMOS,
    from: '  predictions:',
    to: '    - label: Time passes\n      does: clock\n      advance: 15m\n  predictions:',
    at: 'an-address-one',
    what: 'Demo an-address-one: it has 3 steps, and its recording 2.',
    write: AGAIN,
  },
  // What was told well by tests alone.
  'a demo that is not there': {
    from: '<Demo id="an-address-one" />',
    to: '<Demo id="an-adress-one" />',
    what: '<Demo> names "an-adress-one", which is not in content/lessons/01-scopes/01-one/demos.yaml.',
    write: 'Did you mean an-address-one? There is an-address-one.',
  },
  'a step that a demo does not have': {
    from: '<Run demo="an-address-one" step="2" />',
    to: '<Run demo="an-address-one" step="2" />\n\n<Walk demo="an-address-one" step="9" from="scope.current" />',
    at: '<Walk',
    what: '<Walk> names step 9. an-address-one has 2 steps.',
    write: 'Write step="2".',
  },
  'an unknown attribute': {
    ...saying('<Note titel="It">\n\nText.\n\n</Note>'),
    at: '<Note',
    what: '<Note> has no attribute titel.',
    write: 'Did you mean title? There are kind, title.',
  },
  'an unknown attribute of an element of the course': {
    from: '<Source file="src/scope.ts" region="scope" />',
    to: '<Source file="src/scope.ts" regin="scope" />',
    what: '<Source> has no attribute regin.',
    write: 'Did you mean region? There are file, region, lines, mark, note.',
  },
  'a question that a demo does not have': {
    from: 'id="how-far"',
    to: 'id="how-fat"',
    at: '<Predict',
    what: '<Predict> names the question "how-fat", which an-address-one does not have.',
    write: 'Did you mean how-far? There is how-far.',
  },
  'a check that a demo does not have': {
    from: 'id="refused-one"',
    to: 'id="refusd-one"',
    at: '<Check',
    what: '<Check> names the check "refusd-one", which an-address-one does not have.',
    write: 'Did you mean refused-one? There are refused-one, by-yourself-one.',
  },
  'a region that a file does not have': {
    from: 'region="scope"',
    to: 'region="scopes"',
    at: '<Source',
    what: '<Source> src/scope.ts has no region "scopes".',
    write: 'Did you mean scope? It has scope.',
  },
  'a source that is not there': {
    from: 'src/scope.ts',
    to: 'src/scop.ts',
    at: '<Source',
    what: '<Source> names "src/scop.ts", which is no file of src, migrations or the lessons.',
    write: 'Did you mean src/scope.ts? There is src/scope.ts.',
  },
  'a tag of a value that does not occur': {
    from: 'show="status" />',
    to: 'tag="changeset.email.formats" />',
    at: '<Value',
    what: '<Value> quotes detail of changeset.email.formats, which step 1 of an-address-one does not have.',
    write:
      'Did you mean changeset.email.format? There are request.post, scope.current, changeset.email.format, reply.422.',
  },
  'a value that a step does not have': {
    from: 'show="status" />',
    to: 'tag="scope.current" show="data.user.email" />',
    at: '<Value',
    what: '<Value> quotes data.user.email of scope.current, which step 1 of an-address-one does not have.',
    write: 'Write what its recording has, or record it again.',
  },
  'a paragraph about what does not occur': {
    from: 'tags="changeset.email"',
    to: 'tags="changeset.emails"',
    at: '<About',
    what: '<About> is about changeset.emails, which occurs in no recording of this lesson.',
    write: 'There are request.post, scope.current, changeset.email.format, reply.422, reply.303.',
  },
  'a value before its run': {
    ...saying('It was <Value demo="an-address-one" step="1" show="status" />.'),
    at: '<Value demo="an-address-one" step="1" show="status" />.\n\n## Your',
    what: '<Value> quotes step 1 of an-address-one before it ran.',
    write: 'Put it into <After demo="an-address-one" step="1">.',
  },
  'a word of the glossary that is not there': {
    from: '<Term word="plug" />',
    to: '<Term word="plugg" />',
    what: '<Term> names "plugg", which is no file of content/glossary.',
    write: 'Did you mean plug? There are halt, plug.',
  },
  'a question from memory that is not there': {
    from: '<Recall id="one.a" />\n\nEvery',
    to: '<Recall id="one.b" />\n\nEvery',
    at: '<Recall id="one.b"',
    what: '<Recall> names "one.b", which is in no recall.yaml.',
    write: 'Did you mean one.a? There are one.a, two.a.',
  },
  'a guard that is none': {
    from: 'shows: [',
    to: 'explains: { plugg: your-turn }\nshows: [',
    at: 'your-turn }',
    what: 'explains: no guard is called "plugg".',
    write:
      'Did you mean plug? There are browser, request, limit, route, plug, hook, scope, context, changeset, sql, unique index, foreign key, check, not null.',
  },
  'a guard whose heading is not there': {
    from: 'shows: [',
    to: 'explains: { plug: your-tern }\nshows: [',
    at: 'your-tern }',
    what: 'explains, plug: the text has no heading "your-tern".',
    write: 'Did you mean your-turn? There are about-changeset-email, your-turn.',
  },
  'a list in YAML that is indented too little': {
    file: DEMOS,
    from: '    - label: Send an address',
    to: '   - label: Send an address',
    at: '- label: Send an address',
    what: 'This is no YAML: A block sequence may not be used as an implicit map key.',
    write: 'Begin the line with as many spaces as the lines of its list or its keys.',
  },
  'a key in YAML that is indented too far': {
    file: DEMOS,
    from: '  title: A new address\n',
    to: '  title: A new address\n     page: x\n',
    at: 'page: x',
    what: 'This is no YAML: Nested mappings are not allowed in compact mappings.',
    write: 'Begin the line with as many spaces as the lines of its list or its keys.',
  },
  'a key in YAML that is indented too little': {
    file: DEMOS,
    from: '    - label: Send an address\n',
    to: '    - label: Send an address\n     note: x\n',
    at: 'note: x',
    what: 'This is no YAML: Sequence item without - indicator.',
    write: 'Begin the line with as many spaces as the lines of its list or its keys.',
  },
  'a tab in YAML': {
    file: DEMOS,
    from: '  title: A new address',
    to: '\ttitle: A new address',
    at: '\ttitle',
    what: 'This is no YAML: the line begins with a tab.',
    write: 'Write spaces where the line begins with a tab.',
  },
  'a colon in a text of YAML': {
    file: DEMOS,
    from: 'title: A new address',
    to: 'title: New: an address',
    at: 'New: an',
    what: 'This is no YAML: Nested mappings are not allowed in compact mappings.',
    write: 'Put quotation marks around a text that holds a colon, or begin a line for the key.',
  },
  'a tag of the front matter that is none': {
    from: 'tags: [scopes,',
    to: 'tags: [Scopes,',
    at: 'Scopes',
    what: 'tags has "Scopes".',
    write: 'Write a tag in small letters: live-views.',
  },
  'a tag that nothing is said of': {
    from: 'tags: [scopes,',
    to: 'tags: [scpes,',
    at: 'scpes',
    what: 'tags: "scpes" is not in tags.yaml.',
    write: 'Did you mean scopes? There are scopes, changesets.',
  },
  'a tag that is described twice': {
    file: 'content/tags.yaml',
    from: '- tag: changesets',
    to: '- tag: scopes',
    at: 'scopes\n  says: What',
    what: 'Tag 2: tag: This tag is described above already.',
    write: 'Write another tag.',
  },
  'a day that is written otherwise': {
    from: '2026-11-23',
    to: '28.11.2026',
    what: 'published is "28.11.2026".',
    write: 'Write a day of the calendar, the year first: 2026-11-23.',
  },
  'an unknown key of the front matter': {
    from: 'minutes: 5',
    to: 'minutes: 5\nauthor: Ana',
    at: 'author',
    what: 'It has a key "author", which nobody reads.',
    write: 'There are id, title, summary, published…',
  },
  'a front matter without a title': {
    from: 'title: Lesson one\n',
    to: '',
    at: 'id: one',
    what: 'It has no title.',
    write: 'Write title: As it stands over the page, without a full stop.',
  },
  'a layer that there is not': {
    from: 'shows: [scope,',
    to: 'shows: [scoop,',
    at: 'scoop',
    what: 'shows has "scoop".',
    write:
      'Name a layer (request, plug, scope, context, changeset, sql, constraint, mail, live, reply) or the tag of a step: plug.fetchCurrentScope.',
  },
  'a question without options': {
    file: DEMOS,
    from: `      options:
        - is: 422
          why: The changeset refuses what is no address.
        - is: 303
          why: That would be so if nothing looked at it.
`,
    to: '',
    at: 'id: how-far',
    what: 'Demo an-address-one, question how-far has no options.',
    write: 'Write options: The status that the reply can have.',
  },
  'a question about a step that a demo does not have': {
    file: DEMOS,
    from: '      step: 1\n      asks',
    to: '      step: 9\n      asks',
    at: '9\n      asks',
    what: 'Demo an-address-one, question how-far: step: This demo has 2 steps.',
    write: 'Write step from 1 to 2.',
  },
  'a question that none of its options answers': {
    file: DEMOS,
    from: '- is: 422',
    to: '- is: 404',
    at: 'options:',
    what: 'Demo an-address-one: The question "how-far" is answered by "422", which is no option.',
    write: 'Write an option for it: the options are 404, 303.',
  },
  'an option that is no status': {
    file: DEMOS,
    from: '- is: 422',
    to: '- is: 42',
    at: '42\n',
    what: 'Demo an-address-one, question how-far, option 42: is is 42, which does not answer "status".',
    write:
      'Did you mean 421? There are 200, 303, 400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429, 500.',
  },
  'a kind of question that there is not': {
    file: DEMOS,
    from: 'asks: status',
    to: 'asks: statsu',
    at: 'statsu',
    what: 'Demo an-address-one, question how-far: asks is "statsu", which is none of those there are.',
    write: 'Did you mean status? There are caught-by, reaches…',
  },
  'a wall that begins with no seed': {
    file: WALL,
    from: 'start: ana-logged-in',
    to: 'start: ana-loged-in',
    at: 'ana-loged-in',
    what: 'The wall begins with the seed "ana-loged-in", which is no file of content/seeds.',
    write: 'Did you mean ana-logged-in? There are nobody, ana-logged-in.',
  },
  'an input to no page': {
    file: WALL,
    from: 'path: /users/register',
    to: 'path: /users/registr',
    at: '/users/registr',
    what: 'path: No page of the app stands at /users/registr.',
    write: 'Did you mean /users/register?',
  },
  'an input to what stands around the app': {
    file: WALL,
    from: '/scores/1/edit',
    to: '/sandbox/reset',
    at: '/sandbox/reset',
    what: 'Input somebody’s score: path: No page of the app stands at /sandbox/reset.',
    write: 'Did you mean /sandbox/reset?',
  },
  'a field of an input that the form does not have': {
    file: WALL,
    from: "'score[points]'",
    to: "'score[point]'",
    at: "fields: { 'score[point]'",
    what: 'Input somebody’s score: fields: The form of PUT /scores/[id]/edit has no field "score[point]".',
    write: 'It has score[points], score[guesses], score[comment].',
  },
  'a value of an input that is no text': {
    file: WALL,
    from: "'score[points]': '1'",
    to: "'score[points]': 1",
    at: '1 }',
    what: 'Input somebody’s score, fields: score[points] is 1.',
    write:
      'Write a text, { repeat: a, times: 161 } for a long one, or a list of them for a field that is sent more than once.',
  },
  'an address of an input that may be somebody’s': {
    file: WALL,
    from: "'user[email]': ''",
    to: "'user[email]': ana@example.com",
    at: 'ana@example.com',
    what: 'Input nothing, fields: user[email] is "ana@example.com".',
    write:
      'An address ends in @example.test, or has no dot behind the @, so that it can be nobody’s.',
  },
  'an input with two bodies': {
    file: WALL,
    from: "    fields: { 'user[email]': '' }",
    to: "    fields: { 'user[email]': '' }\n    json: '{}'",
    at: "'{}'",
    what: 'Input nothing: json is "{}".',
    write: 'Write fields, json or text: a request has one body.',
  },
  'a link that stands nowhere': {
    file: WALL,
    from: '/users/log-in/[token]',
    to: '/users/log-in',
    at: 'ana@example.test',
    what: 'Input an old link: link is "ana@example.test".',
    write:
      'Name whose link stands for [token], and only where the path or a value has that: link: ana@example.test.',
  },
  'a link of nobody': {
    file: WALL,
    from: 'link: ana@example.test',
    to: 'link: anna@example.test',
    at: 'anna@',
    what: 'Input an old link: no mail of the seed "ana-logged-in" has the address anna@example.test.',
    write: 'Did you mean ana@example.test? There is ana@example.test.',
  },
  'two inputs of one name': {
    file: WALL,
    from: 'name: an old link',
    to: 'name: nothing',
    at: 'nothing\n    about: Opened',
    what: 'Input nothing: name: Another input has this name already.',
    write: 'Write another name.',
  },
  'an own input in a field that the form does not have': {
    file: WALL,
    from: 'own: user[email]',
    to: 'own: user[mail]',
    at: 'user[mail]',
    what: 'own is "user[mail]".',
    write: '…',
  },
  'a key of an input that nobody reads': {
    file: WALL,
    from: '    method: GET',
    to: '    metod: GET',
    at: 'metod',
    what: 'Input an old link has a key "metod", which nobody reads.',
    write: 'Did you mean method? …',
  },
  'a step that sends a wall and does not say which': {
    file: DEMOS,
    from: '    - label: Send an address\n',
    to: '    - label: Send a wall\n      does: wall\n    - label: Send an address\n',
    at: 'label: Send a wall',
    what: 'Demo an-address-one, step 2 has no of.',
    write: 'Say which wall is sent, by the name of its file in content/labs: of: registrations.',
  },
  'a start state that logs in nobody of its own': {
    file: SEED,
    from: 'ana: ana@example.test',
    to: 'ana: anna@example.test',
    at: 'anna@',
    what: 'logged_in: ana is "anna@example.test".',
    write: 'Name one of the users, who is confirmed.',
  },
  'an address twice in a start state': {
    file: SEED,
    from: 'logged_in:',
    to: '  - email: ana@example.test\n    confirmed: true\nlogged_in:',
    at: 'ana@example.test\n    confirmed: true\nlogged_in',
    what: 'User ana@example.test: email: Another user has this address already.',
    write: 'Write another email.',
  },
  'a start state that is not there': {
    file: DEMOS,
    from: 'seed: ana-logged-in',
    to: 'seed: ana-loged-in',
    at: 'ana-loged-in',
    what: 'Demo an-address-one begins with the seed "ana-loged-in", which is no file of content/seeds.',
    write: 'Did you mean ana-logged-in? There are nobody, ana-logged-in.',
  },
  'a start state of a lesson that is not there': {
    from: 'start: ana-logged-in',
    to: 'start: ana-loged-in',
    at: 'ana-loged-in',
    what: 'The lesson begins with the seed "ana-loged-in", which is no file of content/seeds.',
    write: 'Did you mean ana-logged-in? There are nobody, ana-logged-in.',
  },
  'somebody who is not among the people': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      as: anna\n',
    at: 'anna',
    what: 'Demo an-address-one, step 2: as is "anna".',
    write: 'Did you mean ana? Name one of people: ana.',
  },
  'an address that may be somebody’s': {
    file: DEMOS,
    from: 'user[email]: ana@example.test',
    to: 'user[email]: ana@example.com',
    at: 'ana@example.com',
    what: 'Demo an-address-one, step 2, fields: user[email] is "ana@example.com".',
    write: 'An address in a demo ends in @example.test, so that it can be nobody’s.',
  },
  'a number that is planned already': {
    file: PART,
    from: 'number: 3',
    to: 'number: 2',
    at: '2\n',
    what: 'It has the number 1.2, which content/lessons/01-scopes/02-two/index.mdx has already.',
    write: 'Give one of the two another number, or take the planned one out once it is written.',
  },
  'a forbidden word': {
    ...saying('This is simply so.'),
    at: 'simply',
    what: 'It says “simply”.',
    write: 'Leave it out: whoever does not find it easy reads that they should.',
  },
  'a field that a form does not have': {
    file: DEMOS,
    from: 'user[email]: ana@example.test',
    to: 'user[emial]: ana@example.test',
    at: 'fields:\n        user[emial]',
    what: 'Demo an-address-one, step 2: fields: The form of POST /users/register has no field "user[emial]".',
    write: 'It has user[email], user[password], user[password_confirmation].',
  },
  'a method that a form does not take': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      method: PUT\n',
    at: 'PUT',
    what: 'Demo an-address-one, step 2: method: What is sent to /users/register is sent as POST.',
    write: 'Write method: POST.',
  },
  'a key that a step of this kind does not have': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      advance: 15m\n',
    at: '15m',
    what: 'Demo an-address-one, step 2: advance: A step that does "send" moves no clock.',
    write: 'Only "clock" says how far.',
  },
  'a kind of step that there is not': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      does: sned\n',
    at: 'sned',
    what: 'Demo an-address-one, step 2: does is "sned", which is none of those there are.',
    write: 'Did you mean send? There are send, open…',
  },
  'a page that there is not': {
    file: DEMOS,
    from: 'page: /users/register',
    to: 'page: /users/registers',
    at: '/users/registers',
    what: 'Demo an-address-one: page: No page of the app stands at /users/registers.',
    write: 'Did you mean /users/register? Write one of /, /users/log-in…',
  },
  'a twin that there is not': {
    file: DEMOS,
    from: 'page: /users/register',
    to: 'page: /twins/nobody',
    at: '/twins/nobody',
    and: 'Demo an-address-one, step 1: it is POST /twins/[name], and its recording POST /users/register.',
    what: 'Demo an-address-one: "nobody" is a function of no twins.ts.',
    write: 'There is none.',
  },
  'a safe step that there is not': {
    file: DEMOS,
    from: '- label: Send an address\n',
    to: '- label: Send an address\n      safe: an-address-one.7\n',
    at: 'an-address-one.7',
    what: 'Demo an-address-one, step 2: there is no step an-address-one.7.',
    write:
      'Did you mean an-address-one.1? There are an-address-one.1, an-address-one.2, an-address-two.1, an-address-two.2.',
  },
  'an end that it does not come to': {
    file: DEMOS,
    from: '- label: Send no address\n',
    to: '- label: Send no address\n      ends: { kind: leaked, at: sql }\n',
    at: 'ends:',
    what: 'Demo an-address-one: Step 1 is refused at changeset, and the demo says leaked at sql.',
    write: 'Write ends: { kind: refused, at: changeset }, or change what it does.',
  },
  'a step to look at that does not occur': {
    file: DEMOS,
    from: '- label: Send no address\n',
    to: '- label: Send no address\n      look_at: scope.currant\n',
    at: 'scope.currant',
    what: 'Demo an-address-one: Step 1 has no step scope.currant to look at.',
    write:
      'Did you mean scope.current? There are request.post, scope.current, changeset.email.format, reply.422.',
  },
  'a task without three hints': {
    file: DEMOS,
    from: '        - Send an address without an @ sign.\n',
    to: '',
    at: 'hints:',
    what: 'Demo an-address-one, check by-yourself-one: hints has 2 entries.',
    write: 'A task has three hints: one points, one names, one is nearly the answer.',
  },
  'a right answer twice': {
    file: `${ONE}/recall.yaml`,
    from: '      why: Chance',
    to: '      right: true\n      why: Chance',
    at: 'options:',
    what: 'Question a: options: One option at the most is right.',
    write: 'Leave right: true out of the others.',
  },
  'half a sentence of the glossary with a full stop': {
    file: 'content/glossary/plug.yaml',
    from: 'place\n',
    to: 'place.\n',
    at: 'middleware',
    what: 'says is "middleware that may answer in the page’s place.".',
    write: 'Half a sentence: no capital, no full stop.',
  },
  'a start state under another name than its file': {
    file: SEED,
    from: 'name: ana-logged-in',
    to: 'name: ana-is-in',
    at: 'ana-is-in',
    what: 'It is called "ana-is-in", and its file ana-logged-in.yaml.',
    write: 'Write name: ana-logged-in, or call the file ana-is-in.yaml.',
  },
  'recordings that are no JSON': {
    file: `${ONE}/recordings.json`,
    from: '{',
    to: '[',
    at: '[',
    what: 'This is no JSON.',
    write: 'Take it away, and let npm run lessons:record write it anew.',
  },
  // Rules of the house.
  'a text that is too short': {
    from: FILES[TEXT]!.slice(FILES[TEXT]!.indexOf('Every line'), FILES[TEXT]!.indexOf('<Demo')),
    to: '',
    at: '---',
    what: 'It has 18 words.',
    write: 'Write 120 to 600: one idea, read in one sitting.',
  },
  'a step without a button': {
    from: '<Run demo="an-address-one" step="2" />\n',
    to: '',
    told: DEMOS,
    at: 'Send an address',
    what: 'Step 2 of an-address-one has no button in the text.',
    write: 'Write <Run demo="an-address-one" step="2" />, or a <Predict> that asks about it.',
  },
  'a step with two buttons': {
    from: '<Run demo="an-address-one" step="2" />\n',
    to: '<Run demo="an-address-one" step="2" />\n\n<Run demo="an-address-one" step="2">Again</Run>\n',
    at: '<Run demo="an-address-one" step="2">Again',
    what: 'Step an-address-one.2 has a second button.',
    write: 'Leave one of the two out.',
  },
  'what explains a step above its button': {
    from: '<Run demo="an-address-one" step="2" />\n',
    to: '<After demo="an-address-one" step="2">\n\nText.\n\n</After>\n\n<Run demo="an-address-one" step="2" />\n',
    at: '<After demo="an-address-one" step="2"',
    what: 'What opens with step an-address-one.2 stands above its button.',
    write: 'Put it below.',
  },
  'a task that nothing asks for': {
    from: '<Alone demo="an-address-one" id="by-yourself-one">\n\nGet an address refused.\n\n</Alone>',
    to: 'Get an address refused.',
    told: DEMOS,
    at: 'by-yourself-one',
    what: 'Nothing in the text asks for the task "by-yourself-one".',
    write: 'Write <Alone demo="an-address-one" id="by-yourself-one"> with a sentence.',
  },
  'a lesson that does not end with its question': {
    from: '</Alone>\n\n<Recall id="one.a" />',
    to: '</Alone>',
    at: '<Alone',
    what: 'It does not end with its question from memory.',
    write: 'Write <Recall id="THIS-LESSON.a" /> at the end.',
  },
  'code in no known language': {
    ...saying('```tss\nconst a = 1\n```'),
    at: '```tss',
    what: 'Nothing here colours "tss".',
    write: 'Write one after the backticks: elixir, json, ts, js, sql, sh, http.',
  },
  'a line of code that is too wide': {
    ...saying(`\`\`\`ts\n${'x'.repeat(80)}\n\`\`\``),
    at: 'xxxxxxxx\n```',
    what: 'This line of code has 80 columns.',
    write: 'Break it: 72 fit.',
  },
  'an address that becomes a link': {
    ...saying('Write to ana@example.test today.'),
    at: 'a@example.test today',
    what: 'Markdown makes a link of an address.',
    write: 'Put it between backticks.',
  },
}

describe('a mistake is told once, with its place and what to write', () => {
  test.for(Object.entries(MISTAKES))('%s', ([, change]) => {
    const { file = TEXT, from, to, at = to, told = file, what, write, and: also } = change
    const text = FILES[file] ?? ''
    expect(text).toContain(from)
    const changed = text.replace(from, () => to)

    const { mistakes } = read({ [file]: changed })

    // Of a list that grows with the software the beginning is enough.
    const written = write.endsWith('…')
      ? (expect.stringContaining(write.slice(0, -1)) as string)
      : write
    const others = mistakes.filter((mistake) => mistake.what !== also)
    expect(mistakes).toHaveLength(also === undefined ? 1 : 2)
    expect(others.map(({ kind: _kind, ...mistake }) => mistake)).toEqual([
      {
        file: told,
        ...placeOf(told === file ? changed : (FILES[told] ?? ''), at),
        what,
        write: written,
      },
    ])
  })
})

/** Where words stand, as an editor counts. */
function placeOf(text: string, words: string) {
  const before = text.slice(0, text.indexOf(words)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
