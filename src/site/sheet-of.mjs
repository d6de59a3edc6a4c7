/**
 * Which sheet a CSS file is built into. A page ships the sheets of which it
 * uses something, so what is seen together stands together: few files, and
 * most of them are there already when the next page comes.
 *
 * Pages that are built once and pages that are made for each visitor are two
 * builds. What both show is one download as long as both import the same
 * files of a sheet.
 */
export const SHEETS = {
  // What a reader says and runs, in a lesson and in what a server answers to it.
  question: [
    ...['stage/question/question.css', 'stage/act/run.css', 'stage/act/task.css'],
    'stage/act/act-note.css',
  ],
  lesson: [
    ...['site/lesson/act.css', 'site/lesson/lesson-head.css', 'site/lesson/lesson-end.css'],
    ...['site/lesson/lesson-meta.css', 'site/lesson/about.css'],
    ...['stage/act/check.css', 'stage/act/value.css', 'stage/act/after.css'],
    ...['stage/act/term.css', 'stage/question/recall.css', 'stage/phone/dock.css'],
    'stage/scrubber/walk.css',
  ],
  site: [
    ...['site/styles/', 'site/site.css', 'site/mark.css', 'site/theme-switch.css'],
    'site/progress-ring.css',
    'site/app-page.css',
    ...[
      'app/web/core-components/',
      'app/web/menu.css',
      'app/web/forms/log-in-forms.css',
      'live/',
      'course/listing/',
    ],
  ],
  stage: [
    ...[
      'stage/frame/',
      'stage/take-away/moment-bar.css',
      'stage/act/recording.css',
      'stage/phone/sheet.css',
      'stage/question/veil.css',
    ],
  ],
  teach: ['site/teach/'],
  sandbox: ['levers/', 'pages/sandbox/', 'stage/strip/status.css'],
  // Two runs beside each other come later than anything else.
  compare: ['stage/compare/compare.css'],
  trace: ['stage/'],
  app: ['app/web/'],
  course: [
    ...['site/hero.css', 'site/lesson/course-outline.css', 'pages/_index.css'],
    ...['site/lesson/progress-table.css', 'pages/progress/_index.css'],
  ],
}

/** The name of the sheet, or `null` for what a few pages have for themselves. */
export function sheetOf(path) {
  const inside = path.slice(path.lastIndexOf('/src/') + 5)
  const names = Object.keys(SHEETS)
  return names.find((name) => SHEETS[name].some((start) => inside.startsWith(start))) ?? null
}
