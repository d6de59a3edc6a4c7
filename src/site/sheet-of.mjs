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
  // What no page needs before its reader does something. A lesson at rest only names it.
  'in-use': [
    ...['stage/act/act-note.css', 'stage/act/caught-up.css', 'stage/act/check-state.css'],
    ...['stage/compare/runs.css', 'site/lesson/where-box.css'],
    ...['stage/frame/menu.css', 'stage/frame/source-tab.css', 'stage/frame/stage-in-use.css'],
    ...[
      'stage/language/both.css',
      'stage/lights/',
      'stage/list/steps-in-use.css',
      'stage/phone/answer-card.css',
    ],
    'stage/phone/dock-end.css',
    ...['stage/phone/sheet.css', 'stage/picture/house-in-use.css', 'stage/question/answered.css'],
    'stage/question/veil.css',
    ...['stage/scrubber/scrubbing.css', 'stage/strip/layer-badge.css'],
    ...['stage/strip/strip-in-use.css', 'stage/take-away/curl.css'],
    ...['stage/take-away/moment-bar.css', 'stage/take-away/take-away-box.css'],
    ...['app/web/core-components/empty-state.css', 'app/web/core-components/flash.css'],
    ...['levers/peel/layers-off.css', 'exercise/exercise-in-use.css', 'levers/split/as-too.css'],
  ],
  teach: ['site/teach/'],
  paper: ['site/paper/'],
  try: ['site/try/'],
  // The first page that most people see has two sheets: that of the site, and this one.
  home: ['site/home/', 'site/hero.css', 'site/lesson/course-outline.css', 'pages/_index.css'],
  search: ['site/search/search.css'],
  decisions: ['site/decisions/'],
  console: ['console/'],
  // A lab comes with its sheet, and goes with its folder.
  labs: [
    'levers/labs/',
    'levers/peel/',
    'levers/race/',
    'levers/split/',
    'levers/wall/',
    'levers/hunt/',
  ],
  sandbox: ['levers/', 'pages/sandbox/', 'stage/strip/status.css'],
  // Two runs beside each other come later than anything else.
  compare: ['stage/compare/compare.css', 'stage/compare/pages.css'],
  course: [
    ...['site/lesson/progress-of-lesson.css', 'site/lesson/import-progress.css'],
    'pages/progress/_index.css',
    'pages/recall/_index.css',
  ],
  // Pages that list lessons.
  lists: [
    ...['site/lesson/lesson-card.css', 'site/lesson/list-switch.css', 'pages/lessons/_index.css'],
    ...['pages/tags/_index.css', 'site/tags/'],
  ],
  site: [
    ...['site/styles/', 'site/site.css', 'site/mark.css', 'site/theme-switch.css'],
    'site/search/search-link.css',
    ...['site/progress-ring.css', 'site/app-page.css', 'site/lesson/', 'stage/'],
    ...['app/web/core-components/', 'app/web/menu.css', 'app/web/forms/log-in-forms.css'],
    ...['live/', 'course/listing/', 'exercise/'],
  ],
  app: ['app/web/'],
}

/** The name of the sheet, or `null` for what a few pages have for themselves. */
export function sheetOf(path) {
  // Colours of the course stand beside those of the site.
  if (path.endsWith('virtual:glasshouse/theme.css')) return 'site'
  const inside = path.slice(path.lastIndexOf('/src/') + 5)
  const names = Object.keys(SHEETS)
  return names.find((name) => SHEETS[name].some((start) => inside.startsWith(start))) ?? null
}
