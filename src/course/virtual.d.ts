declare module 'virtual:glasshouse/course' {
  const course: import('./course-data.ts').Course
  export default course
}

declare module 'virtual:glasshouse/recordings' {
  const recordings: Readonly<Record<string, readonly import('#trace/trace-step.ts').Trace[]>>
  export default recordings
}

declare module 'js-yaml' {
  export function load(text: string): unknown
}
