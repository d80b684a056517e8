/** What must hold in a world of partings when everything has reached everybody (SM11). */
import { type Hex, fromHex } from '#shared/base/bytes.ts'
import { epochKey } from '#shared/base/crypto.ts'
import { readBundle } from '#shared/gate/readChanges.ts'
import { gateSettings } from '#shared/gate/settings.ts'
import { decodeContentBody } from '#shared/journal/contentBody.ts'
import { type Entry, KIND, openContentEntry } from '#shared/journal/entry.ts'
import { isBeyondCutOff, memberOfDevice } from '#shared/roster/authorise.ts'
import { hasBit } from '#shared/roster/controlGraph.ts'
import { openEpochSecret } from '#shared/roster/epochSecret.ts'
import { recoveryKeys } from '#shared/roster/keys.ts'
import { entriesOf } from '#test/helpers/memberFolder.ts'
import { type PartingWorld, type Partner, coreFor, must } from './partingWorld.ts'

export type Broken = { readonly invariant: 'I1' | 'I3' | 'I4' | 'I5' | 'I6' | 'I11'; readonly why: string }

export async function checkPartings(world: PartingWorld, isSettled: boolean): Promise<readonly Broken[]> {
  const broken: Broken[] = []
  const fail = (invariant: Broken['invariant'], why: string): void => void broken.push({ invariant, why })
  const here = world.partners.filter((one) => coreFor(one).state.roster.members.get(one.memberId)?.standing === true)
  if (!isSettled) fail('I11', 'entries or keys go on for ever')
  if (here.length === 0) fail('I3', 'nobody is left')
  await checkAlike(here, fail)
  for (const one of here) await checkCounts(one, fail)
  for (const one of world.partners) {
    const places = new Set([...coreFor(one).journal.places()].map(({ hash }) => hash))
    if ([...one.held].some((hash) => !places.has(hash))) fail('I5', `${one.name} has lost entries`)
  }
  for (const one of world.partners) checkKeys(one, here.includes(one), fail)
  await checkWork(here, fail)
  return broken
}

type Fail = (invariant: Broken['invariant'], why: string) => void

async function checkAlike(here: readonly Partner[], fail: Fail): Promise<void> {
  const shown = await Promise.all(
    here.map(async ({ session, ...one }) => ({
      heads: (await session.heads()).join(),
      plan: must(await session.canonicalJson('draft')),
      members: JSON.stringify(session.roster().members.map((member) => ({ ...member, isSelf: null }))),
      epoch: coreFor({ session, ...one }).state.roster.sendingEpoch ?? '',
      late: (await session.late())
        .map(({ hash }) => hash)
        .sort()
        .join(),
      waiting: String(session.status().entries.parked),
    })),
  )
  const [first] = shown
  for (const [at, one] of shown.entries()) {
    const differing = (Object.keys(one) as (keyof typeof one)[]).filter((part) => one[part] !== first![part])
    if (differing.length > 0) fail('I3', `${here[at]!.name} differs from ${here[0]!.name} in ${differing.join()}`)
    if (one.waiting !== '0') fail('I3', `${here[at]!.name} waits with ${one.waiting} entries though nothing is missing`)
  }
}

/** I4, worked out apart from the code: what counts is what lies before the cut-offs, and all that builds on. */
async function checkCounts(one: Partner, fail: Fail): Promise<void> {
  const { state, planId } = coreFor(one)
  const entries = (await entriesOf(one.session)).filter(({ header }) => header.kind === KIND.CONTENT)
  const opened = entries.flatMap((entry) => {
    const changes = changesOf(entry, state.epochs, planId)
    return changes === null ? [] : [{ entry, changes }]
  })
  const isLate = ({ header, hash }: Entry): boolean => {
    const member = memberOfDevice(state.roster, header.device)
    return member === undefined || isBeyondCutOff(member, header.stream, header.seq, hash)
  }
  const counted = new Set(opened.filter(({ entry }) => !isLate(entry)))
  const byChange = new Map(opened.flatMap((one) => one.changes.map(({ hash }) => [hash, one] as const)))
  for (const { changes } of counted) {
    for (const { deps } of changes) for (const dep of deps) if (byChange.has(dep)) counted.add(byChange.get(dep)!)
  }
  const aside = new Set([...state.quarantined.keys(), ...state.waiting, ...state.parked])
  for (const item of opened) {
    const isIn = !aside.has(item.entry.hash)
    if (isIn !== counted.has(item))
      fail('I4', `${one.name} ${isIn ? 'has applied' : 'leaves out'} ${item.entry.hash.slice(0, 8)}`)
  }
}

function changesOf(entry: Entry, epochs: ReadonlyMap<Hex, Uint8Array>, planId: Hex) {
  const secret = epochs.get(entry.header.epochId)
  if (secret === undefined) return null
  const body = decodeContentBody(must(openContentEntry(entry, epochKey(secret, 'content', fromHex(planId)))))
  return must(readBundle(must(body).bundle, gateSettings, 1_000_000))
}

/** I6, and that whoever remains can read, by the recovery code too. */
function checkKeys(one: Partner, isHere: boolean, fail: Fail): void {
  const { state, device, planId, keys } = coreFor(one)
  const { graph, rights, epochs, sendingEpoch } = state.roster
  const losses = (rights?.lossesOf(device) ?? []).filter(({ takes }) => takes === 'membership')
  for (const { id, body } of epochs.values()) {
    const node = graph.byHash.get(id)!
    const isAfter = losses.some((loss) => loss.node === node || hasBit(node.past, loss.node.index))
    const opens = [keys, recoveryKeys(one.recoveryCode, planId)].some((own) => openEpochSecret(body, own, planId).ok)
    if (!isHere && isAfter && (opens || state.epochs.has(id)))
      fail('I6', `${one.name} opens an epoch after its removal`)
    if (!isHere || id !== sendingEpoch) continue
    if (!state.epochs.has(id)) fail('I6', `${one.name} cannot read what is written now`)
    // Who joined since the epoch was opened has its secret by the link alone.
    const isKnown = one.memberId === planId || hasBit(node.past, graph.byHash.get(one.memberId)?.index ?? -1)
    if (isKnown && !openEpochSecret(body, recoveryKeys(one.recoveryCode, planId), planId).ok)
      fail('I6', `the recovery code of ${one.name} does not open what is written now`)
  }
}

/** I1: of who was always a writer everything stands. */
async function checkWork(here: readonly Partner[], fail: Fail): Promise<void> {
  const [first] = here
  if (first === undefined) return
  const plan = must(await first.session.canonicalJson('draft'))
  for (const one of here) {
    const { roster } = coreFor(one).state
    if ((roster.rights?.lossesOf(coreFor(one).device).length ?? 0) > 0) continue
    const lost = [...one.cards].filter((id) => !plan.includes(id))
    if (lost.length > 0) fail('I1', `${lost.length} cards of ${one.name} are in nobody's plan`)
  }
}
