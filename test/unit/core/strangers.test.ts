import { expect, test } from 'vitest'
import type { PlanSession } from '#shared/core/contract.ts'
import { encodeBundle } from '#shared/journal/bundle.ts'
import { type Entry, KIND } from '#shared/journal/entry.ts'
import { add, entriesOf, founded, mustBe, titlesOf } from '#test/helpers/memberFolder.ts'
import { memoryMember } from '#test/helpers/memoryMember.ts'

test('[CR5] a live entry that overtakes its author’s JOIN is in the plan when the JOIN has come', async () => {
  const nuria = await founded(memoryMember().device)
  const newcomer = memoryMember()
  const { link } = mustBe(await nuria.invite({}))
  mustBe(await newcomer.device.join({ link, name: 'Pau', bundle: mustBe(await nuria.bundle()) }))
  const pau = mustBe(await newcomer.device.open(nuria.planId))
  await add(pau, 'Project', { title: 'Hort' })
  mustBe(await pau.flush())

  const news = (await entriesOf(pau)).filter((entry) => entry.header.device !== genesisDevice(nuria))
  const content = news.filter((entry) => entry.header.kind === KIND.CONTENT)
  const joins = news.filter((entry) => entry.header.kind === KIND.JOIN)
  expect([content.length > 0, joins.length]).toEqual([true, 1])
  const give = async (entries: readonly Entry[]) => mustBe(await nuria.takeBundle(encodeBundle(nuria.planId, entries)))

  expect(await give(content)).toMatchObject({ added: 0, notices: [{ code: 'E_NOT_MEMBER' }] })
  expect(await titlesOf(nuria)).toEqual([])
  expect(await give(joins)).toMatchObject({ added: 1 + content.length })
  expect(await titlesOf(nuria)).toEqual(['Hort'])
})

/** The founder's device, as every entry of the founder names it. */
const genesisDevice = (session: PlanSession): string =>
  (session as unknown as { readonly core: { readonly device: string } }).core.device
