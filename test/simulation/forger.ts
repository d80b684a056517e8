/**
 * Somebody who forges entries with all a member has: the epoch secret, the roster, and in some cases keys of its own. What
 * is forged is well formed in all but one thing, so that exactly the check of that thing stands in its way.
 */
import * as A from '@automerge/automerge/slim'
import { type Hex, fromHex, toHex } from '#shared/base/bytes.ts'
import { epochKey, subscribeKeys } from '#shared/base/crypto.ts'
import { newId } from '#shared/base/id.ts'
import { silentLog } from '#shared/base/ports.ts'
import type { PlanCore } from '#shared/core/planCore.ts'
import { actorOfStream } from '#shared/core/ownStreams.ts'
import { selfOf } from '#shared/core/self.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { encodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, type EntryHeader, KIND, sealContentEntry } from '#shared/journal/entry.ts'
import { changePlan } from '#shared/plan/edits.ts'
import { planAdd } from '#shared/plan/operations.ts'
import type { PlanDoc } from '#shared/plan/types.ts'
import { appointSteward } from '#shared/roster/controlActs.ts'
import { deviceKeys } from '#shared/roster/keys.ts'
import { runSession } from '#shared/sync/runSession.ts'
import type { Stage } from './stage.ts'
import type { Chance } from './chance.ts'
import type { PeerHost } from './peerHost.ts'
import type { ForgeKind } from './steps.ts'

/** Stands in every forged card: nobody's plan may hold it (I4). */
export const FORGED_TITLE = 'FALSIFICAT'

export interface Forgery {
  readonly how: ForgeKind
  readonly hash: Hex
  /** Roster member id of who would gain a right. */
  readonly member: Hex | null
}

/** Kinds that an honest device does not even store; the others are kept and set aside, or do not count. */
export const NEVER_STORED: ReadonlySet<ForgeKind> = new Set(['outsider', 'signature', 'context'])

/** `at` is given the file, by the first after `first` who has the part for it. */
export async function forge(
  stage: Stage,
  how: ForgeKind,
  first: number,
  at: PeerHost,
  chance: Chance,
): Promise<string> {
  const { peers } = stage
  const inTurn = peers.map((_, number) => peers[(first + number) % peers.length]!)
  const by = inTurn.find((peer) => peer !== at && hasThePart(how, peer))
  const core = by?.session?.core
  if (by === undefined || core === undefined || at.session === null) return 'not possible'
  const entry = how === 'steward' ? forgedSteward(core) : await forgedContent(stage, how, core, at, chance)
  if (entry === null) return 'not possible'
  stage.forgeries.push({ how, hash: entry.hash, member: how === 'steward' ? (selfOf(core)?.id ?? null) : null })
  if (how === 'readerRelay') return handInAtRelay(stage, core, entry, by)
  const taken = await at.session.takeBundle(encodeBundle(core.planId, [entry]))
  const shown = await at.session?.canonicalJson('draft')
  if (shown?.ok === true && shown.value.includes(FORGED_TITLE)) {
    stage.ports.fail('I4', `${at.name} shows a forged card (${how})`)
  }
  return taken.ok ? taken.value.notices.map(({ code }) => code).join() : taken.error.code
}

function hasThePart(how: ForgeKind, { session }: PeerHost): boolean {
  const role = session?.status().role
  if (how === 'role' || how === 'readerRelay') return role === 'reader'
  if (how === 'steward') return role === 'reader' || role === 'writer'
  return how === 'actor' ? role === 'writer' || role === 'steward' : role !== undefined
}

/** Somebody who is no steward appoints itself. */
function forgedSteward(core: PlanCore): Entry | null {
  const self = selfOf(core)
  if (self === undefined || self.role === 'steward') return null
  const author = {
    device: core.keys,
    place: freshPlace(core, toHex(core.deps.random.bytes(16))),
    heads: core.state.roster.heads,
  }
  return appointSteward(author, self.id, core.deps.random)
}

