/** One thing a person does during the hour, `at` seconds after it began. Things are named by their titles on the board. */
export type OfflineStep = { readonly at: number } & (
  | { readonly type: string; readonly into: 'title' | 'summary'; readonly of: string }
  | {
      readonly add: string
      readonly stage: string
      readonly objective?: string
      readonly years?: readonly [number, number]
    }
  | { readonly move: string; readonly stage: string }
  | { readonly years: readonly [number, number]; readonly of: string }
  | { readonly remove: string }
  | { readonly tick: string; readonly of: string }
  | {
      readonly give: string
      readonly of: string
      readonly unit: 'EUR' | 'ECO' | 'HOUR'
      readonly minor: number
      readonly year: number
    }
  | { readonly output: string; readonly of: string; readonly sort: 'tangible' | 'intangible'; readonly licence: string }
  | { readonly vision: string }
)

/**
 * The same hour on two laptops without internet. They touch the same cards on purpose: both write into one summary, move
 * one card to different stages, set different years, and one removes what the other works on.
 */
export const offlineHours: Readonly<Record<'nuria' | 'pau', readonly OfflineStep[]>> = {
  nuria: [
    { at: 40, vision: 'Un barri que produeix i decideix el que necessita per viure bé. ' },
    { at: 300, type: ' Les bateries les revisa el taller.', into: 'summary', of: 'Plaques solars al local social' },
    { at: 620, move: 'Masoveria urbana a can Ribes', stage: 'Acordades' },
    { at: 700, years: [2027, 2030], of: 'Masoveria urbana a can Ribes' },
    { at: 980, add: 'Rentadora comunitària', stage: 'Idees', years: [2028, 2029] },
    { at: 1300, give: 'Instal·lació', of: 'Plaques solars al local social', unit: 'EUR', minor: 1_850_000, year: 2027 },
    {
      at: 1500,
      output: 'Central solar de 12 kW',
      of: 'Plaques solars al local social',
      sort: 'tangible',
      licence: 'Propietat comunal',
    },
    { at: 2100, tick: 'Tancar les feixes', of: 'Hort comunal del torrent' },
    { at: 2400, type: ' S’hi cuina també per a les assemblees.', into: 'summary', of: 'Cuina comunitària' },
    { at: 3000, years: [2027, 2028], of: 'Hort comunal del torrent' },
    { at: 3400, type: ' i aprenem junts', into: 'title', of: 'Biblioteca d’eines' },
  ],
  pau: [
    { at: 90, vision: 'Ho fem sense deutes amb interès. ' },
    { at: 350, type: ' Hi posem cent hores de treball comú.', into: 'summary', of: 'Plaques solars al local social' },
    { at: 640, move: 'Masoveria urbana a can Ribes', stage: 'En marxa' },
    { at: 900, add: 'Arxiu de llavors del barri', stage: 'Proposades', years: [2027, 2031] },
    { at: 1250, give: 'Treball comú', of: 'Plaques solars al local social', unit: 'HOUR', minor: 10_000, year: 2027 },
    {
      at: 1600,
      output: 'Guia per muntar una teulada solar',
      of: 'Plaques solars al local social',
      sort: 'intangible',
      licence: 'CC BY-SA 4.0',
    },
    { at: 2000, remove: 'Cuina comunitària' },
    { at: 2500, years: [2026, 2029], of: 'Hort comunal del torrent' },
    {
      at: 3100,
      give: 'Parades que cobren en ecos',
      of: 'Moneda local al mercat',
      unit: 'ECO',
      minor: 250_000,
      year: 2028,
    },
    { at: 3500, move: 'Guia d’acollida per a gent nova', stage: 'Proposades' },
  ],
}
