/**
 * Joining by a link, through a relay or from a bundle; no steward need be there (CR13). Until it has succeeded nothing of it
 * is a plan of this device, and what was written on the way is removed.
 */
import { type Hex, toHex } from '../base/bytes.ts'
import { type Notice, isCode, notice } from '../base/codes.ts'
import { shownInstant } from '../base/instant.ts'
import { type Result, err, ok } from '../base/result.ts'
import { type Entry, isControlKind, parseEntry } from '../journal/entry.ts'
import { emptyVector } from '../journal/vector.ts'
import { checkGrant, findGrant } from '../roster/authorise.ts'
import { computeRoster } from '../roster/computeRoster.ts'
import { type JoinedRoom, joinRoom } from '../roster/controlActs.ts'
import { ZERO_HASH } from '../roster/foundRoom.ts'
import { inviteKeys } from '../roster/keys.ts'
import { type Link, parseLink } from '../roster/link.ts'
import { formatCode } from '../roster/recoveryCode.ts'
import type { Roster } from '../roster/roster.ts'
import { runSession } from '../sync/runSession.ts'
import type { SessionStatus } from '../sync/sessionState.ts'
import { isNearUrl } from '../sync/nearAddress.ts'
import { isRelayUrl } from '../sync/relayUrl.ts'
import { readBundleFile } from './bundles.ts'
import type { JoinPlan, KeepCodes, RelayAddress } from './contract.ts'
import type { CoreDeps } from './deps.ts'
import { beginFolder } from './founding.ts'
import { isName } from './person.ts'

export interface Joining {
  readonly planId: Hex
  readonly joined: JoinedRoom
  readonly recoveryCode: string
  /** Where the JOIN has to be handed in before it counts as done; `null` when it was taken from a bundle. */
  readonly relay: RelayAddress | null
}

const CONTROL_TIMEOUT_IN_MS = 60_000
const FIND_WITHIN_MS = 4_000

/** Everything up to the folder with the JOIN in it; the device then opens it and hands the JOIN in. */
export async function beginJoining(
  deps: CoreDeps,
  input: JoinPlan,
  keep?: KeepCodes,
): Promise<Result<Joining, Notice>> {
  const name = input.name.trim()
  if (!isName(name)) return err(notice('E_NAME'))
  const parsed = parseLink(input.link)
  if (!parsed.ok) return err(notice('E_INVITE_BROKEN'))
  const link = parsed.value
  const found = await findControl(deps, input, link)
  if (!found.ok) return found
  const joined = writeJoin(deps, link, found.value, name)
  if (!joined.ok) return joined
  const recoveryCode = formatCode(joined.value.recoveryCode)
  const kept = await keep?.(link.roomId, { recoveryCode, rootCode: null })
  if (kept?.ok === false) return kept
  await deps.folders.remove(link.roomId) // what a try that was cut short has left
  const begun = await beginFolder(deps, link.roomId, {
    entries: [...found.value.entries, joined.value.entry],
    name,
    service: joined.value.stream,
    epochs: new Map([[joined.value.epochId, joined.value.epochSecret]]),
    // Where the inviter sits today is no relay of the plan.
    relays: relaysOf(input, link).filter(({ url }) => !isNearUrl(url)),
    invite: { grant: joined.value.entry.header.prev, seed: link.inviteSeed },
  })
  if (!begun.ok) {
    await deps.folders.remove(link.roomId)
    return begun
  }
  return ok({ planId: link.roomId, joined: joined.value, recoveryCode, relay: found.value.relay })
}

const relaysOf = (input: JoinPlan, link: Link): readonly RelayAddress[] => {
  const listed = input.relay === undefined ? [] : [input.relay]
  return [...listed, ...link.relays.filter((relay) => relay.url !== input.relay?.url)]
}

interface Found {
  /** Control entries. */
  readonly entries: readonly Entry[]
  readonly relay: RelayAddress | null
  /** UTC seconds by the relay's clock; by this device's when no relay was asked. The end of a link is judged by it. */
  readonly now: number
}

async function findControl(deps: CoreDeps, input: JoinPlan, link: Link): Promise<Result<Found, Notice>> {
  if (input.bundle !== undefined) return fromBundle(deps, input.bundle, link)
  const relays = relaysOf(input, link)
  let last: Notice = notice('E_JOIN_PATH')
  for (const relay of relays) {
    const control = await askRelay(deps, relay, link)
    if (control.ok) return control
    last = control.error
  }
  for (const relay of await findNear(deps, link)) {
    const control = await askRelay(deps, relay, link)
    if (control.ok) return control
    if (relays.length === 0) last = control.error
  }
  return err(last)
}

/** Computers in this room that have the plan: the first is enough, and nobody waits long for none. */
function findNear({ near, timer }: CoreDeps, { roomId }: Link): Promise<readonly RelayAddress[]> {
  if (near === undefined) return Promise.resolve([])
  return new Promise((resolve) => {
    const finish = (relays: readonly RelayAddress[]): void => {
      cancel()
      void Promise.resolve().then(() => stop())
      resolve(relays)
    }
    const cancel = timer.after(FIND_WITHIN_MS, () => finish([]))
    const stop = near.find(roomId, (hosts) => {
      const relays = hosts.flatMap(({ urls, key }) => urls.map((url) => ({ url, key })))
      if (relays.length > 0) finish(relays)
    })
  })
}

