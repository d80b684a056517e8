// The window's copy of a plan against the real core: journal, gate and document on a real disk, in this process.
import 'fake-indexeddb/auto'
import * as A from '@automerge/automerge/slim'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import type { Notice } from '#shared/base/codes.ts'
import { concat } from '#shared/base/bytes.ts'
import { newId } from '#shared/base/id.ts'
import { err, ok } from '#shared/base/result.ts'
import type { Answer, PlanSession, Submitted } from '#shared/core/contract.ts'
import { applyEdits } from '#shared/plan/edits.ts'
import { openForReading } from '#shared/plan/openForEditing.ts'
import { planAdd, planSet } from '#shared/plan/operations.ts'
import { THE_PLAN } from '#shared/plan/things.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import type { PlanRemote } from '#renderer/data/core.ts'
import type { LeftOut } from '#renderer/data/leftOut.ts'
import { openCache } from '../../helpers/openCache.ts'
import { openPlanDocument, type PlanDocument } from '#renderer/data/planDocument.ts'
import { systemRandom } from '#node/system/ports.ts'
import { founded, member, memberIn, mustBe, planOf, tempFolder, titlesOf } from '../../helpers/memberFolder.ts'
import { waitFor } from '../../helpers/waitFor.ts'
import { inProcessPlan } from './inProcessPlan.ts'

let databases = 0

type Opened = { readonly document: PlanDocument; readonly notices: Notice[]; readonly leftOut: LeftOut[] }

function cacheName(): string {
  return `plan-document-${++databases}`
}

async function openWindow(plan: PlanRemote, cache: string): Promise<Opened> {
  const notices: Notice[] = []
  const leftOut: LeftOut[] = []
  const chunks = openCache(cache)
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  const opened = await openPlanDocument({
    open: async () => ok(plan),
    chunks,
    later,
    readyToLoad: async () => undefined,
    onNotice: (notice) => notices.push(notice),
    onLeftOut: (left) => leftOut.push(...left),
  })
  const document = mustBe(opened)
  await waitFor('the window may write', () => document.writing.now().state !== 'opening')
  return { document, notices, leftOut }
}

const addProject = (document: PlanDocument, title: string): void => {
  const planned = planAdd(document.doc.now(), { type: 'Project', id: newId(systemRandom) }, { title }, systemRandom)
  if (!planned.ok) throw new Error(JSON.stringify(planned.error))
  document.change((draft) => applyEdits(draft, planned.value), title)
}

const projectTitles = (doc: PlanDoc): readonly string[] =>
  Object.values(doc.projects)
    .flatMap((bucket) => Object.values(bucket).map(({ title }) => title))
    .sort()

test('[UI3] what is written in the window is in the core when it says saved, and the next window opens from the cache', async () => {
  const session = await founded(await member())
  const cache = cacheName()
  const first = await openWindow(inProcessPlan(session), cache)
  addProject(first.document, 'Forn')
  addProject(first.document, 'Arxiu')
  expect(first.document.saving.now()).toEqual({ state: 'saving' })
  await first.document.drained()
  expect(first.document.saving.now()).toEqual({ state: 'saved' })
  expect(await titlesOf(session)).toEqual(['Arxiu', 'Forn'])
  await first.document.close()

  let asked = 0
  const counting: PlanRemote = {
    ...inProcessPlan(session),
    documentBytes: () => {
      asked++
      return session.documentBytes()
    },
  }
  const second = await openWindow(counting, cache)
  expect(projectTitles(second.document.doc.now())).toEqual(['Arxiu', 'Forn'])
  expect(asked).toBe(0)
  await second.document.close()
})

test('[UI3] a cache with a change that the core never took is thrown away, and writing goes on', async () => {
  const session = await founded(await member())
  const cache = cacheName()
  // A window that dies before the core has answered: its copy holds a change that nobody else knows.
  let leaseId = 0
  const deaf: PlanRemote = {
    ...inProcessPlan(session),
    submitChanges: (id) => {
      leaseId = id
      return new Promise(() => undefined)
    },
  }
  const dying = await openWindow(deaf, cache)
  addProject(dying.document, 'never saved')
  await waitFor('the cache holds it', async () => (await titlesInCache(cache)).includes('never saved'))
  await session.release(leaseId)

  const { document } = await openWindow(inProcessPlan(session), cache)
  expect(projectTitles(document.doc.now())).toEqual([])
  addProject(document, 'saved')
  await document.drained()
  expect(await titlesOf(session)).toEqual(['saved'])
  await document.close()
})

