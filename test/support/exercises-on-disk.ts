/** The exercises of a course as they lie on disk. */
import { ProjectFiles } from '#course/project-files.ts'
import { readCourse, type CourseRead } from '#course/reading/read-course.ts'
import type { ExerciseFolder } from '#course/reading/read-files.ts'

export interface ExerciseOnDisk extends ExerciseFolder {
  /** The path of its lesson. */
  readonly lesson: string
  /** With the path of its lesson. */
  readonly name: string
}

const files = new ProjectFiles(process.cwd())

/** What a reader of the course meets: `test/a-course`, unless said. */
export const courseOnDisk = (content = 'test/a-course'): CourseRead => readCourse(files, content)

export const exercisesOf = ({ lessons }: CourseRead): readonly ExerciseOnDisk[] =>
  lessons.flatMap(({ path, exercises }) =>
    exercises.map((own) => ({ ...own, lesson: path, name: `${path}/${own.exercise.id}` })),
  )