async function fromBundle(deps: CoreDeps, bytes: Uint8Array, link: Link): Promise<Result<Found, Notice>> {
  const reader = await readBundleFile(bytes)
  if (!reader.ok) return reader
  if (reader.value.manifest.roomId !== link.roomId) return err(notice('E_WRONG_PLAN'))
  const entries: Entry[] = []
  for await (const entry of reader.value.entries()) if (isControlKind(entry.header.kind)) entries.push(entry)
  return ok({ entries, relay: null, now: secondsOf(deps) })
}

/** The control log of the room, as a newcomer who has nothing but the link. */
function askRelay(deps: CoreDeps, relay: RelayAddress, link: Link): Promise<Result<Found, Notice>> {
  if (!isRelayUrl(relay.url)) return Promise.resolve(err(notice('E_RELAY_URL', { url: relay.url })))
  const entries: Entry[] = []
  let now = secondsOf(deps)
  const store = {
    vector: () => emptyVector,
    readLacking: async () => [],
    async receive(list: readonly Uint8Array[]) {
      for (const bytes of list) {
        const entry = parseEntry(bytes)
        if (entry.ok && entry.value.header.roomId === link.roomId) entries.push(entry.value)
      }
    },
    control: async () => [],
    lastRoot: () => null,
    saveLastRoot: () => undefined,
  }
  return new Promise((resolve) => {
    let isDone = false
    const finish = async (result: Result<Found, Notice>): Promise<void> => {
      if (isDone) return
      isDone = true
      cancel()
      await session.stop()
      resolve(result)
    }
    const look = (status: SessionStatus): void => {
      if (status.caughtUp) void finish(ok({ entries, relay, now }))
      else if (status.state === 'refused' || status.state === 'waiting')
        void finish(err(whyNot(relay.url, status, link)))
    }
    const cancel = deps.timer.after(CONTROL_TIMEOUT_IN_MS, () => {
      void finish(err(notice('E_SYNC_TIMEOUT', { relay: relay.url })))
    })
    const { socket, timer, random, log } = deps
    const session = runSession(
      {
        roomId: link.roomId,
        url: relay.url,
        relayKey: relay.key ?? null,
        epochId: ZERO_HASH,
        app: deps.app,
        identity: { as: 'newcomer', invite: inviteKeys(link.inviteSeed, link.roomId).sign },
      },
      { socket, timer, random, store, log },
      { onStatus: look, onRelayTime: (seconds) => (now = seconds) },
    )
  })
}

function whyNot(url: string, status: SessionStatus, { notAfter }: Link): Notice {
  const code = status.cause?.code
  if (code === undefined) return notice('E_RELAY', { relay: url })
  if (code === 'E_INVITE_EXPIRED' && notAfter !== undefined) return notice(code, { date: dayOf(notAfter) })
  return isCode(code) ? notice(code, { relay: url }) : notice('E_RELAY_REFUSED', { relay: url, reason: code })
}

function writeJoin(
  deps: CoreDeps,
  link: Link,
  { entries: control, now }: Found,
  name: string,
): Result<JoinedRoom, Notice> {
  const roster = computeRoster(link.roomId, control)
  const grant = usableGrant(roster, link, now)
  if (!grant.ok) return grant
  const entry = control.find((one) => one.hash === grant.value)
  const epoch = entry === undefined ? undefined : roster.epochs.get(entry.header.epochId)
  if (entry === undefined || epoch === undefined) return err(notice('E_INVITE_UNKNOWN'))
  const joined = joinRoom(
    {
      inviteSeed: link.inviteSeed,
      grant: entry,
      epoch: epoch.body,
      heads: roster.heads,
      deviceSecret: deps.deviceSecret,
      name,
    },
    deps.random,
  )
  if (joined.ok) return joined
  return err(notice(joined.error.code === 'E_EPOCH_KEY' ? 'E_EPOCH_KEY' : 'E_INVITE_UNKNOWN'))
}

/** The grant decides, not the hints of the link; its end is told with its day. */
function usableGrant(roster: Roster, link: Link, now: number): Result<Hex, Notice> {
  const inviteSign = toHex(inviteKeys(link.inviteSeed, link.roomId).sign.publicKey)
  const grant = findGrant(roster, inviteSign)
  if (grant === undefined) return err(notice('E_INVITE_UNKNOWN'))
  const usable = checkGrant(roster, grant, now)
  if (usable.ok) return ok(grant)
  const { code } = usable.error
  if (code === 'E_INVITE_EXPIRED') {
    return err(notice(code, { date: dayOf(roster.grants.get(grant)?.body.notAfter ?? 0) }))
  }
  return err(notice(isCode(code) ? code : 'E_INVITE_UNKNOWN'))
}

const secondsOf = ({ clock }: CoreDeps): number => Math.floor(clock.now() / 1000)

/** ISO day in UTC of UTC seconds: the Swedish form of a date is the ISO one. */
const dayOf = (seconds: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' }).format(shownInstant(seconds * 1000))
