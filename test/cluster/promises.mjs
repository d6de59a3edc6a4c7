/** What several servers and their balancer keep, each row tried by the test whose title names it. */
export const PROMISES = [
  { id: 1, says: 'each of fifty readers is on one server' },
  { id: 2, says: 'who comes to the wrong server is told, and is right with the next press' },
  { id: 3, says: 'a rolling restart answers everybody, and loses nothing' },
  {
    id: 4,
    says: 'PostgreSQL gone for ten seconds stops no lesson and no sandbox; progress says that it waits, and is there afterwards',
  },
  {
    id: 5,
    says: 'a server that is killed loses sandboxes alone, and the other’s readers see nothing of it',
  },
].map((row) => ({ ...row, needs: 'cluster' }))
