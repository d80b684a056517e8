import { fromHex } from '#shared/base/bytes.ts'
import { decodeManifest, encodeManifest } from '#shared/journal/manifest.ts'
import type { ControlBody } from '#shared/roster/controlBodies.ts'
import * as codec from '#shared/roster/controlCodec.ts'
import { KIND } from '#shared/journal/entry.ts'
import { vectors } from '../../unit/roster/vectors.ts'
import { type FuzzParser, hold, holdSame, refusalOf } from '../fuzzParser.ts'

const KINDS = [
  [KIND.GENESIS, vectors.genesis],
  [KIND.STEWARD, vectors.appointment],
  [KIND.STEWARD, vectors.withdrawal],
  [KIND.INVITE_GRANT, vectors.inviteGrant],
  [KIND.INVITE_VOID, vectors.inviteVoid],
  [KIND.JOIN, vectors.join],
  [KIND.EPOCH, vectors.epoch],
] as const

function encodeAgain(body: ControlBody): Uint8Array | undefined {
  switch (body.kind) {
    case KIND.GENESIS:
      return codec.encodeGenesis(body)
    case KIND.STEWARD:
      return codec.encodeSteward(body)
    case KIND.INVITE_GRANT:
      return codec.encodeInviteGrant(body)
    case KIND.INVITE_VOID:
      return codec.encodeInviteVoid(body)
    case KIND.JOIN:
      return codec.encodeJoin(body)
    case KIND.EPOCH:
      return codec.encodeEpoch(body)
    default:
      return undefined
  }
}

/** One byte for the kind, then the body. */
export const controlBody: FuzzParser = {
  name: 'controlBody',
  share: 14,
  samples: () => KINDS.map(([kind, hex]) => Uint8Array.from([kind, ...fromHex(hex)])),
  cborAt: 1,
  read(bytes) {
    const [kind, payload] = [bytes[0] ?? 0, bytes.subarray(1)]
    codec.genesisSignedPart(payload)
    const body = codec.parseControlBody(kind, payload)
    if (!body.ok) return refusalOf(body.error, ['E_CONTROL'])
    const encoded = encodeAgain(body.value)
    if (encoded !== undefined) {
      const again = codec.parseControlBody(kind, encoded)
      hold(again.ok, 'what was read cannot be written and read again')
      holdSame(again.value, body.value, 'a body says something else when written again')
    }
    return `kind ${body.value.kind}`
  },
}

export const manifest: FuzzParser = {
  name: 'manifest',
  share: 4,
  samples: () => [
    encodeManifest({
      purpose: 'bundle',
      roomId: 'aa'.repeat(32),
      vector: new Map([['cc'.repeat(16), { length: 2, ranges: [{ from: 4, to: 6 }] }]]),
      count: 5,
      bytes: 2000,
      entriesHash: 'dd'.repeat(32),
    }),
    encodeManifest({ purpose: 'journal', roomId: 'aa'.repeat(32), file: 3, sizeBefore: 67_108_900 }),
  ],
  cborAt: 5,
  read(bytes) {
    const manifest = decodeManifest(bytes)
    if (!manifest.ok) return refusalOf(manifest.error, ['E_BUNDLE', 'E_NEWER'])
    holdSame(
      decodeManifest(encodeManifest(manifest.value)),
      manifest,
      'a manifest says something else when written again',
    )
    return manifest.value.purpose
  },
}
