/**
 * A new epoch: a secret nobody has had before, sealed to all who remain. It goes with every removal, joins epochs that two
 * stewards opened apart, and can be made at any time (docs/specs/roster.md, RO24-RO28).
 */
import { type Hex, fromHex, toHex } from '../base/bytes.ts'
import { keyCommit, subscribeKeys } from '../base/crypto.ts'
import type { Random } from '../base/ports.ts'
import { type Entry, KIND } from '../journal/entry.ts'
import { latestEpochs } from './computeRoster.ts'
import { type Author, act } from './controlActs.ts'
import { type CutOff, EPOCH_REASON, type EpochBody } from './controlBodies.ts'
import { encodeEpoch } from './controlCodec.ts'
import { electorateHash, lockPrevious } from './epochSecret.ts'
import { sealTo } from './keys.ts'
import type { Member, Roster } from './roster.ts'

export interface EpochInput {
  /** Everything the author knows. */
  readonly roster: Roster
  /** Epoch id → E, of the epochs its author can read. */
  readonly secrets: ReadonlyMap<Hex, Uint8Array>
  /** Member ids, and what of their streams counts by itself. */
  readonly removed?: readonly Hex[]
  readonly cutOffs?: readonly CutOff[]
  /** Links (hashes of their grants) by which people may still come in. Of the others none opens the new epoch. */
  readonly grants: readonly Hex[]
  readonly reason: keyof typeof EPOCH_REASON
}

export interface RenewedEpoch {
  readonly entry: Entry
  /** E, 32 bytes. */
  readonly secret: Uint8Array
}

export function renewEpoch(author: Author, input: EpochInput, random: Random): RenewedEpoch {
  const { roster, secrets, removed = [], cutOffs = [] } = input
  const { roomId } = author.place
  const [secret, room] = [random.bytes(32), fromHex(roomId)]
  const parentEpochs = latestEpochs(roster.epochs)
  const number =
    1 + Math.max(0, ...parentEpochs.map((id) => (roster.epochs.get(id) as { body: EpochBody }).body.number))
  const remaining = [...roster.members.values()].filter(({ id, standing }) => standing && !removed.includes(id))
  const body = encodeEpoch({
    parents: author.heads,
    number,
    parentEpochs,
    reason: EPOCH_REASON[input.reason],
    keyCommit: keyCommit(secret, room, number),
    subscribe: toHex(subscribeKeys(secret, room).publicKey),
    sealed: readersOf(roster, remaining, input.grants).map((box) => ({
      box,
      sealed: sealTo(fromHex(box), secret, random),
    })),
    previous: parentEpochs.flatMap((id) => {
      const previous = secrets.get(id)
      return previous === undefined ? [] : [lockPrevious(previous, id, secret, roomId, random)]
    }),
    removed,
    cutOffs,
    electorate: electorateHash(remaining.map(({ id }) => id)),
  })
  return { entry: act(KIND.EPOCH, author, body, random), secret }
}

/** Box keys: devices and codes of who remains, the root code, the links that stay. */
function readersOf(roster: Roster, remaining: readonly Member[], grants: readonly Hex[]): readonly Hex[] {
  const genesis = roster.genesis === undefined ? undefined : roster.graph.byHash.get(roster.genesis)?.body
  const root = genesis?.kind === KIND.GENESIS ? [genesis.rootBox] : []
  const own = remaining.flatMap(({ box, recovery }) => (recovery === undefined ? [box] : [box, recovery.box]))
  const links = grants.flatMap((grant) => roster.grants.get(grant)?.body.inviteBox ?? [])
  return [...new Set([...own, ...root, ...links])]
}

/**
 * Why a steward's device should open an epoch by itself: two were opened apart (`merge`), or the one written in is open to
 * somebody who is gone (`removal`), as when each of two stewards removed somebody and neither knew of the other.
 */
export function whyRenew(roster: Roster): 'merge' | 'removal' | null {
  if (latestEpochs(roster.epochs).length > 1) return 'merge'
  const sending = roster.sendingEpoch === undefined ? undefined : roster.epochs.get(roster.sendingEpoch)
  if (sending === undefined) return null
  const boxesOf = (isStanding: boolean): ReadonlySet<Hex> =>
    new Set(
      [...roster.members.values()]
        .filter(({ standing }) => standing === isStanding)
        .flatMap(({ box, recovery }) => [box, ...(recovery === undefined ? [] : [recovery.box])]),
    )
  const [gone, here] = [boxesOf(false), boxesOf(true)]
  return sending.body.sealed.some(({ box }) => gone.has(box) && !here.has(box)) ? 'removal' : null
}

/** Links whose holder opens the epoch written in: those a further epoch keeps. */
export function grantsThatOpen(roster: Roster): readonly Hex[] {
  const latest = latestEpochs(roster.epochs)
  return [...roster.grants.values()]
    .filter(({ isVoid, epochId, body }) => {
      const opens = (id: Hex): boolean =>
        id === epochId || roster.epochs.get(id)?.body.sealed.some(({ box }) => box === body.inviteBox) === true
      return !isVoid && latest.every(opens)
    })
    .map(({ hash }) => hash)
}
