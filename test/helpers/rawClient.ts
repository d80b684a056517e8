/** A client that says exactly what a test wants, after a real handshake. */
import { fromHex } from '#shared/base/bytes.ts'
import { decodeFrame, encodeFrame } from '#shared/protocol/frameCodec.ts'
import { type Frame, type FrameInput, type FrameName, OPEN_MODES, type OpenMode } from '#shared/protocol/frames.ts'
import { ephemeralKeys, openMessage, openProof, transcriptHash } from '#shared/protocol/handshake.ts'
import type { KeyPair } from '#shared/base/crypto.ts'
import type { SocketPort } from '#shared/sync/port.ts'

export interface RawClient {
  readonly received: readonly Frame[]
  readonly closeCode: number | null
  send<N extends FrameName>(name: N, body: FrameInput<N>): void
  sendBytes(bytes: Uint8Array): void
  of<N extends FrameName>(name: N): readonly Extract<Frame, { name: N }>[]
}

export interface RawOpen {
  readonly roomId: string
  readonly mode: OpenMode
  readonly epochId: string
  readonly device?: KeyPair
  readonly subscribe?: KeyPair
  readonly invite?: KeyPair
  readonly extra?: Partial<FrameInput<'OPEN'>>
  /** The newest protocol it speaks; a client of before says 1. */
  readonly protoMax?: number
  /** Changes what the proofs are over, to make them wrong. */
  readonly message?: (message: Uint8Array, th: Uint8Array) => Uint8Array
}

/** Connects and opens; what comes back is in `received`, as time goes on. */
export function rawClient(port: SocketPort, url: string, open: RawOpen): RawClient {
  const received: Frame[] = []
  let closeCode: number | null = null
  const hello = encodeFrame('HELLO', {
    protoMin: 1,
    protoMax: open.protoMax ?? 1,
    ephemeral: ephemeralKeys(new Uint8Array(32).fill(7)).publicKey,
    app: 'raw',
    sealed: 0,
  })
  const socket = port.connect(url, {
    opened: () => socket.send(hello),
    message(bytes) {
      const frame = decodeFrame(bytes)
      if (!frame.ok) throw new Error('the relay sent no frame')
      received.push(frame.value)
      if (frame.value.name === 'CHAL') socket.send(openFrame(open, transcriptHash(hello, bytes)))
    },
    closed: (code) => {
      closeCode = code
    },
  })
  return {
    received,
    get closeCode() {
      return closeCode
    },
    send: (name, body) => socket.send(encodeFrame(name, body)),
    sendBytes: (bytes) => socket.send(bytes),
    of: (name) => received.filter((frame) => frame.name === name) as never,
  }
}

function openFrame({ roomId, mode, epochId, device, subscribe, invite, extra, message }: RawOpen, th: Uint8Array) {
  const honest = openMessage(th, fromHex(roomId), mode, fromHex(epochId))
  const over = message?.(honest, th) ?? honest
  return encodeFrame('OPEN', {
    roomId: fromHex(roomId),
    mode: OPEN_MODES[mode],
    epochId: fromHex(epochId),
    vector: [],
    ...(subscribe === undefined ? {} : { subscribeProof: openProof(subscribe.privateKey, over) }),
    ...(device === undefined ? {} : { deviceKey: device.publicKey, deviceProof: openProof(device.privateKey, over) }),
    ...(invite === undefined ? {} : { inviteKey: invite.publicKey, inviteProof: openProof(invite.privateKey, over) }),
    ...extra,
  })
}
