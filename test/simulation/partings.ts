/** Runs worlds of partings, whole or with a fault put in on purpose (SM10-SM12). */
import { toHex } from '#shared/base/bytes.ts'
import { ok } from '#shared/base/result.ts'
import type { DocExecutor } from '#shared/gate/executor.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { KIND } from '#shared/journal/entry.ts'
import { act } from '#shared/roster/controlActs.ts'
import type { EpochBody } from '#shared/roster/controlBodies.ts'
import { encodeEpoch, parseControlBody } from '#shared/roster/controlCodec.ts'
import { recoveryKeys, sealTo } from '#shared/roster/keys.ts'
import { renewEpoch } from '#shared/roster/renewEpoch.ts'
import { stewardAuthor } from '#shared/core/invites.ts'
import { type Broken, checkPartings } from './partingChecks.ts'
import {
  type PartingLies,
  type PartingWorld,
  type Partner,
  coreFor,
  disturb,
  makePartingWorld,
  must,
  settle,
} from './partingWorld.ts'

export interface PartingResult {
  readonly broken: readonly Broken[]
  readonly world: PartingWorld
}

export async function runPartings(seed: number, lies: PartingLies = {}): Promise<PartingResult> {
  const world = await makePartingWorld(seed, lies)
  await disturb(world, lies)
  const isSettled = await settle(world)
  const broken = await checkPartings(world, isSettled)
  for (const { session } of world.partners) await session.close()
  return { broken, world }
}

export interface PartingMutation {
  readonly name: string
  readonly breaks: readonly Broken['invariant'][]
  readonly lies: PartingLies
}

const withDocs = (change: (docs: DocExecutor) => Partial<DocExecutor>): PartingLies => ({
  startExecutor: async (plan) => {
    const docs = await inlineExecutor(plan)
    return { ...docs, ...change(docs) }
  },
})

export const PARTING_MUTATIONS: readonly PartingMutation[] = [
  {
    name: 'cut-offs are ignored',
    breaks: ['I3', 'I4'],
    lies: withDocs((docs) => ({
      applyEntries: ({ entries }) =>
        docs.applyEntries({ entries: entries.map((entry) => ({ ...entry, isLate: false })) }),
    })),
  },
  {
    name: 'the document is not built anew after a removal',
    breaks: ['I3', 'I4'],
    lies: withDocs((docs) => {
      let isLoaded = false
      return {
        load: async (input) => {
          if (!isLoaded) {
            isLoaded = true
            return docs.load(input)
          }
          const heads = await docs.heads(null)
          return heads.ok ? ok(heads.value) : docs.load(input)
        },
      }
    }),
  },
  {
    name: 'nothing that is built on is asked for',
    breaks: ['I3', 'I4', 'I1'],
    lies: withDocs((docs) => ({
      async applyEntries(input) {
        const applied = await docs.applyEntries(input)
        if (!applied.ok) return applied
        const entries = applied.value.entries.map((one) => (one.at === 'late' ? { ...one, changes: [] } : one))
        return ok({ ...applied.value, entries })
      },
    })),
  },
  {
    name: 'a new epoch is sealed to who was removed',
    breaks: ['I6'],
    lies: {
      afterRemoval: (by, gone) => {
        const box = coreFor(gone).keys.box.publicKey
        return openWrongly(by, (body, secret) => ({
          ...body,
          sealed: [...body.sealed, { box: toHex(box), sealed: sealTo(box, secret, by.random) }],
        }))
      },
    },
  },
  {
    name: 'a new epoch is not sealed to the recovery codes',
    breaks: ['I6'],
    lies: {
      afterRemoval: (by, _gone, { partners, planId }) => {
        const codes = new Set(partners.map((one) => toHex(recoveryKeys(one.recoveryCode, planId).box.publicKey)))
        return openWrongly(by, (body) => ({ ...body, sealed: body.sealed.filter(({ box }) => !codes.has(box)) }))
      },
    },
  },
  {
    name: 'a new epoch holds another secret for some than it commits to',
    breaks: ['I6', 'I3', 'I1', 'I11'],
    lies: {
      afterRemoval: (by) =>
        openWrongly(by, (body) => ({
          ...body,
          sealed: body.sealed.map((item, at) =>
            at === 0 ? item : { ...item, sealed: body.sealed[(at + 1) % body.sealed.length]!.sealed },
          ),
        })),
    },
  },
]

async function openWrongly(by: Partner, change: (body: EpochBody, secret: Uint8Array) => EpochBody): Promise<void> {
  const core = coreFor(by)
  const author = await core.turn.run(() => stewardAuthor(core))
  if (!author.ok) return
  const { roster, epochs } = core.state
  const made = renewEpoch(author.value, { roster, secrets: epochs, grants: [], reason: 'refresh' }, by.random)
  const body = must(parseControlBody(KIND.EPOCH, made.entry.payload))
  if (body.kind !== KIND.EPOCH) return
  const wrong = act(KIND.EPOCH, author.value, encodeEpoch(change(body, made.secret)), by.random)
  await by.session.takeBundle(encodeBundle(core.planId, [wrong]))
}

/** One world after the other, until the fault is found. */
export async function catchParting({ lies, breaks }: PartingMutation, mostTries: number): Promise<number | null> {
  for (let seed = 1; seed <= mostTries; seed++) {
    const { broken } = await runPartings(seed, lies).catch(() => ({ broken: [] }))
    if (broken.some(({ invariant }) => breaks.includes(invariant))) return seed
  }
  return null
}
