import { expect, test } from 'vitest'
import type { MergeReport } from '#shared/plan/report/mergeReport.ts'
import { add, founded, joined, member, mustBe, relay, set } from '#test/helpers/memberFolder.ts'

test('[CR26] after a meeting the report tells both sides’ work and clashes, with the names of those who wrote', async () => {
  const at = await relay()
  const nuria = await founded(await member())
  const pau = await joined(await member(), nuria, at)
  mustBe(await nuria.syncOnce(at))
  const hort = await add(nuria, 'Project', { title: 'Hort', years: { from: 2027, to: 2028 } })
  mustBe(await nuria.syncOnce(at))
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.markLooked())
  expect(mustBe(await nuria.mergeReport()).report).toMatchObject({ conflicts: [], theirs: { changes: 0 } })

  await set(nuria, { type: 'Project', id: hort }, { years: { from: 2027, to: 2030 } })
  await add(nuria, 'Project', { title: 'Forn' })
  await set(pau, { type: 'Project', id: hort }, { years: { from: 2026, to: 2028 } })
  await add(pau, 'Project', { title: 'Aigua' })
  mustBe(await pau.syncOnce(at))
  mustBe(await nuria.syncOnce(at))
  // What is written after the meeting is neither side's in it.
  await add(nuria, 'Project', { title: 'Després' })

  const view = mustBe(await nuria.mergeReport())
  const report = view.report as MergeReport
  expect(report.theirs.actors.map((actor) => view.authors[actor]?.name)).toEqual(['Pau'])
  expect([...new Set(report.ours.actors.map((actor) => view.authors[actor]?.isSelf))]).toEqual([true])
  expect([report.ours.changes, report.theirs.changes]).toEqual([2, 2])
  expect(report.conflicts.length).toBe(1)
  expect(JSON.stringify(report.conflicts)).toMatch(/2030.*2026|2026.*2030/)

  mustBe(await nuria.markLooked())
  const after = mustBe(await nuria.mergeReport()).report as MergeReport
  expect([after.ours.changes, after.theirs.changes, after.conflicts.length]).toEqual([0, 0, 0])
})
