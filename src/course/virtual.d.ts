declare module 'virtual:glasshouse/course' {
  const course: import('./course-data.ts').Course
  export default course
}

declare module 'js-yaml' {
  export function load(text: string): unknown
}
