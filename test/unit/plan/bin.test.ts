import { expect, test } from 'vitest'
import { newId } from '#shared/base/id.ts'
import { selectBin } from '#shared/plan/bin.ts'
import { selectMembers } from '#shared/plan/lists.ts'
import { planAdd, planRemove, planRestore } from '#shared/plan/operations.ts'
import type { ThingRef } from '#shared/plan/things.ts'
import { newPlan, seededRandom, write } from './builders.ts'

const random = seededRandom(23)

test('[PL8] the bin holds whatever was removed, newest first, with who and when; what lies in it comes back with it', () => {
  let doc = newPlan('commons-transition')
  const add = (type: ThingRef['type'], fields: Record<string, unknown>, parent?: ThingRef): ThingRef => {
    const ref: ThingRef = { type, id: newId(random), ...(parent === undefined ? {} : { in: parent }) }
    doc = write(doc, planAdd(doc, ref, fields, random))
    return ref
  }
  const núria = add('Member', { name: 'Núria' })
  const bakery = add('Project', { title: 'Forn' })
  const mill = add('Project', { title: 'Molí' })
  const action = add('Action', { title: 'Trobar local', done: false }, bakery)
  const inMill = add('Action', { title: 'Netejar la bassa', done: false }, mill)
  const group = add('Group', { name: 'Energia' })
  expect(selectMembers(doc).map(({ name }) => name)).toContain('Núria')

  doc = write(doc, planRemove(doc, action, núria.id, 10))
  doc = write(doc, planRemove(doc, inMill, núria.id, 20))
  doc = write(doc, planRemove(doc, mill, null, 30))
  doc = write(doc, planRemove(doc, group, núria.id, 40))
  const shown = selectBin(doc).map(({ ref, ...rest }) => ({ type: ref.type, ...rest }))
  expect(shown).toEqual([
    { type: 'Group', title: 'Energia', inTitle: null, by: núria.id, at: 40 },
    { type: 'Project', title: 'Molí', inTitle: null, by: null, at: 30 },
    { type: 'Action', title: 'Trobar local', inTitle: 'Forn', by: núria.id, at: 10 },
  ])

  for (const { ref } of selectBin(doc)) doc = write(doc, planRestore(doc, ref))
  expect(selectBin(doc).map(({ title }) => title)).toEqual(['Netejar la bassa'])
})
