import * as A from '@automerge/automerge/slim'
import { expect, test } from 'vitest'
import { rewriteActor } from '#shared/core/rewriteActor.ts'

type Doc = { title: string; parts: Record<string, unknown> }
const first = 'aa'.repeat(16)
const second = 'cc'.repeat(16)

test('[CR11] two copies of one folder that wrote under one actor end with both their texts', () => {
  const base = A.change(A.init<Doc>({ actor: first }), (doc) => {
    doc.title = 'hort'
    doc.parts = {}
  })
  const seen = A.getHeads(base)
  const left = A.change(A.clone(base, { actor: first }), (doc) => A.splice(doc, ['title'], 4, 0, ' comunitari'))
  let right = A.change(A.clone(base, { actor: first }), (doc) => {
    A.splice(doc, ['title'], 0, 0, 'Nou ')
    doc.parts['soil'] = { by: new A.ImmutableString('Pau'), year: 2027 }
  })
  right = A.change(right, (doc) => {
    A.splice(doc, ['title'], 1, 2, '')
    A.mark(doc, ['title'], { start: 0, end: 2, expand: 'after' }, 'strong', true)
    delete (doc.parts['soil'] as Record<string, unknown>)['year']
  })
  expect(() => A.merge(A.clone(left), right)).toThrow(/duplicate seq/)

  const moved = rewriteActor(A.getChanges(A.view(right, seen), right), first, second, 0)
  const [there] = A.applyChanges(A.clone(left), moved)
  expect(there.title).toBe('N hort comunitari')
  expect(A.toJS(there).parts).toEqual({ soil: { by: new A.ImmutableString('Pau') } })

  const [alone] = A.applyChanges(A.clone(base), moved)
  expect(A.toJS(alone)).toEqual(A.toJS(right))
  expect(A.spans(alone, ['title'])).toEqual(A.spans(right, ['title']))
})
