import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { planAttach, planDetach, planReattach } from '#shared/plan/attachments.ts'
import { selectBin } from '#shared/plan/bin.ts'
import { planAdd, planRestore } from '#shared/plan/operations.ts'
import { selectProject } from '#shared/plan/cards.ts'
import { listOf } from '#shared/plan/views.ts'
import { newPlan, seededRandom, write } from './builders.ts'

const random = seededRandom(41)
const file = {
  hash: 'ab'.repeat(32),
  sealed: 'cd'.repeat(32),
  name: 'acta.pdf',
  mediaType: 'application/pdf',
  size: 1234,
  by: null,
  at: 10,
}

test('[AT14] a file in two projects is one file; it leaves one, then goes to the bin, and comes back', () => {
  let doc = newPlan('blank')
  const [one, other] = [newId(random), newId(random)]
  for (const id of [one, other]) doc = write(doc, planAdd(doc, { type: 'Project', id }, { title: id }, random))
  const filesOf = (id: string): readonly string[] => selectProject(doc, id)!.project.attachments
  const living = (): readonly (string | null)[] => listOf('Attachment', doc.attachments).map(({ name }) => name)

  doc = write(doc, planAttach(doc, one, file, random))
  doc = write(doc, planAttach(doc, other, { ...file, name: 'another name' }, random))
  expect([filesOf(one), filesOf(other), living()]).toEqual([[file.hash], [file.hash], ['acta.pdf']])

  doc = write(doc, planDetach(doc, one, file.hash, null, 20))
  expect([filesOf(one), filesOf(other), living()]).toEqual([[], [file.hash], ['acta.pdf']])
  doc = write(doc, planReattach(doc, one, file.hash))
  expect(filesOf(one)).toEqual([file.hash])
  doc = write(doc, planDetach(doc, one, file.hash, null, 25))
  doc = write(doc, planDetach(doc, other, file.hash, null, 30))
  expect([filesOf(other), living()]).toEqual([[file.hash], []])
  const [binned] = selectBin(doc)
  expect(binned).toMatchObject({ title: 'acta.pdf', at: 30 })
  doc = write(doc, planRestore(doc, binned!.ref))
  expect([filesOf(other), living()]).toEqual([[file.hash], ['acta.pdf']])
})

test('[AT14] a file that was put into the bin is taken back by its project', () => {
  let doc = newPlan('blank')
  const id = newId(random)
  doc = write(doc, planAdd(doc, { type: 'Project', id }, { title: 'Hort' }, random))
  doc = write(doc, planAttach(doc, id, file, random))
  doc = write(doc, planDetach(doc, id, file.hash, null, 20))
  doc = write(doc, planReattach(doc, id, file.hash))
  expect([selectProject(doc, id)!.project.attachments, selectBin(doc)]).toEqual([[file.hash], []])
})

test('[AT14] a file added again comes out of the bin', () => {
  let doc = newPlan('blank')
  const id = newId(random)
  doc = write(doc, planAdd(doc, { type: 'Project', id }, { title: 'Hort' }, random))
  doc = write(doc, planAttach(doc, id, file, random))
  doc = write(doc, planDetach(doc, id, file.hash, null, 20))
  doc = write(doc, planAttach(doc, id, file, random))
  expect(listOf('Attachment', doc.attachments)).toMatchObject([{ id: file.hash, name: 'acta.pdf', size: 1234 }])
})
