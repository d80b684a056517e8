import type { PrintInput } from '#shared/print/printModel.ts'

const hash = 'ab12cd34'.repeat(8)

/** A small plan as canonical JSON holds it, with one of everything that is printed. */
export const printedPlan = {
  title: 'Pla de prova',
  language: 'ca',
  horizon: { from: 2027, to: 2030 },
  vision: [{ type: 'text', value: 'Menjar de prop.\nI just.', marks: {} }],
  principles: [],
  units: { EUR: { name: 'euros', decimals: 2 }, ECO: { name: 'ecos', decimals: 2 } },
  stages: { s1: { title: 'Idea', rank: 'a1' }, s2: { title: 'Fet', rank: 'a2' } },
  objectives: { o1: { title: 'Aliments', intent: 'Que n’hi hagi', rank: 'a1' } },
  groups: { g1: { name: 'Central', purpose: 'Comprar' } },
  partners: { p1: { name: 'Caixa comuna', sort: 'funder', note: '' } },
  projects: {
    a: {
      title: 'Rebost #panic("x")',
      summary: 'Un rebost.',
      place: { stage: 's1', objective: 'o1', rank: 'a1' },
      years: { from: 2027, to: 2028 },
      groups: { g1: true },
      tags: { menjar: true },
      actions: { x: { title: 'Obrir', done: true, rank: 'a1' } },
      milestones: { m: { title: 'Obert', day: '2027-04-15' } },
      outputs: { o: { title: 'Local', sort: 'tangible', licence: 'Comunal', rank: 'a1' } },
      contributions: {
        c1: {
          title: 'Neveres',
          amount: { unit: 'EUR', minor: 1234567 },
          year: 2027,
          status: 'promised',
          partner: 'p1',
        },
        c2: { title: 'Quotes', amount: { unit: 'ECO', minor: 5000 }, year: 2027, status: 'received' },
        c3: { title: 'Negada', amount: { unit: 'EUR', minor: 900 }, year: 2027, status: 'refused' },
        c4: { title: 'Més', amount: { unit: 'EUR', minor: 100 }, year: 2028, status: 'sought' },
      },
      links: {
        l1: { title: 'Mapa', url: 'https://example.org/mapa' },
        l2: { title: 'Dolent', url: 'javascript:alert(1)' },
      },
    },
    b: { title: 'Forn', place: { stage: 's2', objective: 'o1', rank: 'a1' } },
    z: { title: 'Llençat', place: { stage: 's1', objective: 'o1', rank: 'a0' }, removed: { by: '', at: 1 } },
  },
} as const

export const printInput: PrintInput = {
  planId: hash,
  plan: printedPlan,
  agreement: {
    id: hash.slice(0, 32),
    title: 'Pla 2027–2030',
    assembly: 'Assemblea Permanent',
    date: '2026-08-27',
    place: 'Barcelona',
    method: 'Consens',
    present: { names: ['Núria'], count: 12 },
    heads: [hash],
    contentHash: hash,
    recordedBy: hash,
  },
  day: '2026-08-27',
  language: 'ca',
  appVersion: '9.9.9',
}
