import { join } from 'node:path'
import { expect, test } from 'vitest'
import { device, folder } from './aplec.ts'

test('[CL21] [CL22] a member is removed by stick, what came later is listed and accepted by name', async () => {
  const [nuria, pau, stick] = [device(), device(), folder()]
  const plan = await nuria.does('new', '--title', 'Pla', '--name', 'Núria')
  const link = await nuria.does('invite', plan)
  const file = join(stick, 'pla.aplec')
  await nuria.does('bundle', plan, '--out', file)
  await pau.does('join', link, '--name', 'Pau', '--bundle', file)
  const back = join(stick, 'pau.aplec')
  await pau.does('bundle', plan, '--out', back)
  await nuria.does('open', back)
  expect(await nuria.fails('member', 'role', plan, 'Núria', 'reader')).toBe('E_LAST_STEWARD')
  expect(await pau.fails('renew-key', plan)).toBe('E_ROLE')
  await nuria.does('steward', plan, 'Pau')
  await nuria.does('steward', plan, 'Pau', '--withdraw')
  expect(await nuria.does('member', 'remove', plan, 'Pau')).toBe('Pau is no longer a member.')
  expect((await nuria.json('members', plan)).former).toMatchObject([{ name: 'Pau' }])
  await pau.does('add', 'project', plan, 'title=Tard')
  await pau.does('bundle', plan, '--out', back)
  await nuria.does('open', back)
  const [{ stream, name, words }] = await nuria.json('late', 'list', plan)
  expect([name, words]).toEqual(['Pau', expect.stringContaining('Tard')])
  expect(await nuria.fails('late', 'accept', plan, 'ffff')).toBe('E_NO_LATE')
  await nuria.does('late', 'accept', plan, stream)
  expect(Object.values((await nuria.json('show', plan)).projects)).toMatchObject([{ title: 'Tard' }])
}, 300_000)
