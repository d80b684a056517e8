/**
 * Worlds of partings (SM10): members who meet by stick alone, as chance will have it, while stewards remove people, change
 * roles and keys, and accept what came late, each by what has reached them. Then everything is carried to everybody.
 */
import type { Hex } from '#shared/base/bytes.ts'
import { newId } from '#shared/base/id.ts'
import type { Random } from '#shared/base/ports.ts'
import type { PlanSession } from '#shared/core/contract.ts'
import type { CoreDeps } from '#shared/core/deps.ts'
import type { PlanCore } from '#shared/core/planCore.ts'
import { isRenewalDue, rankAmongStewards, renewIfDue } from '#shared/core/parting.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { planAdd } from '#shared/plan/operations.ts'
import { parseCode } from '#shared/roster/recoveryCode.ts'
import { editDocument } from '#node/core/editDocument.ts'
import { type MemoryMember, coreOf, memoryMember } from '#test/helpers/memoryMember.ts'
import { entriesOf } from '#test/helpers/memberFolder.ts'
import { type Chance, chanceOf, randomOf } from './chance.ts'

export interface Partner {
  readonly name: string
  readonly member: MemoryMember
  readonly random: Random
  readonly memberId: Hex
  readonly recoveryCode: Uint8Array
  session: PlanSession
  /** Cards it has been told are saved. */
  readonly cards: Set<string>
  /** Entries it has ever held. */
  readonly held: Set<Hex>
}

/** A fault put in on purpose. */
export interface PartingLies {
  readonly startExecutor?: CoreDeps['startExecutor']
  /** After a steward's act, in its name. */
  readonly afterRemoval?: (by: Partner, gone: Partner, world: PartingWorld) => Promise<void>
}

export interface PartingWorld {
  readonly seed: number
  readonly planId: Hex
  readonly partners: readonly Partner[]
  readonly said: string[]
}

const ROLES = ['steward', 'steward', 'writer', 'writer', 'reader'] as const
const MOST_ROUNDS = 12

export async function makePartingWorld(seed: number, lies: PartingLies): Promise<PartingWorld> {
  const partners: Partner[] = []
  let planId: Hex = ''
  const add = async (name: string, begin: (member: MemoryMember) => Promise<string>): Promise<void> => {
    const random = randomOf(seed, 'partner', name)
    const { startExecutor } = lies
    const member = memoryMember({ random, ...(startExecutor === undefined ? {} : { startExecutor }) })
    const recoveryCode = must(parseCode(await begin(member)))
    const session = must(await member.device.open(planId))
    const memberId = session.roster().self
    partners.push({ name, member, random, memberId, recoveryCode, session, cards: new Set(), held: new Set() })
  }
  await add('p0', async (member) => {
    const made = must(await member.device.create({ title: 'Pla', language: 'ca', template: 'blank', name: 'p0' }))
    planId = made.planId
    return made.recoveryCode
  })
  const founder = partners[0]!
  const count = chanceOf(seed, 'size').pick([3, 4, 5])
  for (const [at, role] of ROLES.slice(1, count).entries()) {
    const name = `p${at + 1}`
    const { link } = must(await founder.session.invite({ role }))
    const bundle = must(await founder.session.bundle())
    await add(name, async ({ device }) => must(await device.join({ link, name, bundle })).recoveryCode!)
    must(await founder.session.takeBundle(must(await partners.at(-1)!.session.bundle())))
  }
  const world: PartingWorld = { seed, planId, partners, said: [] }
  for (const to of partners.slice(1)) await carry(world, founder, to)
  return world
}

/** 14 to 30 steps. */
export async function disturb(world: PartingWorld, lies: PartingLies): Promise<void> {
  const chance = chanceOf(world.seed, 'steps')
  const steps = 14 + chance.below(17)
  for (let step = 0; step < steps; step++) {
    await act(world, chance, lies)
    for (const partner of world.partners) noteHeld(partner)
  }
}

async function act(world: PartingWorld, chance: Chance, lies: PartingLies): Promise<void> {
  const { partners, said } = world
  const [by, other] = [chance.pick(partners), chance.pick(partners)]
  const what = chance.pick([
    'edit',
    'edit',
    'edit',
    'carry',
    'carry',
    'carry',
    'part',
    'remove',
    'role',
    'late',
    'key',
    'again',
  ])
  const note = (outcome: string): void => void said.push(`${by.name} ${what} ${other.name}: ${outcome}`)
  switch (what) {
    case 'edit':
      return note(await edit(by, chance.hit(0.5)))
    case 'carry':
    case 'part':
      if (by !== other) await carry(world, by, other, what === 'part' ? chance : undefined)
      return note('')
    case 'remove': {
      if (by === other) return
      const done = await by.session.removeMember(other.memberId, {})
      if (done.ok) await lies.afterRemoval?.(by, other, world)
      return note(told(done))
    }
    case 'role':
      return note(told(await by.session.setRole(other.memberId, chance.pick(['reader', 'writer', 'steward']))))
    case 'late': {
      const late = await by.session.late()
      const one = late.length === 0 ? undefined : chance.pick(late)
      return note(one === undefined ? 'nothing' : told(await by.session.acceptLate(one.stream, one.seq)))
    }
    case 'key':
      return note(told(await by.session.renewKey()))
    default:
      await by.session.close()
      by.session = must(await by.member.device.open(world.planId))
      return note('')
  }
}

async function edit(by: Partner, seals: boolean): Promise<string> {
  const id = newId(by.random)
  const saved = await editDocument(
    by.session,
    (doc) => must(planAdd(doc, { type: 'Project', id }, { title: `${by.name} ${id.slice(0, 4)}` }, by.random)),
    { at: 1_790_000_000_000 },
  )
  if (!saved.ok) return saved.error.code
  by.cards.add(id)
  return seals ? told(await by.session.flush()) : 'draft'
}

/** `chance`: some of the entries only, in another order. */
async function carry(world: PartingWorld, from: Partner, to: Partner, chance?: Chance): Promise<void> {
  const made = await from.session.bundle()
  if (!made.ok) return
  let file = made.value
  if (chance !== undefined) {
    const some = (await entriesOf(from.session)).filter(({ header }) => header.kind < 16 || chance.hit(0.6))
    file = encodeBundle(world.planId, chance.hit(0.5) ? some : some.toReversed())
  }
  await to.session.takeBundle(file)
}

/** Everything to everybody, until nothing is new and no key is due. */
export async function settle(world: PartingWorld): Promise<boolean> {
  const { partners } = world
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = partners.map(({ session }) => session.status().entries.total).join()
    for (const from of partners) for (const to of partners) if (from !== to) await carry(world, from, to)
    // As the devices would among themselves: the one appointed first acts, and the others see it.
    const due = partners.filter((one) => isRenewalDue(coreFor(one)))
    const first = due.toSorted((a, b) => rankAmongStewards(coreFor(a)) - rankAmongStewards(coreFor(b)))[0]
    if (first !== undefined) await coreFor(first).turn.run(() => renewIfDue(coreFor(first)))
    const after = partners.map(({ session }) => session.status().entries.total).join()
    if (before === after && first === undefined) return true
  }
  return false
}

export function noteHeld(partner: Partner): void {
  for (const { hash } of coreFor(partner).journal.places()) partner.held.add(hash)
}

export const coreFor = ({ session }: Partner): PlanCore => coreOf(session)

const told = (
  result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } },
): string => (result.ok ? 'ok' : result.error.code)

export function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
