import { expect, test } from 'vitest'
import { isRecordSigned } from '#shared/core/signedRecord.ts'
import { add, codeOf, founded, joined, member, mustBe, planOf, relay, set } from '#test/helpers/memberFolder.ts'

test('[CR17] a steward who was appointed adopts; the agreement holds heads, content and a signature of its own', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  expect(codeOf(await pau.adopt({ title: 'Pla 2027', date: '2026-07-27' }))).toBe('E_ROLE')
  mustBe(await nuria.syncOnce(at))
  const paus = nuria.roster().members.find((one) => one.name === 'Pau')?.memberId ?? ''
  mustBe(await nuria.appointSteward(paus))
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  expect(pau.status().role).toBe('steward')

  await add(pau, 'Project', { title: 'Hort' })
  const decision = { title: 'Pla 2027', assembly: 'Assemblea d’estiu', date: '2026-07-27', place: 'Ca la Marta' }
  const present = { names: ['Pau', 'Núria'], count: 12 }
  const made = mustBe(await pau.adopt({ ...decision, method: 'consens', present }))
  expect(made).toMatchObject({
    ...decision,
    present: { names: ['Núria', 'Pau'], count: 12 },
    valid: true,
    by: { name: 'Pau' },
  })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  expect(mustBe(await nuria.agreements())).toMatchObject([
    { ...decision, valid: true, by: { name: 'Pau', isSelf: false } },
  ])
  expect(codeOf(await pau.adopt({ title: '', date: '2026-07-27' }))).toBe('E_AGREEMENT')
  expect(codeOf(await pau.adopt({ title: 'X', date: '27.7.2026' }))).toBe('E_AGREEMENT')
})

test('[CR17] an export alone shows whether an agreement is as it was signed', async () => {
  const nuria = await founded(await member())
  const { id } = mustBe(await nuria.adopt({ title: 'Pla', date: '2026-07-27', present: { count: 7 } }))
  const record = (await planOf(nuria))['agreements']?.[id] ?? {}
  expect(isRecordSigned('agreement', nuria.planId, id, record)).toBe(true)
  for (const [field, value] of Object.entries({ ...record, presentUnnamed: 8, title: 'Pla!', place: 'x', added: 1 })) {
    const changed = { ...record, [field]: value }
    const isAsSigned = JSON.stringify(changed) === JSON.stringify(record)
    expect(isRecordSigned('agreement', nuria.planId, id, changed), field).toBe(isAsSigned)
  }
  expect(isRecordSigned('agreement', nuria.planId, id.replace(/^./, 'f'), record)).toBe(id.startsWith('f'))
  expect(isRecordSigned('print', nuria.planId, id, record)).toBe(false)
})

test('[CR18] the draft goes on; changes since are counted by agreed content, and the agreed version stays', async () => {
  const nuria = await founded(await member())
  const hort = await add(nuria, 'Project', { title: 'Hort' })
  expect(mustBe(await nuria.changesSinceAgreement())).toBe(null)
  const { id, contentHash } = mustBe(await nuria.adopt({ title: 'Pla', date: '2026-07-27' }))
  expect(mustBe(await nuria.changesSinceAgreement())).toEqual({
    agreement: id,
    changes: 0,
    contentHash,
    sameContent: true,
  })

  await add(nuria, 'Comment', { text: 'Molt bé', about: hort, aboutType: 'Project' })
  expect(mustBe(await nuria.changesSinceAgreement())).toMatchObject({ changes: 0, sameContent: true })
  await set(nuria, { type: 'Project', id: hort }, { title: 'Hort gran' })
  await add(nuria, 'Project', { title: 'Forn' })
  expect(mustBe(await nuria.changesSinceAgreement())).toMatchObject({ changes: 2, sameContent: false })
  const titles = async (version: 'agreed' | 'draft') => {
    const plan = JSON.parse(mustBe(await nuria.canonicalJson(version))) as {
      projects: Record<string, { title: string }>
    }
    return Object.values(plan.projects)
      .map((project) => project.title)
      .sort()
  }
  expect(await titles('agreed')).toEqual(['Hort'])
  expect(await titles('draft')).toEqual(['Forn', 'Hort gran'])
  const print = { sha256: 'ab'.repeat(32), agreement: id, language: 'ca', appVersion: '0.1.0' }
  const made = mustBe(await nuria.recordPrint(print))
  expect(mustBe(await nuria.recordPrint(print)).id).toBe(made.id)
  expect(mustBe(await nuria.prints())).toMatchObject([{ ...print, valid: true, by: { name: 'Núria' } }])
  expect(mustBe(await nuria.changesSinceAgreement())).toMatchObject({ changes: 2 })
})
