/** Asks who answers at an address, before anything about a plan is said to it. */
import { type Hex, toHex } from '../base/bytes.ts'
import type { Random, Timer } from '../base/ports.ts'
import { decodeFrame, encodeFrame } from '../protocol/frameCodec.ts'
import { ephemeralKeys, verifyChallenge } from '../protocol/handshake.ts'
import { CLOSE, OLDEST_PROTOCOL, PROTOCOL } from '../protocol/limits.ts'
import type { SocketPort } from './port.ts'
import { isSealedUrl } from './relayUrl.ts'

export interface AskPorts {
  readonly socket: SocketPort
  readonly timer: Timer
  readonly random: Random
  readonly app: string
}

const ANSWER_WITHIN_MS = 8_000

/** The key that the relay at `url` proves to have; `null` when nobody answers, or no relay does. */
export function askKey(url: string, { socket, timer, random, app }: AskPorts): Promise<Hex | null> {
  return new Promise((resolve) => {
    const hello = encodeFrame('HELLO', {
      protoMin: OLDEST_PROTOCOL,
      protoMax: PROTOCOL,
      ephemeral: ephemeralKeys(random.bytes(32)).publicKey,
      app,
      sealed: isSealedUrl(url) ? 1 : 0,
    })
    const finish = (key: Hex | null): void => {
      cancel()
      resolve(key)
      connection.close(CLOSE.normal)
    }
    const cancel = timer.after(ANSWER_WITHIN_MS, () => finish(null))
    const connection = socket.connect(url, {
      opened: () => connection.send(hello),
      message(bytes) {
        const frame = decodeFrame(bytes)
        const chal = frame.ok && frame.value.name === 'CHAL' ? frame.value.body : undefined
        finish(chal !== undefined && verifyChallenge(hello, bytes, chal.relayKey) ? toHex(chal.relayKey) : null)
      },
      closed: () => finish(null),
    })
  })
}
