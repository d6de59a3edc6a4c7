declare module 'virtual:glasshouse/course' {
  const course: import('./course-data.ts').Course
  export default course
}

declare module 'virtual:glasshouse/commit' {
  const commit: string | null
  export default commit
}

declare module 'virtual:glasshouse/sources' {
  /** Every file whose text it has, from the folder of package.json. */
  export const files: readonly string[]
  /** What stands in one of them; `null` for another. */
  export const readSource: (file: string) => Promise<string | null>
}

declare module 'virtual:glasshouse/traced-sources' {
  /** What stands in a file that a step may name; `null` for another. */
  export const readSource: (file: string) => Promise<string | null>
}

declare module 'virtual:glasshouse/recordings' {
  /** By the path of a lesson, its module: `virtual:glasshouse/recordings/ID`. */
  const byLesson: Readonly<
    Record<
      string,
      () => Promise<{
        readonly default: Readonly<
          Record<string, readonly import('./recording.ts').ShownRecording[]>
        >
      }>
    >
  >
  export default byLesson
}

declare module 'virtual:glasshouse/exercises' {
  /** By the id of an exercise, its files: `virtual:glasshouse/exercises/ID`. */
  const byId: Readonly<
    Record<string, () => Promise<{ readonly default: import('./exercise-files.ts').ExerciseFiles }>>
  >
  export default byId
}

declare module 'virtual:glasshouse/solutions' {
  /** By the id of an exercise, the files of its solution: `virtual:glasshouse/solutions/ID`. */
  const byId: Readonly<
    Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>
  >
  export default byId
}

declare module 'virtual:glasshouse/transcripts' {
  /** By the path of a lesson, its module: `virtual:glasshouse/transcripts/ID`. */
  const byLesson: Readonly<
    Record<
      string,
      () => Promise<{
        readonly default: Readonly<Record<string, import('./transcript.ts').PrintedTranscript>>
      }>
    >
  >
  export default byLesson
}

declare module 'virtual:glasshouse/paths' {
  /** Pages that a stage shows in its own window. */
  export const onStage: RegExp
  /** What a link to a moment may send. */
  export const inLinks: RegExp
}

declare module 'virtual:glasshouse/texts' {
  /** What MDX makes of a text. */
  export type LessonText = (props: { components?: object }) => unknown
  /** As MDX counts them: the text of a lesson has none of depth 1. */
  export interface Heading {
    readonly depth: number
    readonly slug: string
    readonly text: string
  }
  /** By the path of a lesson, its text. */
  const byLesson: Readonly<
    Record<
      string,
      () => Promise<{ readonly Content: LessonText; getHeadings(): readonly Heading[] }>
    >
  >
  export default byLesson
}

declare module 'virtual:glasshouse/mistakes' {
  /** By the path of a lesson that is shown, what is wrong with it. */
  const byLesson: Readonly<Record<string, readonly import('./reading/mistake.ts').Mistake[]>>
  export default byLesson
}

/** What course.yaml says of colours and fonts. */
declare module 'virtual:glasshouse/theme.css' {}
