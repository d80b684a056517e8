import { type Hex, concat, fromHex, toHex } from '../base/bytes.ts'
import { hash, keyCommit, roomIdOf, sign, subscribeKeys } from '../base/crypto.ts'
import type { Clock, Random } from '../base/ports.ts'
import { type Entry, KIND, signControlEntry } from '../journal/entry.ts'
import { EPOCH_REASON, type GenesisBody, type Policy } from './controlBodies.ts'
import { encodeEpoch, encodeGenesis, genesisSignedPart } from './controlCodec.ts'
import { electorateHash } from './epochSecret.ts'
import { type ActorKeys, deviceKeys, recoveryKeys, recoveryOf, rootKeys, sealTo } from './keys.ts'
import { CODE_BYTES } from './recoveryCode.ts'
import { ROLE } from './roles.ts'
import { sealName } from './sealedName.ts'

export interface FoundedRoom {
  readonly roomId: Hex
  readonly genesis: Entry
  readonly epoch: Entry
  /** 16 bytes, 32 hex digits: the founder's first stream; its next seq is 2. */
  readonly stream: Hex
  /** E, 32 bytes. */
  readonly epochSecret: Uint8Array
  /** 16 bytes each; shown once as words of `formatCode`, kept nowhere by the room. */
  readonly rootCode: Uint8Array
  readonly recoveryCode: Uint8Array
  readonly device: ActorKeys
}

export const ZERO_HASH: Hex = '00'.repeat(32)

export const DEFAULT_POLICY: Policy = {
  roles: [ROLE.reader, ROLE.writer, ROLE.steward],
  members: 500,
  devicesPerMember: 10,
  liveInvites: 50,
  streamsPerDevice: 200,
}

/** Founds a room: GENESIS (seq 0) and the first EPOCH (seq 1) of the founder's first stream. `deviceSecret`: D. */
export function foundRoom(
  input: { readonly deviceSecret: Uint8Array; readonly name?: string; readonly policy?: Policy },
  deps: { readonly random: Random; readonly clock: Clock },
): FoundedRoom {
  const { random } = deps
  const [rootCode, recoveryCode] = [random.bytes(CODE_BYTES), random.bytes(CODE_BYTES)]
  const [salt, stream, epochSecret] = [random.bytes(16), toHex(random.bytes(16)), random.bytes(32)]
  const root = rootKeys(rootCode)
  const roomId = toHex(roomIdOf(root.sign.publicKey, salt))
  const device = deviceKeys(input.deviceSecret, roomId)
  const deviceId = toHex(device.sign.publicKey)
  const body: GenesisBody = {
    parents: [],
    rootSign: toHex(root.sign.publicKey),
    rootBox: toHex(root.box.publicKey),
    salt,
    policy: input.policy ?? DEFAULT_POLICY,
    created: deps.clock.now(),
    device: deviceId,
    box: toHex(device.box.publicKey),
    recovery: recoveryOf(recoveryCode, roomId, device.sign.publicKey),
    name: input.name === undefined ? undefined : sealName(input.name, epochSecret, roomId, deviceId, random),
    rootSignature: new Uint8Array(64),
  }
  const place = { roomId, epochId: ZERO_HASH, device: deviceId, stream }
  const genesis = signControlEntry(
    { ...place, kind: KIND.GENESIS, seq: 0, prev: ZERO_HASH },
    signedByRoot(body, roomId, root),
    device.sign.privateKey,
    random,
  )
  const room = fromHex(roomId)
  const boxes = [device.box, recoveryKeys(recoveryCode, roomId).box, root.box]
  const epoch = signControlEntry(
    { ...place, kind: KIND.EPOCH, seq: 1, prev: genesis.hash },
    encodeEpoch({
      parents: [genesis.hash],
      number: 1,
      parentEpochs: [],
      reason: EPOCH_REASON.first,
      keyCommit: keyCommit(epochSecret, room, 1),
      subscribe: toHex(subscribeKeys(epochSecret, room).publicKey),
      sealed: boxes.map(({ publicKey }) => ({
        box: toHex(publicKey),
        sealed: sealTo(publicKey, epochSecret, random),
      })),
      previous: [],
      removed: [],
      cutOffs: [],
      electorate: electorateHash([roomId]),
    }),
    device.sign.privateKey,
    random,
  )
  return { roomId, genesis, epoch, stream, epochSecret, rootCode, recoveryCode, device }
}

/** What the root signs in a GENESIS: the room and the body without its last pair. */
export const genesisMessage = (roomId: Hex, signedPart: Uint8Array): Uint8Array =>
  concat(fromHex(roomId), hash('genesis-body', signedPart))

function signedByRoot(body: GenesisBody, roomId: Hex, root: ActorKeys): Uint8Array {
  const unsigned = genesisSignedPart(encodeGenesis(body)) as Uint8Array
  const rootSignature = sign(root.sign.privateKey, 'genesis', genesisMessage(roomId, unsigned))
  return encodeGenesis({ ...body, rootSignature })
}
