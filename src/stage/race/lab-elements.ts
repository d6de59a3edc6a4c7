/** What moves in labs. It comes with the first of them that is looked at. */
import './glass-lanes.ts'
import '../wall/glass-wall.ts'