test('[UI2] a damaged chunk: the document is built again from the core, whole, and the person is told', async () => {
  const session = await founded(await member())
  const cache = cacheName()
  const first = await openWindow(inProcessPlan(session), cache)
  for (const title of ['a', 'b', 'c']) addProject(first.document, title)
  await first.document.close()
  await damageOneChunk(cache)

  const { document, notices } = await openWindow(inProcessPlan(session), cache)
  expect(projectTitles(document.doc.now())).toEqual(['a', 'b', 'c'])
  expect(notices).toEqual([{ code: 'E_CACHE_LOST' }])
  await document.close()
})

test('[UI2] bytes of the core that do not load are asked for again when the core has judged them itself', async () => {
  const session = await founded(await member())
  let judged = false
  const early: PlanRemote = {
    ...inProcessPlan(session),
    documentBytes: async () => (judged ? session.documentBytes() : ok(new Uint8Array([1, 2, 3]))),
    canonicalJson: (version) => {
      judged = true
      return session.canonicalJson(version)
    },
  }
  const { document, notices } = await openWindow(early, cacheName())
  addProject(document, 'Forn')
  await document.drained()
  expect(await titlesOf(session)).toEqual(['Forn'])
  expect(notices).toEqual([])
  await document.close()
})

test('[UI4] a lease that ends under the window: what the core had not taken is written again under the new one', async () => {
  const session = await founded(await member())
  let leaseId = 0
  const watched: PlanRemote = {
    ...inProcessPlan(session),
    lease: async () => {
      const leased = await session.lease()
      if (leased.ok) leaseId = leased.value.leaseId
      return leased
    },
  }
  const { document } = await openWindow(watched, cacheName())
  addProject(document, 'before')
  await document.drained()
  await session.release(leaseId)
  addProject(document, 'after')
  await waitFor('the core has it', async () => (await titlesOf(session)).length === 2)
  expect(await titlesOf(session)).toEqual(['after', 'before'])
  expect(projectTitles(document.doc.now())).toEqual(['after', 'before'])
  await document.close()
})

test('[UI4] a full disk: the window says so, keeps what was written and saves it when there is room', async () => {
  const session = await founded(await member())
  let isFull = true
  const full: PlanRemote = {
    ...inProcessPlan(session),
    submitChanges: async (leaseId, changes) =>
      isFull ? err({ code: 'E_DISK_FULL' } as const) : session.submitChanges(leaseId, changes),
  }
  const { document } = await openWindow(full, cacheName())
  addProject(document, 'Forn')
  await waitFor('the window says so', () => document.saving.now().state === 'notSaved')
  expect(document.saving.now()).toEqual({ state: 'notSaved', notice: { code: 'E_DISK_FULL' } })
  isFull = false
  await document.drained()
  expect(await titlesOf(session)).toEqual(['Forn'])
  await document.close()
})

test('[UI5] changes of someone else arrive after half-typed text has been written, and both stand', async () => {
  const [founder, guest] = await twoMembers()
  const { document } = await openWindow(inProcessPlan(founder), cacheName())
  const other = await openWindow(inProcessPlan(guest), cacheName())
  const write = (where: PlanDocument, text: string): void => {
    const planned = planSet(where.doc.now(), THE_PLAN, { title: text })
    if (!planned.ok) throw new Error(JSON.stringify(planned.error))
    where.change((draft) => applyEdits(draft, planned.value))
  }
  let typed: string | null = `${document.doc.now().title} de la vall`
  document.beforeForeign(() => {
    if (typed !== null) write(document, typed)
    typed = null
  })
  write(other.document, `Gran ${other.document.doc.now().title}`)
  await other.document.drained()
  mustBe(await founder.takeBundle(mustBe(await guest.bundle())))
  await waitFor('both stand', () => document.doc.now().title === 'Gran Pla de la vall')
  await document.drained()
  expect((await planOf(founder))['title']).toBe('Gran Pla de la vall')
  await Promise.all([document.close(), other.document.close()])
})

/** A founder and a member who came by link and file. */
async function twoMembers(): Promise<readonly [PlanSession, PlanSession]> {
  const founder = await founded(await member())
  const { link } = mustBe(await founder.invite({}))
  const device = await memberIn(await tempFolder())
  mustBe(await device.join({ link, name: 'Pau', bundle: mustBe(await founder.bundle()) }))
  return [founder, mustBe(await device.open(founder.planId))]
}

async function titlesInCache(cache: string): Promise<readonly string[]> {
  const chunks = (await openCache(cache).loadRange([])).filter(({ key }) => key.length > 1)
  if (chunks.length === 0) return []
  const opened = openForReading(concat(...chunks.map(({ data }) => data!)))
  return opened.ok ? projectTitles(opened.value) : []
}

async function damageOneChunk(cache: string): Promise<void> {
  const raw = new Dexie(cache)
  await raw.open()
  const table = raw.table<{ seq: number; key: string[]; sealed: Uint8Array }, number>('chunks')
  const row = (await table.toArray()).find(({ key }) => key.length > 1)!
  await table.update(row.seq, { sealed: row.sealed.map((byte, index) => (index === 40 ? byte ^ 1 : byte)) })
  raw.close()
}