async function forgedContent(
  stage: Stage,
  how: ForgeKind,
  core: PlanCore,
  at: PeerHost,
  chance: Chance,
): Promise<Entry | null> {
  const { random } = core.deps
  const stream = toHex(random.bytes(16))
  const stranger = deviceKeys(random.bytes(32), core.planId)
  const victim = stage.peers.find(({ session }) => session !== null && session.core.device !== core.device)?.session
    ?.core
  const victims = victim?.local.state().streams.desk ?? null
  const isVictimNeeded = how === 'signature' || how === 'actor'
  if (isVictimNeeded && (victim === undefined || victims === null)) return null
  const keys = how === 'outsider' ? stranger : core.keys
  const device = how === 'signature' ? victim!.device : toHex(keys.sign.publicKey)
  const actor = how === 'actor' ? actorOfStream(victim!.device, victims!) : actorOfStream(device, stream)
  const bundle = await forgedBundle(at, actor, core, chance)
  if (bundle === null) return null
  const place = freshPlace(core, stream)
  const header: EntryHeader = {
    ...place,
    kind: KIND.CONTENT,
    device,
    roomId: how === 'context' ? toHex(random.bytes(32)) : place.roomId,
  }
  const secret = core.state.epochs.get(place.epochId)
  if (secret === undefined) return null
  const body = encodeContentBody({ v: 1, minReader: 1, n: 0, bundle, seen: [], ctrl: core.state.roster.heads, t: 0 })
  const key = epochKey(secret, 'content', fromHex(header.roomId))
  return sealContentEntry(header, body, key, keys.sign.privateKey, random)
}

/** Seq 0 of a stream nobody has written yet. */
const freshPlace = (core: PlanCore, stream: Hex) => ({
  roomId: core.planId,
  epochId: core.state.roster.sendingEpoch!,
  stream,
  seq: 0,
  prev: selfOf(core)?.origins[0] ?? core.planId,
})

/** One honest-looking new card by this actor, on the document as the one who is attacked has it. */
async function forgedBundle(at: PeerHost, actor: Hex, core: PlanCore, chance: Chance): Promise<Uint8Array | null> {
  const bytes = await at.session!.documentBytes()
  if (!bytes.ok) return null
  const doc = A.load<PlanDoc>(bytes.value, { actor })
  const title = `${FORGED_TITLE} ${chance.below(100)}`
  const planned = planAdd(doc, { type: 'Project', id: newId(core.deps.random) }, { title }, core.deps.random)
  if (!planned.ok) return null
  const before = A.getHeads(doc)
  const after = changePlan(doc, planned.value, 0)
  const hashes = A.getChangesSince(after, before).map((change) => A.decodeChange(change).hash)
  return A.saveBundle(after, hashes)
}

/** A reader's device that claims to be a writer's, straight at the relay. */
function handInAtRelay(stage: Stage, core: PlanCore, entry: Entry, by: PeerHost): Promise<string> {
  const relay = stage.relays[0]!
  const { roster, epochs } = core.state
  const epochId = roster.sendingEpoch!
  const subscribe = subscribeKeys(epochs.get(epochId)!, fromHex(core.planId))
  const stored = { bytes: entry.bytes, hash: entry.hash, stream: entry.header.stream, seq: 0 }
  const store = {
    vector: () => new Map([[stored.stream, { length: 1, ranges: [] }]]),
    readLacking: async () => [stored],
    receive: async () => undefined,
    control: async () => [],
    lastRoot: () => null,
    saveLastRoot: () => undefined,
  }
  const { socket, timer, random } = core.deps
  return new Promise((resolve) => {
    const session = runSession(
      {
        roomId: core.planId,
        url: relay.url,
        relayKey: relay.publicKey,
        epochId,
        app: 'forger',
        identity: { as: 'writer', device: core.keys.sign, subscribe, mayCreate: false },
      },
      { socket, timer, random, store, log: silentLog },
    )
    // Not the forger's own timer: it may die meanwhile.
    stage.ports.scheduler.after(3_000, () => {
      const { state, cause } = session.status()
      void session.stop()
      resolve(`${by.name} at the relay: ${state} ${cause?.code ?? ''}`)
    })
  })
}
