import { expect, test } from 'vitest'
import { concat, toHex, u32 } from '#shared/base/bytes.ts'
import { hash, rootSignKeys, sign } from '#shared/base/crypto.ts'
import { encodeFrame } from '#shared/protocol/frameCodec.ts'
import {
  ephemeralKeys,
  firstRoot,
  makeChallenge,
  nextRoot,
  openMessage,
  rootMessage,
  sessionKeys,
  transcriptHash,
  verifyChallenge,
} from '#shared/protocol/handshake.ts'
import { openFrame, sealFrame } from '#shared/protocol/seal.ts'
import { tryWork } from '#shared/protocol/work.ts'
import { RootChain } from '#relay/rooms/rootChain.ts'

const fill = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)
const relay = rootSignKeys(fill(32, 1))
const [client, server] = [ephemeralKeys(fill(32, 2)), ephemeralKeys(fill(32, 3))]
const hello = encodeFrame('HELLO', { protoMin: 1, protoMax: 1, ephemeral: client.publicKey, app: 'test', sealed: 1 })
const chal = makeChallenge(hello, relay, {
  proto: 1,
  ephemeral: server.publicKey,
  nonce: fill(32, 4),
  time: 1_795_000_000,
  work: 20,
  maxEntryBytes: 1_048_828,
  maxBatchEntries: 64,
})
const th = transcriptHash(hello, chal)

test('[SY1] the signature is the last 64 bytes of CHAL, over HELLO and all of CHAL before it', () => {
  expect(verifyChallenge(hello, chal, relay.publicKey)).toBe(true)
  const before = chal.subarray(0, -64)
  const message = concat(u32(hello.length), hello, u32(before.length), before)
  expect(toHex(chal.subarray(-64))).toBe(toHex(sign(relay.privateKey, 'relay-hello', message)))
  for (let at = 0; at < chal.length; at += 7) {
    const changed = Uint8Array.from(chal)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(verifyChallenge(hello, changed, relay.publicKey), `byte ${at}`).toBe(false)
  }
  expect(verifyChallenge(hello.toReversed(), chal, relay.publicKey)).toBe(false)
})

test('[SY1] vectors of the handshake do not change', () => {
  const keys = sessionKeys('client', client, server.publicKey, th)
  const task = { relayKey: relay.publicKey, roomId: fill(32, 5), day: 20_775, bits: 10 }
  const root0 = firstRoot(fill(16, 6))
  expect({
    hello: toHex(hello),
    chal: toHex(hash('test', chal)),
    th: toHex(th),
    open: toHex(openMessage(th, fill(32, 5), 'write', fill(32, 7))).slice(64),
    clientSends: toHex(keys?.send ?? fill(0, 0)),
    clientReceives: toHex(keys?.receive ?? fill(0, 0)),
    work: tryWork(task, 0, 10_000),
    root0: toHex(root0),
    root1: toHex(nextRoot(root0, fill(32, 8))),
    rootMessage: toHex(rootMessage(fill(32, 5), fill(16, 6), 258, fill(32, 9))),
  }).toMatchInlineSnapshot(`
    {
      "chal": "c5ec417afa3914e15991a3d531ea332efc6efeb6715664cd9c327c18be1b01b3",
      "clientReceives": "814b23fb12ff8c78b3cb32e4327784bac6c24d0a6932e8826a90155c37986be4",
      "clientSends": "0e16ef7aaed5e67e37e7e554adc506aba61f538994158f885525aeb70d0f4ed0",
      "hello": "01a501010201035820fc3b339367a5225d53a92d380323afd035d7817b6d1be47d946f6b09a9cbdc060464746573740501",
      "open": "0505050505050505050505050505050505050505050505050505050505050505040707070707070707070707070707070707070707070707070707070707070707",
      "root0": "7b981e44e3cb5d84f547427efa268273c007579ed168d310ea7690c5eb57ccc5",
      "root1": "fefbf905462483b9558a60aaec0fb6c7be6478dcabddd6a51cf163cbc7ca012f",
      "rootMessage": "05050505050505050505050505050505050505050505050505050505050505050606060606060606060606060606060600000000000001020909090909090909090909090909090909090909090909090909090909090909",
      "th": "b06f8970f0ad3c019b704cbb876e4e4dc49dc6c2dbdd76218d3787f649648a18",
      "work": 4378,
    }
  `)
})

test('[SY5] what proofs are over differs by connection, room, mode and epoch', () => {
  const messages = [
    openMessage(th, fill(32, 5), 'write', fill(32, 7)),
    openMessage(transcriptHash(chal, hello), fill(32, 5), 'write', fill(32, 7)),
    openMessage(th, fill(32, 6), 'write', fill(32, 7)),
    openMessage(th, fill(32, 5), 'read', fill(32, 7)),
    openMessage(th, fill(32, 5), 'write', fill(32, 8)),
  ]
  expect(new Set(messages.map(toHex)).size).toBe(messages.length)
})

test('[SY4] both sides have the same keys, crosswise, and each frame opens once and in its turn', () => {
  const [ours, theirs] = [
    sessionKeys('client', client, server.publicKey, th),
    sessionKeys('relay', server, client.publicKey, th),
  ]
  if (ours === undefined || theirs === undefined) throw new Error('no keys')
  expect([toHex(ours.send), toHex(ours.receive)]).toEqual([toHex(theirs.receive), toHex(theirs.send)])
  expect(toHex(ours.send)).not.toBe(toHex(ours.receive))
  const [second, first] = sealFrame({ key: ours.send, counter: 0 }, Uint8Array.of(1, 2, 3))
  const [, next] = sealFrame(second, Uint8Array.of(4))
  const opened = openFrame({ key: theirs.receive, counter: 0 }, first)
  expect(opened?.[1]).toEqual(Uint8Array.of(1, 2, 3))
  expect(openFrame({ key: theirs.receive, counter: 0 }, next)).toBeUndefined()
  expect(openFrame(opened?.[0] as never, first)).toBeUndefined()
  expect(openFrame(opened?.[0] as never, next)?.[1]).toEqual(Uint8Array.of(4))
  expect(openFrame({ key: theirs.receive, counter: 0 }, fill(10, 0))).toBeUndefined()
})

test('[SY4] a worthless ephemeral key makes no session', () => {
  expect(sessionKeys('client', client, fill(32, 0), th)).toBeUndefined()
})

test('[RL11] the running root is a chain over the entries in their order', () => {
  const chain = new RootChain(fill(16, 6))
  const entries = Array.from({ length: 200 }, (_, i) => fill(32, i))
  const roots = [firstRoot(fill(16, 6))]
  for (const entry of entries) {
    chain.append(entry)
    roots.push(nextRoot(roots.at(-1) as Uint8Array, entry))
  }
  expect(chain.pos).toBe(200)
  for (const [pos, root] of roots.entries()) expect(toHex(chain.at(pos) ?? fill(0, 0))).toBe(toHex(root))
  expect(chain.at(201)).toBeUndefined()
})
