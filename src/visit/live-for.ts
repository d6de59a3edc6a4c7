import type { LivePage, OwnLivePages } from '#app/web/locals.ts'
import { noteKind, noteTitle } from '#trace/trace.ts'
import type { LiveOwner, LivePages } from './live-pages.ts'

/** The live pages of the visitor who asks, each told in the trace by what it is about. */
export function liveFor(locals: App.Locals): OwnLivePages {
  const all = (): LivePages => locals.front.services.live
  return {
    find: (id) => all().find(id, ownerOf(locals)),

    open: async (path, mount, { patient }) => {
      // One that is patient is opened by what its reader did.
      if (!patient) noteKind('connect')
      // A step of an act comes back to the page that it has opened, however long its reader thinks.
      const staysOpen = patient || Boolean(locals.front.fromInside)
      const opened = await all().open(ownerOf(locals), path, mount, { patient: staysOpen })
      if ('running' in opened && !patient)
        startsByItself(locals, `${opened.running.view}, connected`)
      return opened
    },

    event: (id, name, params) => {
      const owner = ownerOf(locals)
      const found = all().find(id, owner)
      if (found) noteEvent(locals, found, name)
      return all().event(id, owner, name, params)
    },
  }
}

function noteEvent(locals: App.Locals, { running }: LivePage, name: string): void {
  const title = `${running.view}, event ${name.slice(0, 40)}`
  noteKind('event')
  if (name.startsWith('validate')) startsByItself(locals, title)
  else noteTitle(title)
}

/** A page connects, and checks what is typed, without an act of its reader: unless a step does it for them. */
function startsByItself(locals: App.Locals, title: string): void {
  locals.byItself = !locals.front.fromInside
  noteTitle(title)
}

function ownerOf({ visitor, sandbox, persona, front }: App.Locals): LiveOwner {
  const surroundings = sandbox ?? front.services.sandboxes.lobby
  const { clientAddress } = front
  return { visitor, place: sandbox?.id ?? null, surroundings, persona, clientAddress }
}
