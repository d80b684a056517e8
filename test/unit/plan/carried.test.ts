import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { selectCarried } from '#shared/plan/carried.ts'
import { planAdd, planRemove, planSet } from '#shared/plan/operations.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { newPlan, seededRandom, write } from './builders.ts'

const random = seededRandom(41)

test('[UI110] what people, groups and partners carry is read from the projects: open actions by day, nothing of the bin', () => {
  let doc = newPlan('blank')
  const add = (type: ThingRef['type'], fields: object, parent?: ThingRef): ThingRef => {
    const id = newId(random)
    const ref: ThingRef = parent === undefined ? { type, id } : { type, id, in: parent }
    doc = write(doc, planAdd(doc, ref, { ...fields }, random))
    return ref
  }
  const pau = add('Member', { name: 'Pau' }).id
  const land = add('Group', { name: 'Terra' }).id
  const bank = add('Partner', { name: 'Coop57' }).id
  const oven = add('Project', { title: 'Forn', leads: [pau], groups: [land], partners: [bank] })
  const mill = add('Project', { title: 'Molí' })
  add('Action', { title: 'Sense dia', who: [pau] }, oven)
  add('Action', { title: 'Tard', who: [pau], due: '2027-05-01' }, mill)
  add('Action', { title: 'Aviat', who: [pau], due: '2027-02-01' }, oven)
  add('Action', { title: 'Feta', who: [pau], due: '2027-01-01', done: true }, oven)
  add('Contribution', { title: 'Préstec', partner: bank, amount: { unit: 'EUR', minor: 100 } }, mill)

  const carried = selectCarried(doc)
  expect(carried.get(pau)?.projects.map(({ title }) => title)).toEqual(['Forn'])
  expect(carried.get(pau)?.actions.map(({ action, project }) => [action.title, project.title])).toEqual([
    ['Aviat', 'Forn'],
    ['Tard', 'Molí'],
    ['Sense dia', 'Forn'],
  ])
  expect(carried.get(land)?.projects).toHaveLength(1)
  expect(carried.get(bank)?.gifts.map(({ project }) => project.title)).toEqual(['Molí'])
  expect(selectCarried(doc)).toBe(carried)

  const renamed = write(doc, planSet(doc, { type: 'Member', id: pau }, { name: 'Pau Vidal' }))
  expect(selectCarried(renamed)).toBe(carried)
  const binned = write(renamed, planRemove(renamed, oven, pau, 0))
  expect(
    selectCarried(binned)
      .get(pau)
      ?.actions.map(({ action }) => action.title),
  ).toEqual(['Tard'])
  expect(selectCarried(binned).has(land)).toBe(false)
})
