import { expect, test } from 'vitest'
import { roleAt } from '#shared/roster/computeRoster.ts'
import { openName } from '#shared/roster/sealedName.ts'
import { World } from './world.ts'

test('[RO12] one device that joins twice is one member with the larger role', () => {
  const world = new World()
  const deviceSecret = new Uint8Array(32).fill(60)
  const first = world.join(world.grant(world.founder, 'reader'), { deviceSecret, name: 'Ona' })
  const second = world.join(world.grant(world.founder), { deviceSecret, name: 'Ona Puig' })
  const member = world.roster().members.get(first.memberId)
  expect(world.roster().members.size).toBe(2)
  expect(member).toMatchObject({ id: first.memberId, role: 'writer', origins: [first.memberId, second.memberId] })
  const { epochSecret, roomId } = world.room
  expect(openName(member?.name as Uint8Array, epochSecret, roomId, first.sign)).toBe('Ona Puig')
})

test('[RO12] a recovery code belongs to its member', () => {
  const world = new World()
  const pau = world.join(world.grant(world.founder))
  const { devices, members } = world.roster()
  const recovery = members.get(pau.memberId)?.recovery
  expect(devices.get(recovery?.sign as string)).toEqual({ is: 'recovery', member: pau.memberId })
  expect(devices.get(world.root.sign)).toEqual({ is: 'root' })
  expect(devices.size).toBe(5)
})

test('[RO16] a role is read at the heads an entry names', () => {
  const world = new World()
  const grant = world.grant(world.founder)
  const before = world.heads()
  const pau = world.join(grant)
  const roster = world.roster()
  expect(roleAt(roster, pau.sign, before)).toBeNull()
  expect(roleAt(roster, pau.sign, [pau.memberId])).toBe('writer')
  expect(roleAt(roster, pau.sign, ['ff'.repeat(32)])).toBeUndefined()
})
