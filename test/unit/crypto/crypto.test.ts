import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '#shared/base/bytes.ts'
import {
  actorOf,
  aeadOpen,
  aeadSeal,
  boxOpen,
  boxSeal,
  deviceBoxKeys,
  deviceSignKeys,
  epochKey,
  inviteBoxKeys,
  inviteSignKeys,
  kdf,
  keyCommit,
  recoveryKey,
  roomIdOf,
  sessionKey,
  sign,
  storageKey,
  subscribeKeys,
  verify,
} from '#shared/base/crypto.ts'

const device = new Uint8Array(32).fill(7)
const epoch = Uint8Array.from({ length: 32 }, (_, i) => i)
const invite = new Uint8Array(32).fill(9)
const room = new Uint8Array(32).fill(0xaa)
const stream = new Uint8Array(16).fill(0xcc)

test('[JR1] every key is derived under its fixed label', () => {
  const secret = (pair: { privateKey: Uint8Array }) => toHex(pair.privateKey.subarray(0, 32))
  expect({
    content: toHex(epochKey(epoch, 'content', room)),
    control: toHex(epochKey(epoch, 'control', room)),
    presence: toHex(epochKey(epoch, 'presence', room)),
    blob: toHex(epochKey(epoch, 'blob', room)),
    subscribe: secret(subscribeKeys(epoch, room)),
    commitWithoutNumber: toHex(kdf(epoch, 'epoch/commit', room)),
    deviceSign: secret(deviceSignKeys(device, room)),
    deviceBox: secret(deviceBoxKeys(device, room)),
    inviteSign: secret(inviteSignKeys(invite, room)),
    inviteBox: secret(inviteBoxKeys(invite, room)),
    devicePub: toHex(deviceSignKeys(device, room).publicKey),
    actor0: toHex(actorOf(deviceSignKeys(device, room).publicKey, stream)),
  }).toEqual({
    content: '40b85879d89831f22a6b92b9973af13840940dc0a5748242dac0fc1d2552a7b5',
    control: 'c77e13771e0140f8d7091fbdf1ef1149f85789d2182ced719a3d7c0d619cb77b',
    presence: '059689af70f4690b84ab2e3d01f036fb5de2862d4f1f1156728f61708283f41b',
    blob: 'cc87a415d9976db5cc94a4661c2e8f6e9a1b2baabb8646d39b8c4633235a7851',
    subscribe: '55949cf57cc77926d5e0b4807178fa8a92fea17dce28b797b7167530cbcb05d5',
    commitWithoutNumber: '07ec6eba4bcd9227fa82021240a109db88906ab056e4aed8b03b379a81b31558',
    deviceSign: 'cef64f7f1cd03c52c0c5605ced4b47bad2147a69946fdccf76b0b5aea4f1db7b',
    deviceBox: 'ea167a4eb2999b338660c896c35fd803483caf4342cc37e899bbddbc9cfb4249',
    inviteSign: '0bc7644a8e93d5db5e3e350d86489fa6ef19ae70f3d9f8b4b896775674e96055',
    inviteBox: '095d1a6543926c11ebae3476eddff8a3dbba4512bad9413b050d743f40334293',
    devicePub: 'e984c5e039982d429d63f1d0b132b56f9f62bb5191d52afdc4e1ee7324182f9d',
    actor0: '5146b984b33311d958a0e1fe6b24cb9e',
  })
})

test('[JR1] keys that the first vectors do not name are pinned too', () => {
  expect({
    commit1: toHex(keyCommit(epoch, room, 1)),
    roomId: toHex(roomIdOf(deviceSignKeys(device, room).publicKey, stream)),
    actor1: toHex(actorOf(deviceSignKeys(device, room).publicKey, stream, 1)),
    recovery: toHex(recoveryKey(stream)),
    session: toHex(sessionKey(epoch, room)),
    storage: toHex(storageKey(device, room)),
    deviceBoxPub: toHex(deviceBoxKeys(device, room).publicKey),
  }).toMatchInlineSnapshot(`
    {
      "actor1": "275c9a2aa0124125ee56027b3c3ca7f7",
      "commit1": "1b635cfc8a6aa3d4cadb88e13be4df0c06447ec458a78a981ac5c8ff45d2f7ef",
      "deviceBoxPub": "bdc87be96c7fc862ef7bdbe99e02f7711dd6330e15ee7a0c0f3e0b7e8d22ea69",
      "recovery": "ff673bc9eb5c87b7e8047ca8587a489a0af24289f1cabb852ffa3b38f93a4156",
      "roomId": "2a4f400c7f06adf06e254798e2b894c3e0aea279e38f6dd3fbd8ef32699b3127",
      "session": "bca003bd532a2b863281fbf5fd47273603f3619731997ce02de39722604644fc",
      "storage": "9c799c805a8bcc9b8215e1c112df51063b7199e677aad398daba1c5ecbe07f23",
    }
  `)
})

test('[JR1] a signature holds for its key, label and message only', () => {
  const { publicKey, privateKey } = deviceSignKeys(device, room)
  const message = utf8('hola')
  const signature = sign(privateKey, 'entry-sig', message)
  const flipped = Uint8Array.from(signature, (byte, i) => (i === 3 ? byte ^ 1 : byte))
  expect([
    verify(publicKey, 'entry-sig', message, signature),
    verify(publicKey, 'open', message, signature),
    verify(publicKey, 'entry-sig', utf8('hole'), signature),
    verify(publicKey, 'entry-sig', message, flipped),
    verify(publicKey, 'entry-sig', message, signature.subarray(1)),
    verify(deviceSignKeys(invite, room).publicKey, 'entry-sig', message, signature),
    verify(new Uint8Array(32), 'entry-sig', message, signature),
  ]).toEqual([true, false, false, false, false, false, false])
})

test('[JR1] a box opens for its keys only, and sealed bytes only unchanged', () => {
  const keys = deviceBoxKeys(device, room)
  const sealed = boxSeal(epoch, keys.publicKey)
  const nonce = new Uint8Array(24)
  const ciphertext = aeadSeal(epoch, nonce, utf8('hola'), room)
  expect([
    boxOpen(sealed, keys),
    boxOpen(sealed, inviteBoxKeys(invite, room)),
    aeadOpen(epoch, nonce, ciphertext, room),
    aeadOpen(epoch, nonce, ciphertext, stream),
    aeadOpen(epoch, nonce, ciphertext.subarray(1), room),
    aeadOpen(epoch, nonce, fromHex('00'), room),
  ]).toEqual([epoch, undefined, utf8('hola'), undefined, undefined, undefined])
})
