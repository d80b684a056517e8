import { expect, test } from 'vitest'
import { toHex } from '#shared/base/bytes.ts'
import { KIND } from '#shared/journal/entry.ts'
import { joinRoom } from '#shared/roster/controlActs.ts'
import { openEpochSecret, openGrantSecret, openPrevious } from '#shared/roster/epochSecret.ts'
import { inviteKeys, recoveryKeys, rootKeys, sealTo } from '#shared/roster/keys.ts'
import { openName, sealName } from '#shared/roster/sealedName.ts'
import { World } from './world.ts'

test('[RO15] founder, recovery code, root code and invite open the same secret; others do not', () => {
  const world = new World()
  const { roomId, epochSecret, device, rootCode, recoveryCode } = world.room
  const body = world.epochBody
  const keys = [device, recoveryKeys(recoveryCode, roomId), rootKeys(rootCode)]
  for (const pair of keys) expect(openEpochSecret(body, pair, roomId)).toStrictEqual({ ok: true, value: epochSecret })
  const pau = world.join(world.grant(world.founder))
  expect(openEpochSecret(body, pau.device, roomId)).toEqual({ ok: false, error: { code: 'E_NO_KEY' } })
  const grant = world.grant(world.founder)
  const invite = inviteKeys(world.seeds.get(grant.hash) as Uint8Array, roomId)
  const sealed = world.roster().grants.get(grant.hash)?.body.sealed as Uint8Array
  expect(openGrantSecret(sealed, body, invite, roomId)).toStrictEqual({ ok: true, value: epochSecret })
})

test('[RO15] a secret that is not the committed one is refused', () => {
  const world = new World()
  const { roomId, device } = world.room
  const other = sealTo(device.box.publicKey, new Uint8Array(32).fill(5), world.random)
  const body = { ...world.epochBody, sealed: [{ box: toHex(device.box.publicKey), sealed: other }] }
  expect(openEpochSecret(body, device, roomId)).toEqual({ ok: false, error: { code: 'E_EPOCH_KEY' } })
  const otherSubscribe = { ...world.epochBody, subscribe: 'ab'.repeat(32) }
  expect(openEpochSecret(otherSubscribe, device, roomId)).toEqual({ ok: false, error: { code: 'E_EPOCH_KEY' } })
  const otherNumber = { ...world.epochBody, number: 2 }
  expect(openEpochSecret(otherNumber, device, roomId)).toEqual({ ok: false, error: { code: 'E_EPOCH_KEY' } })
})

test('[RO15] a new epoch hands the secret before it on to newcomers', () => {
  const world = new World()
  const next = world.roster([...world.entries, world.epoch(world.founder)])
  const body = next.epochs.get(next.sendingEpoch as string)?.body
  const opened = openEpochSecret(body as NonNullable<typeof body>, world.room.device, world.room.roomId)
  const secret = opened.ok ? opened.value : new Uint8Array()
  const [previous] = body?.previous ?? []
  expect(openPrevious(previous as NonNullable<typeof previous>, secret, world.room.roomId)).toEqual(
    world.room.epochSecret,
  )
  expect(
    openPrevious(previous as NonNullable<typeof previous>, world.room.epochSecret, world.room.roomId),
  ).toBeUndefined()
})

test('[RO9] joining needs link, grant and epoch only; the wrong seed is told', () => {
  const world = new World()
  const [grant, other] = [world.grant(world.founder), world.grant(world.founder)]
  const input = { grant, epoch: world.epochBody, heads: world.heads(), deviceSecret: new Uint8Array(32).fill(3) }
  const wrong = joinRoom({ ...input, inviteSeed: world.seeds.get(other.hash) as Uint8Array }, world.random)
  expect(wrong).toEqual({ ok: false, error: { code: 'E_INVITE_UNKNOWN' } })
  const seed = world.seeds.get(grant.hash) as Uint8Array
  const joined = joinRoom({ ...input, inviteSeed: seed }, world.random)
  expect(joined).toMatchObject({ ok: true, value: { epochSecret: world.room.epochSecret, epochId: world.epochId } })
  const foreign = { ...world.epochBody, number: 9 }
  expect(joinRoom({ ...input, epoch: foreign, inviteSeed: seed }, world.random)).toEqual({
    ok: false,
    error: { code: 'E_EPOCH_KEY' },
  })
  expect(joinRoom({ ...input, grant: world.room.epoch, inviteSeed: seed }, world.random)).toMatchObject({ ok: false })
})

test('names are sealed for one room and one device', () => {
  const world = new World()
  const { roomId, epochSecret } = world.room
  const { sign } = world.founder
  const sealed = sealName('Núria Güell i Serra', epochSecret, roomId, sign, world.random)
  expect(sealed).toHaveLength(24 + 64 + 16)
  expect(openName(sealed, epochSecret, roomId, sign)).toBe('Núria Güell i Serra')
  expect(openName(sealed, epochSecret, roomId, '00'.repeat(32))).toBeUndefined()
  expect(openName(sealed, new Uint8Array(32), roomId, sign)).toBeUndefined()
  expect(openName(new Uint8Array(3), epochSecret, roomId, sign)).toBeUndefined()
})

test('[RO2] what is clear in the control entries of a room holds no name and no secret', () => {
  const world = new World()
  world.join(world.grant(world.founder), { name: 'Pau Casals' })
  const clear = world.entries.map(({ bytes }) => toHex(bytes)).join()
  const secrets = [world.room.epochSecret, world.room.rootCode, world.room.recoveryCode, ...world.seeds.values()]
  const names = ['Núria', 'Pau Casals'].map((name) => new TextEncoder().encode(name))
  for (const secret of [...secrets, ...names]) expect(clear).not.toContain(toHex(secret))
  expect(world.entries[0]?.header.kind).toBe(KIND.GENESIS)
})