test('[UI3] an Automerge copy keeps the lease’s actor after it was taken from the cache', async () => {
  const session = await founded(await member())
  const cache = cacheName()
  const first = await openWindow(inProcessPlan(session), cache)
  addProject(first.document, 'one')
  await first.document.close()
  const second = await openWindow(inProcessPlan(session), cache)
  addProject(second.document, 'two')
  const actor = A.getActorId(second.document.doc.now() as A.Doc<PlanDoc>)
  await second.document.drained()
  await second.document.close()
  expect(mustBe(await session.lease()).actor).toBe(actor)
})

/** A core that refuses, as its gate does, whatever was handed in with a title that says so. */
function refusing(session: PlanSession, refuses: (titles: readonly string[]) => boolean): PlanRemote {
  const lease: { end: (() => void) | null } = { end: null }
  let leaseId = 0
  return {
    ...inProcessPlan(session),
    onLease: (listener) => {
      lease.end = () => listener(null)
      return () => undefined
    },
    lease: async () => {
      const leased = await session.lease()
      if (leased.ok) leaseId = leased.value.leaseId
      return leased
    },
    submitChanges: async (id, changes): Answer<Submitted> => {
      const added = changes.flatMap((change) => A.decodeChange(change).ops.map(({ value }) => String(value))).join('')
      if (!refuses([added])) return session.submitChanges(id, changes)
      await session.release(leaseId)
      // As over the port: the end of the lease is told before the answer.
      lease.end?.()
      return err({ code: 'E_CHANGE_FORM' } as const)
    },
  }
}

test('[UI146] what the core refuses is written once more, each change alone; what is refused then is given back', async () => {
  const session = await founded(await member())
  const { document, notices, leftOut } = await openWindow(
    refusing(session, ([titles]) => titles!.includes('dolent')),
    cacheName(),
  )
  addProject(document, 'Forn')
  addProject(document, 'dolent')
  addProject(document, 'Arxiu')
  await waitFor('it says saved', () => document.saving.now().state === 'saved' && leftOut.length > 0)
  expect(leftOut).toEqual([{ why: { code: 'E_CHANGE_FORM' }, text: 'dolent' }])
  await waitFor('the rest is in the core', async () => (await titlesOf(session)).length === 2)
  expect(await titlesOf(session)).toEqual(['Arxiu', 'Forn'])
  expect(projectTitles(document.doc.now())).toEqual(['Arxiu', 'Forn'])
  expect([document.writing.now(), notices]).toEqual([{ state: 'open' }, []])
  await document.close()
})

test('[UI146] one who may no longer write is told, gets back what was typed, and nothing is said to be saving', async () => {
  const session = await founded(await member())
  let isReader = false
  const plan: PlanRemote = {
    ...refusing(session, () => isReader),
    lease: async () => (isReader ? err({ code: 'E_READ_ONLY' } as const) : session.lease()),
  }
  const { document, leftOut } = await openWindow(plan, cacheName())
  isReader = true
  addProject(document, 'Forn')
  await waitFor('the plan is closed for writing', () => document.writing.now().state === 'closed')
  expect(leftOut).toEqual([{ why: { code: 'E_READ_ONLY' }, text: 'Forn' }])
  expect(document.saving.now()).toEqual({ state: 'saved' })
  expect(projectTitles(document.doc.now())).toEqual([])
  await document.close()
})

test('[UI5] what others write while the copy is built anew reaches one who only reads', async () => {
  const [founder, guest] = await twoMembers()
  const remote = inProcessPlan(guest)
  /** Once for each copy that was built. */
  let asked = 0
  let bringNews = async (): Promise<void> => undefined
  let lookAgain = (): void => undefined
  const reading: PlanRemote = {
    ...remote,
    lease: async () => {
      asked += 1
      return err({ code: 'E_READ_ONLY' } as const)
    },
    onChanges: (listener) => {
      lookAgain = () => listener({ kind: 'reset', heads: [] })
      return remote.onChanges(listener)
    },
    documentBytes: async () => {
      const bytes = await remote.documentBytes()
      await bringNews()
      return bytes
    },
  }
  const { document } = await openWindow(reading, cacheName())
  const writer = await openWindow(inProcessPlan(founder), cacheName())
  addProject(writer.document, 'Forn')
  await writer.document.drained()
  bringNews = async () => {
    mustBe(await guest.takeBundle(mustBe(await founder.bundle())))
    // Longer than a frame: it would be applied to the copy that is given up.
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
  lookAgain()
  await waitFor('the new copy is shown', () => asked === 2)
  await waitFor('the news is shown', () => projectTitles(document.doc.now()).includes('Forn'))
  await Promise.all([document.close(), writer.document.close()])
})
